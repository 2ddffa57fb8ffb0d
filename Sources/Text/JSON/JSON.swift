/// A JSON value, the common representation of all documents, TOML included.
///
/// A parsed value keeps its digits, its escapes, the order of its keys and its position. Two values
/// are equal if they have the same meaning; positions, the order of keys, and `1` or `1.0` make no
/// difference.
///
/// ```swift
/// let value = try JSON(reading: Array(#"{"b": 1.50, "a": "x"}"#.utf8))
/// value["b"]?.double           // 1.5
/// value.written()              // {"b":1.50,"a":"x"}
/// value.rendered               // {"a":"x","b":1.50}
/// ```
public struct JSON: Sendable {
  /// The content of a value.
  public enum Content: Sendable {
    /// A null.
    case null
    /// A Boolean.
    case bool(Bool)
    /// An integer.
    case integer(Int)
    /// An integer that may be too large for `Int`.
    case unsigned(UInt64)
    /// A number; one that is not finite is written as null.
    case double(Double)
    /// A number with its digits as written.
    case digits(String)
    /// A string.
    case string(String)
    /// The characters between the quotes of a string that was written with escapes.
    case escaped(String)
    /// An array.
    case array([JSON])
    /// An object.
    case object(JSONObject)
    /// A value already written as JSON by ``JSON/written(_:_:)``.
    case written([UInt8])
  }

  /// The content of the value.
  public let content: Content
  @usableFromInline let line: UInt32
  @usableFromInline let column: UInt32

  /// A value that was not parsed.
  @inlinable public init(_ content: Content) {
    self.content = content
    line = 0
    column = 0
  }

  /// A value at a position; nil for a value that was not parsed.
  public init(_ content: Content, at position: TextPosition?) {
    self.content = content
    line = UInt32(clamping: position?.line ?? 0)
    column = UInt32(clamping: position?.column ?? 0)
  }

  /// The start of the value; nil if it was not parsed.
  public var position: TextPosition? {
    line == 0 ? nil : TextPosition(line: Int(line), column: Int(column))
  }

  /// The line on which an object starts, for messages; nil for other values and those not parsed.
  public var objectLine: Int? { if case .object = content, line > 0 { Int(line) } else { nil } }
}

// MARK: - Creating values

extension JSON {
  /// A null.
  @inlinable public static var null: JSON { JSON(.null) }

  /// A Boolean.
  @inlinable public static func bool(_ value: Bool) -> JSON { JSON(.bool(value)) }

  /// An integer.
  @inlinable public static func integer(_ value: Int) -> JSON { JSON(.integer(value)) }

  /// An unsigned integer.
  @inlinable public static func unsigned(_ value: UInt64) -> JSON { JSON(.unsigned(value)) }

  /// A number, or null if it is not finite.
  @inlinable public static func double(_ value: Double) -> JSON { JSON(.double(value)) }

  /// A number written with the given digits.
  @inlinable public static func digits(_ text: String) -> JSON { JSON(.digits(text)) }

  /// A string.
  @inlinable public static func string(_ text: String) -> JSON { JSON(.string(text)) }

  /// An array.
  @inlinable public static func array(_ elements: [JSON]) -> JSON { JSON(.array(elements)) }

  /// An object.
  @inlinable public static func object(_ object: JSONObject) -> JSON { JSON(.object(object)) }

  /// A number, or null if it is nil or not finite.
  @inlinable public static func number(_ value: Double?) -> JSON {
    guard let value, value.isFinite else { return .null }
    return .double(value)
  }

  /// A string, or null if it is nil.
  @inlinable public static func text(_ value: String?) -> JSON {
    value.map { .string($0) } ?? .null
  }

  /// An integer, or null if it is nil.
  @inlinable public static func count(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }

  /// A Boolean, or null if it is nil.
  @inlinable public static func truth(_ value: Bool?) -> JSON { value.map { .bool($0) } ?? .null }

  /// An array of the transformed elements.
  @inlinable public static func list<Element>(
    _ elements: some Sequence<Element>, _ transform: (Element) -> JSON
  ) -> JSON {
    .array(elements.map(transform))
  }

  /// A list of numbers, null for missing and non-finite values; null for nil.
  public static func numbers(_ values: [Double?]?) -> JSON {
    values.map { .array($0.map { .number($0) }) } ?? .null
  }

  /// An object with one value at a path of keys.
  @inlinable public static func nested(_ keys: some Collection<String>, _ value: JSON) -> JSON {
    guard let first = keys.first else { return value }
    return .object(JSONObject([(first, nested(keys.dropFirst(), value))]))
  }
}

// MARK: - Reading values

extension JSON {
  /// Whether the value is null.
  public var isNull: Bool { if case .null = content { true } else { false } }

  /// The Boolean; nil for any other value.
  public var bool: Bool? { if case .bool(let value) = content { value } else { nil } }

  /// The string with escapes resolved; nil for any other value.
  public var string: String? {
    switch content {
    case .string(let text): text
    case .escaped(let text): JSONEscapes.decoded(text)
    default: nil
    }
  }

  /// The elements of an array; nil for any other value.
  public var elements: [JSON]? { if case .array(let values) = content { values } else { nil } }

  /// The object; nil for any other value.
  public var object: JSONObject? { if case .object(let object) = content { object } else { nil } }

  /// The members of an object in order; nil for any other value.
  public var members: [JSONObject.Member]? { object?.members }

  /// The keys of an object in order; empty for any other value.
  public var keys: [String] { members?.map(\.name) ?? [] }

  /// The value of a key; nil if there is none.
  public subscript(name: String) -> JSON? { object?[name] }

  /// The number rounded to the nearest double; nil for any other value.
  public var double: Double? {
    switch content {
    case .double(let value): value
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .digits(let text): Double(decimal: text)
    default: nil
    }
  }

  /// The number if it is integral and in range, including `1.0` and `1e3`; nil for any other value.
  public var integer: Int? { whole(Int.self) }

  /// The number if it is integral, not negative and in range; nil for any other value.
  public var unsigned: UInt64? { whole(UInt64.self) }

  func whole<Whole: FixedWidthInteger>(_ type: Whole.Type) -> Whole? {
    switch content {
    case .integer(let value): Whole(exactly: value)
    case .unsigned(let value): Whole(exactly: value)
    case .double(let value): Whole(exactly: value)
    case .digits(let text): Whole(text) ?? Self.whole(text)
    default: nil
    }
  }

  /// Integers with a zero fraction, such as `12.000`, are exact; others are read through a double.
  private static func whole<Whole: FixedWidthInteger>(_ text: String) -> Whole? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 2, parts[1].allSatisfy({ $0 == "0" }) { return Whole(parts[0]) }
    return Double(decimal: text).flatMap { Whole(exactly: $0) }
  }

  /// The digits of a number as written, or of a string that contains one; nil for any other value.
  public var numeral: String? {
    switch content {
    case .digits(let text), .string(let text), .escaped(let text): text
    case .integer, .unsigned, .double: written()
    default: nil
    }
  }

  /// The value at a path of keys; nil if there is none.
  public func value(at keys: some Sequence<String>) -> JSON? {
    var value = self
    for key in keys {
      guard let next = value[key] else { return nil }
      value = next
    }
    return value
  }

  /// The value at a path; nil if there is none.
  public func value(at path: DocumentPath) -> JSON? {
    var value = self
    for component in path.components {
      let next: JSON? =
        switch component {
        case .key(let key): value[key]
        case .element(let number): value.elements?.dropFirst(number - 1).first
        }
      guard let next else { return nil }
      value = next
    }
    return value
  }
}
