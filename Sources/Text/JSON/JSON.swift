/// A JSON value: what every document that is read or written is made of, TOML included.
///
/// A value that was read keeps its digits, its escapes, the order of its keys and its position.
/// Two values are
/// equal when they mean the same: positions, the order of keys, `1` and `1.0` make no difference.
///
/// ```swift
/// let value = try JSON(reading: Array(#"{"b": 1.50, "a": "x"}"#.utf8))
/// value["b"]?.double           // 1.5
/// value.written()              // {"b":1.50,"a":"x"}
/// value.rendered               // {"a":"x","b":1.50}
/// ```
public struct JSON: Sendable {
  /// What a value is.
  public enum Content: Sendable {
    /// Nothing.
    case null
    /// A truth value.
    case bool(Bool)
    /// A whole number.
    case integer(Int)
    /// A whole number that may be too large for `Int`.
    case unsigned(UInt64)
    /// A number; one that is not finite is written as null.
    case double(Double)
    /// A number as it was written.
    case digits(String)
    /// A text.
    case string(String)
    /// The characters between the quotes of a text that was written with escapes.
    case escaped(String)
    /// A list.
    case array([JSON])
    /// A table of keys.
    case object(JSONObject)
    /// A value in JSON already, of ``JSON/written(_:_:)``.
    case written([UInt8])
  }

  /// What the value is.
  public let content: Content
  @usableFromInline let line: UInt32
  @usableFromInline let column: UInt32

  /// A value that was not read.
  @inlinable public init(_ content: Content) {
    self.content = content
    line = 0
    column = 0
  }

  /// A value at a position; nil for one that was not read.
  public init(_ content: Content, at position: TextPosition?) {
    self.content = content
    line = UInt32(clamping: position?.line ?? 0)
    column = UInt32(clamping: position?.column ?? 0)
  }

  /// Where the value begins; nil for one that was not read.
  public var position: TextPosition? {
    line == 0 ? nil : TextPosition(line: Int(line), column: Int(column))
  }

  /// The line an object begins on, as messages name it; nil for other values and those not read.
  public var objectLine: Int? { if case .object = content, line > 0 { Int(line) } else { nil } }
}

// MARK: - Making

extension JSON {
  /// Nothing.
  @inlinable public static var null: JSON { JSON(.null) }

  /// A truth value.
  @inlinable public static func bool(_ value: Bool) -> JSON { JSON(.bool(value)) }

  /// A whole number.
  @inlinable public static func integer(_ value: Int) -> JSON { JSON(.integer(value)) }

  /// A whole number.
  @inlinable public static func unsigned(_ value: UInt64) -> JSON { JSON(.unsigned(value)) }

  /// A number; null where it is not finite.
  @inlinable public static func double(_ value: Double) -> JSON { JSON(.double(value)) }

  /// A number that is written with these digits.
  @inlinable public static func digits(_ text: String) -> JSON { JSON(.digits(text)) }

  /// A text.
  @inlinable public static func string(_ text: String) -> JSON { JSON(.string(text)) }

  /// A list.
  @inlinable public static func array(_ elements: [JSON]) -> JSON { JSON(.array(elements)) }

  /// A table of keys.
  @inlinable public static func object(_ object: JSONObject) -> JSON { JSON(.object(object)) }

  /// A number, or null for none and for what is not finite.
  @inlinable public static func number(_ value: Double?) -> JSON {
    guard let value, value.isFinite else { return .null }
    return .double(value)
  }

  /// A text, or null.
  @inlinable public static func text(_ value: String?) -> JSON {
    value.map { .string($0) } ?? .null
  }

  /// A whole number, or null.
  @inlinable public static func count(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }

  /// A truth value, or null.
  @inlinable public static func truth(_ value: Bool?) -> JSON { value.map { .bool($0) } ?? .null }

  /// A list of what `transform` makes of each element.
  @inlinable public static func list<Element>(
    _ elements: some Sequence<Element>, _ transform: (Element) -> JSON
  ) -> JSON {
    .array(elements.map(transform))
  }

  /// A list of numbers, null for each that is not there or not finite; null for no list.
  public static func numbers(_ values: [Double?]?) -> JSON {
    values.map { .array($0.map { .number($0) }) } ?? .null
  }

  /// A table with one value at a path of keys.
  @inlinable public static func nested(_ keys: some Collection<String>, _ value: JSON) -> JSON {
    guard let first = keys.first else { return value }
    return .object(JSONObject([(first, nested(keys.dropFirst(), value))]))
  }
}

// MARK: - Asking

extension JSON {
  /// Whether the value is null.
  public var isNull: Bool { if case .null = content { true } else { false } }

  /// The truth value; nil for anything else.
  public var bool: Bool? { if case .bool(let value) = content { value } else { nil } }

  /// The text that is meant, escapes resolved; nil for anything else.
  public var string: String? {
    switch content {
    case .string(let text): text
    case .escaped(let text): JSONEscapes.decoded(text)
    default: nil
    }
  }

  /// The elements of a list; nil for anything else.
  public var elements: [JSON]? { if case .array(let values) = content { values } else { nil } }

  /// The table; nil for anything else.
  public var object: JSONObject? { if case .object(let object) = content { object } else { nil } }

  /// The keys of a table with their values, in order; nil for anything else.
  public var members: [JSONObject.Member]? { object?.members }

  /// The names of a table's keys, in order; empty for anything else.
  public var keys: [String] { members?.map(\.name) ?? [] }

  /// The value of a key; nil where there is none.
  public subscript(name: String) -> JSON? { object?[name] }

  /// The number, rounded to the nearest; nil for anything else.
  public var double: Double? {
    switch content {
    case .double(let value): value
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .digits(let text): Double(decimal: text)
    default: nil
    }
  }

  /// The number where it is whole and fits, `1.0` and `1e3` too; nil for anything else.
  public var integer: Int? { whole(Int.self) }

  /// The number where it is whole and fits; nil for anything else.
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

  /// `12.000` is whole to the last digit, others as far as a double tells.
  private static func whole<Whole: FixedWidthInteger>(_ text: String) -> Whole? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 2, parts[1].allSatisfy({ $0 == "0" }) { return Whole(parts[0]) }
    return Double(decimal: text).flatMap { Whole(exactly: $0) }
  }

  /// The digits of a number as it was written, or of a text that holds one; nil for anything else.
  public var numeral: String? {
    switch content {
    case .digits(let text), .string(let text), .escaped(let text): text
    case .integer, .unsigned, .double: written()
    default: nil
    }
  }

  /// The value at a path of keys; nil where there is none.
  public func value(at keys: some Sequence<String>) -> JSON? {
    var value = self
    for key in keys {
      guard let next = value[key] else { return nil }
      value = next
    }
    return value
  }

  /// The value at a path; nil where there is none.
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
