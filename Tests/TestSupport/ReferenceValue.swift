public import Text

/// A value of a JSON file that a test compares with; what is not of the shape that is asked for is thrown.
public struct ReferenceValue: Hashable, Sendable {
  /// The value as it was read.
  public let json: JSON

  /// A value.
  public init(_ json: JSON) { self.json = json }

  /// Nothing.
  public static let none = ReferenceValue(.null)

  /// A value of another shape was wanted.
  public struct Mismatch: Error {
    /// The shape that was wanted.
    public let wanted: String
  }

  private func require<Value>(_ value: Value?, _ wanted: String) throws -> Value {
    guard let value else { throw Mismatch(wanted: wanted) }
    return value
  }

  /// A field of an object.
  public subscript(key: String) -> ReferenceValue {
    get throws { ReferenceValue(try require(json[key], "an object with \(key)")) }
  }

  /// The number that this is.
  public var number: Double { get throws { try require(json.double, "a number") } }

  /// The number, nil for anything else.
  public var numberOrNil: Double? { json.double }

  /// The whole number that this is.
  public var integer: Int { get throws { try require(json.integer, "a whole number") } }

  /// The text that this is.
  public var text: String { get throws { try require(json.string, "a text") } }

  /// The elements of the list that this is.
  public var list: [ReferenceValue] {
    get throws { try require(json.elements, "a list").map { ReferenceValue($0) } }
  }

  /// The elements of a list of numbers.
  public var numbers: [Double] { get throws { try list.map { try $0.number } } }
}
