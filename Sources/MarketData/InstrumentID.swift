/// The name of an instrument, as its source spells it.
public struct InstrumentID: Hashable, Comparable, Sendable, Codable, RawRepresentable,
  CustomStringConvertible
{
  /// The name.
  public let rawValue: String

  /// Takes any name as it is.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The name.
  public var description: String { rawValue }

  /// The order of UTF-8 bytes, the same in every locale.
  public static func < (a: Self, b: Self) -> Bool {
    a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8)
  }
}
