/// The price range of one bar as simple returns from the previous close.
///
/// A bar without a high and a low uses its close.
public struct BarMove: Hashable, Sendable {
  /// C₁/C₀ − 1.
  public let close: Double
  /// L₁/C₀ − 1, at most ``close``.
  public let low: Double
  /// H₁/C₀ − 1, at least ``close``.
  public let high: Double

  /// A bar; a close outside low and high, as in faulty data, extends them.
  public init(close: Double, low: Double? = nil, high: Double? = nil) {
    self.close = close
    self.low = min(close, low ?? close)
    self.high = max(close, high ?? close)
  }

  /// The number of values per bar in an interleaved series.
  package static let width = 3

  /// The close, low and high of each bar, one bar after the other.
  package static func interleaved(_ moves: [BarMove]) -> [Double] {
    moves.flatMap { [$0.close, $0.low, $0.high] }
  }
}

/// The largest price moves against a long and a short within a horizon, wherever the price ended.
///
///     lowest  = min over i = 1 … h of Lₜ₊ᵢ/Cₜ − 1,   highest = max of Hₜ₊ᵢ/Cₜ − 1
///
/// Simple returns from the close before the first bar, compounded through the closes in between.
/// The lowest hurts a long, the highest a short; a longer horizon from the same start never reduces
/// either. Both may be gains if the price never returned to its start.
public struct AdverseExcursion: Hashable, Sendable {
  /// The worst return of a long.
  public let lowest: Double
  /// The worst return of a short.
  public let highest: Double

  /// The excursion over bars in time order, at least one.
  public init(over bars: some Collection<BarMove>) {
    precondition(!bars.isEmpty, "An excursion over 0 bars")
    var growth = 1.0
    var lowest = Double.infinity
    var highest = -Double.infinity
    for bar in bars {
      lowest = min(lowest, growth * (1 + bar.low) - 1)
      highest = max(highest, growth * (1 + bar.high) - 1)
      growth *= 1 + bar.close
    }
    self.lowest = lowest
    self.highest = highest
  }
}

extension PriceHistory {
  /// The bars after the first, each relative to the previous close.
  public var barMoves: [BarMove] {
    guard count > 1 else { return [] }
    return (1 ..< count).map { i in
      let before = close[i - 1]
      let lowest: Double? = low.map { $0[i] / before - 1 }
      let highest: Double? = high.map { $0[i] / before - 1 }
      return BarMove(close: close[i] / before - 1, low: lowest, high: highest)
    }
  }
}
