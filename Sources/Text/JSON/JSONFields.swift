/// The fields of one object of a file, with errors that name file, line and object.
///
/// ```swift
/// let fields = JSONFields(path: "account.json", name: "position 1", value: entry)
/// try fields.refuseOthers(than: ["side", "size"])
/// let size = try fields.required("size", in: JSONFields.positive)
/// // account.json:3: position 1: has no size; write it (missing-field)
/// ```
public struct JSONFields: Sendable {
  /// The path of the file.
  public let path: String
  /// What the object is called in messages.
  public let name: String
  /// The object.
  public let value: JSON

  /// The fields of a value of a file.
  public init(path: String, name: String, value: JSON) {
    self.path = path
    self.name = name
    self.value = value
  }

  /// The fields of the one object of a file.
  public init(contentsOf path: String, name: String) throws(InputError) {
    self.init(path: path, name: name, value: try Self.document(at: path))
  }

  /// The JSON of a file.
  public static func document(at path: String) throws(InputError) -> JSON {
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try TextFile.bytes(of: path)
    } catch {
      throw InputError(
        InputLocation(path), code: "unreadable", "cannot be read",
        remedy: "check the path and the permissions of the file", style: .colonsAndCode)
    }
    do throws(JSONFault) {
      return try JSON(reading: bytes)
    } catch {
      var fault = error.error(path)
      fault.code = "malformed-json"
      throw fault
    }
  }

  /// Sizes and prices: wider than any market, so narrow that products of three of them are in
  /// range.
  public static let positive = 1e-18 ... 1e18
  /// Amounts from zero.
  public static let amounts = 0 ... 1e18
  /// Amounts of either sign.
  public static let finite = -1e18 ... 1e18
}

// MARK: - Errors

extension JSONFields {
  /// An error of this object; the sentence is `problem; remedy`.
  public func error(_ code: String, _ sentence: String) -> InputError {
    InputError(
      InputLocation(path, line: value.objectLine, part: name), code: code, sentence: sentence)
  }

  /// Refuses a value that is no object, and the first field that is not among the known.
  public func refuseOthers(than known: Set<String>) throws(InputError) {
    guard let members = value.members else {
      throw error("malformed-json", "is no object; write one in braces")
    }
    for member in members where !known.contains(member.name) {
      throw error(
        "unknown-field",
        "has no field \(member.name); its fields are \(known.sorted().joined(separator: ", "))")
    }
  }

  /// Refuses a file of another schema; one that names none is taken for this.
  public func refuseOther(thanSchema known: String) throws(InputError) {
    guard let schema = value["schema"] else { return }
    guard schema.string == known else {
      throw error("unknown-schema", "has schema \(schema.string ?? "of no text"); write \(known)")
    }
  }

  /// Refuses fields that mean nothing here.
  public func refuse(_ keys: [String], _ reason: String) throws(InputError) {
    for key in keys where value[key] != nil {
      throw error("unknown-field", "has a \(key), but \(reason); leave it out")
    }
  }
}

// MARK: - Fields

extension JSONFields {
  /// Whether there is a field.
  public func has(_ key: String) -> Bool { value[key] != nil }

  /// The elements of a list; empty where there is none.
  public func list(_ key: String) throws(InputError) -> [JSON] {
    guard let found = value[key] else { return [] }
    guard let elements = found.elements else {
      throw error("malformed-json", "\(key) is no list; write one in brackets")
    }
    return elements
  }

  /// The objects of a list, each named by its number: `position 2`.
  public func objects(_ key: String, named noun: String) throws(InputError) -> [JSONFields] {
    try list(key).enumerated().map { index, element in
      JSONFields(path: path, name: "\(noun) \(index + 1)", value: element)
    }
  }

  /// The object under a key; nil where there is none.
  public func part(_ key: String) -> JSONFields? {
    value[key].map { JSONFields(path: path, name: key, value: $0) }
  }

  /// A number, also one in quotes; nil where there is none.
  public func number(
    _ key: String, in range: ClosedRange<Double>
  ) throws(InputError) -> Double? {
    guard let found = value[key], !found.isNull else { return nil }
    guard let number = found.numeral.flatMap({ Double(decimal: $0) }), range.contains(number) else {
      throw error("invalid-number", "\(key) is not \(Self.wanted(range)); write one")
    }
    return number
  }

  /// A number that must be there.
  public func required(
    _ key: String, in range: ClosedRange<Double>
  ) throws(InputError) -> Double {
    guard let number = try number(key, in: range) else {
      throw error("missing-field", "has no \(key); write it")
    }
    return number
  }

  private static func wanted(_ range: ClosedRange<Double>) -> String {
    switch range {
    case positive: "a number above 0, from 1e-18 to 1e18"
    case amounts: "a number from 0 on, to 1e18"
    case finite: "a number from -1e18 to 1e18"
    default: "a number from \(range.lowerBound) to \(range.upperBound)"
    }
  }

  /// One of a few names, which must be there.
  public func choice<Value: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Value.Type
  ) throws(InputError) -> Value where Value.RawValue == String {
    guard let chosen = value[key]?.string.flatMap({ Value(rawValue: $0) }) else {
      let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("unknown-\(key)", "\(key) is none of \(names); write one of them")
    }
    return chosen
  }

  /// A name that must be there and not be empty.
  public func name(_ key: String) throws(InputError) -> String {
    guard let name = value[key]?.string, !name.isEmpty else {
      throw error("missing-field", "has no \(key); write its name")
    }
    return name
  }
}
