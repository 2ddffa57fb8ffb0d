public import Text

/// The result of a command as rows of named values, for comparison with a record.
///
/// An object is a row. The elements of an array of objects are rows of their own, found by their
/// names instead of their index, so that a new instrument moves no other row:
///
///     instruments[sp500].long.steps[floor]    {"change":0.0003,"rate":0.0402,"step":"floor"}
///
/// The policy, the provenance, and the wording of messages are left out.
public struct ResultRows: Hashable, Sendable {
  /// A row: its location in the result, and its values without arrays of objects.
  public struct Row: Hashable, Sendable {
    /// The location, empty for the result itself; names of elements are in brackets.
    public let location: String
    /// The object of the values.
    public let values: JSON

    package init(location: String, values: JSON) {
      self.location = location
      self.values = values
    }
  }

  /// The rows, in the order of the result.
  public let rows: [Row]

  package init(rows: [Row]) { self.rows = rows }

  /// The rows of a command's JSON.
  public init(_ result: JSON) {
    var rows: [Row] = []
    let members = result.members ?? []
    let kept = members.filter { !Self.leftOut.contains($0.name) }
    Self.append(.object(JSONObject(kept)), at: "", to: &rows)
    self.rows = rows
  }

  /// Members of the result that describe the run instead of its numbers.
  private static let leftOut: Set<String> = [
    "policy", "provenance", "schema", "version", "statement",
  ]

  /// The names that identify an element of an array, in the order in which they are written.
  private static let names = [
    "instrument", "symbol", "label", "model", "margins", "name", "owner", "test", "step", "rate",
    "code", "side", "level", "horizon", "tier", "date",
  ]

  private static func append(_ object: JSON, at location: String, to rows: inout [Row]) {
    var nested: [(location: String, elements: [JSON])] = []
    let values = pruned(object, at: location, &nested)
    rows.append(Row(location: location, values: values))
    for (location, elements) in nested {
      let labels = labels(of: elements)
      for (element, label) in zip(elements, labels) {
        append(element, at: "\(location)[\(label)]", to: &rows)
      }
    }
  }

  /// The object without arrays of objects, which are added to `nested`.
  private static func pruned(
    _ object: JSON, at location: String, _ nested: inout [(location: String, elements: [JSON])]
  ) -> JSON {
    var kept: [JSONObject.Member] = []
    for member in object.members ?? [] where member.name != "message" {
      let path = location.isEmpty ? member.name : "\(location).\(member.name)"
      if let elements = member.value.elements, elements.first?.object != nil {
        nested.append((path, elements))
      } else if member.value.object != nil {
        kept.append(.init(member.name, pruned(member.value, at: path, &nested)))
      } else {
        kept.append(.init(member.name, member.value))
      }
    }
    return .object(JSONObject(kept))
  }

  private static func labels(of elements: [JSON]) -> [String] {
    var seen: [String: Int] = [:]
    return elements.enumerated().map { index, element in
      let label = label(of: element) ?? "\(index + 1)"
      let count = seen[label, default: 0] + 1
      seen[label] = count
      return count == 1 ? label : "\(label) #\(count)"
    }
  }

  private static func label(of element: JSON) -> String? {
    var words: [String] = []
    for name in names {
      guard let value = element[name] else { continue }
      // A rate is a name in some results and a decimal in others, which must not name a row.
      let isNumber = ["level", "horizon", "tier"].contains(name)
      guard let word = value.string ?? (isNumber ? value.numeral : nil), !words.contains(word),
        name != "rate" || Double(decimal: word) == nil
      else { continue }
      words.append(word)
    }
    guard !words.isEmpty else { return nil }
    return words.joined(separator: " ").replacing("[", with: "(").replacing("]", with: ")")
  }
}

/// One value of a result.
public struct ResultValue: Hashable, Sendable {
  /// The location of its row.
  public let row: String
  /// The path of the value within its row, such as `interval[1]`.
  public let path: String
  /// A number, a text, a truth value or null.
  public let value: JSON

  /// The row and the path, which identify the value in the result.
  public var name: String { row.isEmpty ? path : "\(row).\(path)" }

  /// The names of the field, without those of elements: `["results", "tests", "pValue"]`.
  package var field: [String] {
    var names: [String] = []
    var name = ""
    var depth = 0
    for character in self.name {
      switch character {
      case "[": depth += 1
      case "]": depth -= 1
      case "." where depth == 0:
        names.append(name)
        name = ""
      case _ where depth == 0: name.append(character)
      default: break
      }
    }
    return names + [name]
  }
}

extension ResultRows {
  /// The values of all rows, in order.
  public var values: [ResultValue] {
    rows.flatMap { row in
      var values: [ResultValue] = []
      Self.append(row.values, path: "", of: row.location, to: &values)
      return values
    }
  }

  private static func append(
    _ value: JSON, path: String, of row: String, to values: inout [ResultValue]
  ) {
    if let members = value.members {
      for member in members {
        append(
          member.value, path: path.isEmpty ? member.name : "\(path).\(member.name)", of: row,
          to: &values)
      }
    } else if let elements = value.elements {
      for (index, element) in elements.enumerated() {
        append(element, path: "\(path)[\(index + 1)]", of: row, to: &values)
      }
    } else {
      values.append(ResultValue(row: row, path: path, value: value))
    }
  }
}
