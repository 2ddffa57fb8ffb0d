/// The fields of one JSON object of a file, with errors that name file, line and object.
///
/// ```swift
/// let fields = JSONFields(path: "account.json", name: "position 1", value: entry)
/// try fields.refuseOthers(than: ["side", "size"])
/// let size = try fields.required("size", in: JSONFields.positive)
/// // account.json:3: position 1: missing field "size"; add it (missing-field)
/// ```
public struct JSONFields: Sendable {
  /// The path of the file.
  public let path: String
  /// The name of the object in messages.
  public let name: String
  /// The object.
  public let value: JSON

  /// The fields of an object in a file.
  public init(path: String, name: String, value: JSON) {
    self.path = path
    self.name = name
    self.value = value
  }

  /// The fields of the only object in a file.
  public init(contentsOf path: String, name: String) throws(InputError) {
    self.init(path: path, name: name, value: try Self.document(at: path))
  }

  /// Reads the JSON document of a file.
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

  /// The range of sizes and prices, wide enough for any market and narrow enough that products of
  /// three stay finite.
  public static let positive = 1e-18 ... 1e18
  /// The range of amounts that are not negative.
  public static let amounts = 0 ... 1e18
  /// The range of amounts of either sign.
  public static let finite = -1e18 ... 1e18
}

// MARK: - Errors

extension JSONFields {
  /// An error in this object; the sentence is `problem; remedy`.
  public func error(_ code: String, _ sentence: String) -> InputError {
    InputError(
      InputLocation(path, line: value.objectLine, part: name), code: code, sentence: sentence)
  }

  /// Rejects a value that is not an object, and the first unknown field.
  public func refuseOthers(than known: Set<String>) throws(InputError) {
    guard let members = value.members else {
      throw error(
        "malformed-json",
        "is not an object; write an object in braces, such as {\"side\": \"long\"}")
    }
    for member in members where !known.contains(member.name) {
      throw error(
        "unknown-field",
        "unknown field \"\(member.name)\"; expected one of \(known.sorted().joined(separator: ", "))"
      )
    }
  }

  /// Rejects a file of another schema; a file without a schema is accepted.
  public func refuseOther(thanSchema known: String) throws(InputError) {
    guard let schema = value["schema"] else { return }
    guard schema.string == known else {
      throw error("unknown-schema", "has schema \(schema.written()); expected \"\(known)\"")
    }
  }

  /// Rejects fields that do not apply here.
  public func refuse(_ keys: [String], _ reason: String) throws(InputError) {
    for key in keys where value[key] != nil {
      throw error("unknown-field", "has \"\(key)\", but \(reason); remove it")
    }
  }
}

// MARK: - Fields

extension JSONFields {
  /// Whether the object has a field.
  public func has(_ key: String) -> Bool { value[key] != nil }

  /// The elements of an array; empty if the field is missing.
  public func list(_ key: String) throws(InputError) -> [JSON] {
    guard let found = value[key] else { return [] }
    guard let elements = found.elements else {
      throw error(
        "malformed-json", "\(key) is not an array; write an array in brackets, such as [1, 2]")
    }
    return elements
  }

  /// The objects of an array, each named by its number: `position 2`.
  public func objects(_ key: String, named noun: String) throws(InputError) -> [JSONFields] {
    try list(key).enumerated().map { index, element in
      JSONFields(path: path, name: "\(noun) \(index + 1)", value: element)
    }
  }

  /// The object of a key; nil if there is none.
  public func part(_ key: String) -> JSONFields? {
    value[key].map { JSONFields(path: path, name: key, value: $0) }
  }

  /// A number, which may be in quotes; nil if the field is missing.
  public func number(
    _ key: String, in range: ClosedRange<Double>
  ) throws(InputError) -> Double? {
    guard let found = value[key], !found.isNull else { return nil }
    guard let number = found.numeral.flatMap({ Double(decimal: $0) }), range.contains(number) else {
      throw error("invalid-number", "\(key) is not \(Self.wanted(range)); write one")
    }
    return number
  }

  /// A required number.
  public func required(
    _ key: String, in range: ClosedRange<Double>
  ) throws(InputError) -> Double {
    guard let number = try number(key, in: range) else {
      throw error("missing-field", "missing field \"\(key)\"; add it")
    }
    return number
  }

  private static func wanted(_ range: ClosedRange<Double>) -> String {
    switch range {
    case positive: "a number above 0, from 1e-18 to 1e18"
    case amounts: "a number from 0 to 1e18"
    case finite: "a number from -1e18 to 1e18"
    default: "a number from \(range.lowerBound) to \(range.upperBound)"
    }
  }

  /// A required choice among named values.
  public func choice<Value: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Value.Type
  ) throws(InputError) -> Value where Value.RawValue == String {
    guard let chosen = value[key]?.string.flatMap({ Value(rawValue: $0) }) else {
      let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("unknown-\(key)", "\(key) is not one of \(names); write one of them")
    }
    return chosen
  }

  /// A required name that is not empty.
  public func name(_ key: String) throws(InputError) -> String {
    guard let name = value[key]?.string, !name.isEmpty else {
      throw error("missing-field", "missing field \"\(key)\"; add a name")
    }
    return name
  }
}
