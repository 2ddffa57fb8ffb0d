/// Which way a position gains.
public enum Side: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  case long, short

  /// The long side first.
  public static func < (a: Self, b: Self) -> Bool { a == .long && b == .short }
}
