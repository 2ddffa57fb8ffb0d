/// The fields of a JSON object: a few names that the source spells, each at most once.
///
/// A dictionary would hash every name of every object of a schedule; an object here has a dozen.
package struct JSONObject: Hashable {
  package struct Field: Hashable {
    let name: String
    let value: JSONValue
  }

  package private(set) var fields: [Field]

  init(_ values: [String: JSONValue]) {
    fields = values.map { Field(name: $0.key, value: $0.value) }
  }

  package subscript(name: String) -> JSONValue? {
    get { fields.first { $0.name == name }?.value }
    set {
      fields.removeAll { $0.name == name }
      if let newValue { fields.append(Field(name: name, value: newValue)) }
    }
  }

  /// The fields in the order of their names; most objects are written down in it.
  var sorted: [Field] {
    let isSorted = zip(fields, fields.dropFirst()).allSatisfy { $0.name < $1.name }
    return isSorted ? fields : fields.sorted { $0.name < $1.name }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }
}
