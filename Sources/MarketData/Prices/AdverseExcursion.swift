/// One bar as the holder of a position meets it: simple returns from the close before.
///
/// A bar without a high and a low is as its close.
public struct BarMove: Hashable, Sendable {
  /// C₁/C₀ − 1.
  public let close: Double
  /// L₁/C₀ − 1, at most ``close``.
  public let low: Double
  /// H₁/C₀ − 1, at least ``close``.
  public let high: Double

  /// A bar; a close outside low and high, as faulty data have it, moves them.
  public init(close: Double, low: Double? = nil, high: Double? = nil) {
    self.close = close
    self.low = min(close, low ?? close)
    self.high = max(close, high ?? close)
  }

  /// The numbers of a bar in an interleaved series.
  package static let width = 3

  /// Bars one after the other: close, low and high of each.
  package static func interleaved(_ moves: [BarMove]) -> [Double] {
    moves.flatMap { [$0.close, $0.low, $0.high] }
  }
}

/// How far a price went against either side within a horizon, wherever it ended.
///
///     lowest  = min over i = 1 … h of Lₜ₊ᵢ/Cₜ − 1,   highest = max of Hₜ₊ᵢ/Cₜ − 1
///
/// Simple returns from the close before the first bar, compounded through the closes between. A long is
/// hurt by the lowest, a short by the highest; over more bars from the same start neither gets milder.
/// Both may be gains where the price never came back to its start.
public struct AdverseExcursion: Hashable, Sendable {
  /// The worst return of a long.
  public let lowest: Double
  /// The worst return of a short.
  public let highest: Double

  /// The excursion over bars in the order of time, at least one.
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
  /// The bars after the first, each from the close before it.
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
