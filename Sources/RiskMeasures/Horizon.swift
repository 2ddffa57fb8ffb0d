/// How many bars of its instrument a loss runs.
public struct Horizon: Hashable, Sendable, Codable, Comparable {
  public let bars: Int

  public init(bars: Int) {
    precondition(bars >= 1, "A horizon is at least one bar, not \(bars)")
    self.bars = bars
  }

  public static let oneBar = Horizon(bars: 1)

  public static func < (a: Self, b: Self) -> Bool { a.bars < b.bars }
}
