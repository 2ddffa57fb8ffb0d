internal import MarketData

/// The compounded return of the last h bars; simple returns are never added.
struct CompoundingWindow: Sendable, Equatable {
  let convention: ReturnConvention
  private var recent: RecentWindow

  init(bars: Int, convention: ReturnConvention) {
    self.convention = convention
    recent = RecentWindow(capacity: bars)
  }

  var bars: Int { recent.capacity }

  /// Appends a bar return and returns the h-bar return that ends with it, or nil before h bars.
  mutating func append(_ value: Double) -> Double? {
    if bars == 1 { return value }
    recent.append(value)
    return recent.isFull ? compounded : nil
  }

  /// Evaluated from the oldest bar to the newest, so the bits depend on these bars alone.
  private var compounded: Double {
    switch convention {
    case .log, .difference: recent.reduce(0, +)
    case .simple: recent.reduce(1) { $0 * (1 + $1) } - 1
    }
  }
}
