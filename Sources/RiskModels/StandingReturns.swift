/// Whether a walk forecasts from a window in which prices hardly move.
public enum StandingReturnTreatment: Hashable, Sendable {
  /// The forecast is made, whatever the returns.
  case accepted
  /// The forecast is refused if more than two in three returns are zero: ``StandingReturns``.
  case refused
}

/// The zero returns of a walk, which show where prices stand still: a halt, a repeated quote.
///
/// A forecast is refused if the share of zero returns exceeds two thirds among the last hundred
/// returns, or in the model's whole lookback window. The bound follows from what a halt does to a
/// margin. At a share z of zero returns, the loss at level c is the loss of the moves at the level
///
///     1 − (1 − c)/(1 − z)
///
/// so that at two thirds a 99 % margin is the 97 % quantile of the moves, and at 98 % it is zero.
/// An exponentially weighted volatility with decay 0.97 is down to 36 % after 67 zero returns, and
/// to 22 % after a hundred. Below the bound a margin is that of an illiquid instrument; above it,
/// that of the halt.
///
/// - Complexity: O(n) to count, O(1) for each forecast.
struct StandingReturns {
  /// The last returns that are examined whatever the lookback window, a hundred.
  static let recent = 100
  /// The size of a return that counts as zero: ten digits of a price do not show it.
  static let negligible = 1e-10

  /// The number of zero returns before each bar from `start` on, one running count per instrument.
  private let counts: [[Int32]]
  /// The bar before which counting begins.
  private let start: Int
  /// The returns that the model looks back on; nil for the whole history.
  private let lookback: Int?

  /// Counts the zero returns of the last bars of a walk, enough for a forecast after `first` bars.
  ///
  /// - Parameters:
  ///   - values: the numbers of all bars.
  ///   - layout: their layout; a bar of several numbers is a zero return if all of them are zero.
  ///   - firstForecast: the number of bars before the first forecast, at most all bars.
  init(_ values: Span<Double>, _ layout: ObservedLayout, firstForecast: Int) {
    let first = max(0, firstForecast - max(Self.recent, layout.lookback ?? 0))
    start = first
    lookback = layout.lookback
    var counts: [[Int32]] = []
    for instrument in 0 ..< layout.instruments {
      counts.append(Self.counts(values, layout, instrument, from: first))
    }
    self.counts = counts
  }

  private static func counts(
    _ values: Span<Double>, _ layout: ObservedLayout, _ instrument: Int, from start: Int
  ) -> [Int32] {
    let perInstrument = layout.width / layout.instruments
    let bars = values.count / layout.width
    var counts: [Int32] = [0]
    counts.reserveCapacity(bars - start + 1)
    var zeros: Int32 = 0
    for bar in start ..< bars {
      let index = bar * layout.width + instrument * perInstrument
      var isStanding = true
      for number in index ..< index + perInstrument where abs(values[number]) > negligible {
        isStanding = false
      }
      if isStanding { zeros += 1 }
      counts.append(zeros)
    }
    return counts
  }

  /// The error of a forecast after `count` bars; nil if prices move enough.
  func refusal(after count: Int) -> RiskModelError? {
    let recent = min(Self.recent, lookback ?? Self.recent)
    for window in [recent, max(recent, lookback ?? recent)] {
      let size = min(window, count)
      for counts in counts {
        let zeros = Int(counts[count - start] - counts[count - size - start])
        if 3 * zeros > 2 * size { return .pricesStandStill(zeros: zeros, observations: size) }
      }
    }
    return nil
  }
}
