/// The number of bars over which a loss accrues.
public struct Horizon: Hashable, Sendable, Codable, Comparable {
  /// The number of bars, at least one.
  public let bars: Int

  /// A horizon of one or more bars.
  public init(bars: Int) {
    precondition(bars >= 1, "horizon must be at least one bar, not \(bars)")
    self.bars = bars
  }

  /// The next bar.
  public static let oneBar = Horizon(bars: 1)

  /// Compares by length.
  public static func < (a: Self, b: Self) -> Bool { a.bars < b.bars }
}
