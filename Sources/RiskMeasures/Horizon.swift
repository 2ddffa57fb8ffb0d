/// How many bars of its instrument a loss runs.
public struct Horizon: Hashable, Sendable, Codable, Comparable {
  /// The number of bars, at least one.
  public let bars: Int

  /// A horizon of at least one bar.
  public init(bars: Int) {
    precondition(bars >= 1, "A horizon is at least one bar, not \(bars)")
    self.bars = bars
  }

  /// The next bar.
  public static let oneBar = Horizon(bars: 1)

  /// Orders by size.
  public static func < (a: Self, b: Self) -> Bool { a.bars < b.bars }
}
