/// The name of an instrument, spelled as in its source.
public struct InstrumentID: Hashable, Comparable, Sendable, Codable, RawRepresentable,
  CustomStringConvertible
{
  /// The name.
  public let rawValue: String

  /// An identifier with any name, unchanged.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The name.
  public var description: String { rawValue }

  /// Compares UTF-8 bytes, so that the order does not depend on the locale.
  public static func < (a: Self, b: Self) -> Bool {
    a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8)
  }
}
