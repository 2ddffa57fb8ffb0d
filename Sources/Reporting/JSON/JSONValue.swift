internal import FoundationEssentials

/// Any JSON value; the tree that every JSON output is built of.
package enum JSONValue: Codable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  case unsigned(UInt64)
  /// A number; one that is not finite is written as null.
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
  /// A value in JSON already, of ``written(_:_:)``.
  case written([UInt8])

  /// A number, or null for none and for what is not finite.
  static func number(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .double(value)
  }

  /// A text, or null.
  static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  /// A whole number, or null.
  static func count(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }

  /// A truth value, or null.
  static func truth(_ value: Bool?) -> JSONValue { value.map { .bool($0) } ?? .null }

  /// A list of what `transform` makes of each element.
  static func list<Element>(
    _ elements: some Sequence<Element>, _ transform: (Element) -> JSONValue
  ) -> JSONValue {
    .array(elements.map(transform))
  }

  /// The value that a JSON text holds; traps on a text that is none.
  package init(parsing text: String) {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
      preconditionFailure("A canonical configuration is JSON, not \(text.prefix(40))")
    }
    self = value
  }

  /// Reads any JSON value; numbers without a fraction as whole ones.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .double(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(JSONObject(try container.decode([String: JSONValue].self)))
    }
  }

  /// Writes the value as what it is.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .unsigned(let value): try container.encode(value)
    case .double(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let object):
      let fields = object.fields.map { ($0.name, $0.value) }
      try container.encode(Dictionary(fields) { $1 })
    case .written(let text):
      try container.encode(JSONValue(parsing: String(decoding: text, as: UTF8.self)))
    }
  }
}
