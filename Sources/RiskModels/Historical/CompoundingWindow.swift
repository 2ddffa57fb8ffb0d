internal import MarketData

/// The last h bar returns, compounded to one return over h bars: never a sum of simple returns.
struct CompoundingWindow: Sendable, Equatable {
  let bars: Int
  let convention: ReturnConvention
  private var ring: [Double] = []
  private var next = 0

  init(bars: Int, convention: ReturnConvention) {
    self.bars = bars
    self.convention = convention
  }

  /// Takes a bar return and gives the return of the h bars that end with it, once there are h.
  mutating func append(_ value: Double) -> Double? {
    if bars == 1 { return value }
    if ring.count < bars {
      ring.append(value)
    } else {
      ring[next] = value
      next = (next + 1) % bars
    }
    return ring.count == bars ? compounded : nil
  }

  /// Summed or multiplied from the oldest bar to the newest, so the bits depend on these bars alone.
  private var compounded: Double {
    switch convention {
    case .log:
      var sum = 0.0
      for i in 0 ..< bars { sum += ring[(next + i) % bars] }
      return sum
    case .simple:
      var growth = 1.0
      for i in 0 ..< bars { growth *= 1 + ring[(next + i) % bars] }
      return growth - 1
    }
  }
}
