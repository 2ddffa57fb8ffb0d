/// The direction of a position.
public enum Side: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  case long, short

  /// Orders long before short.
  public static func < (a: Self, b: Self) -> Bool { a == .long && b == .short }
}
