internal import MarketData

/// The last h bar returns, compounded to one return over h bars: never a sum of simple returns.
struct CompoundingWindow: Sendable, Equatable {
  let convention: ReturnConvention
  private var recent: RecentWindow

  init(bars: Int, convention: ReturnConvention) {
    self.convention = convention
    recent = RecentWindow(capacity: bars)
  }

  var bars: Int { recent.capacity }

  /// Takes a bar return and gives the return of the h bars that end with it, once there are h.
  mutating func append(_ value: Double) -> Double? {
    if bars == 1 { return value }
    recent.append(value)
    return recent.isFull ? compounded : nil
  }

  /// Summed or multiplied from the oldest bar to the newest, so the bits depend on these bars alone.
  private var compounded: Double {
    switch convention {
    case .log: recent.reduce(0, +)
    case .simple: recent.reduce(1) { $0 * (1 + $1) } - 1
    }
  }
}
