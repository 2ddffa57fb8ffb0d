internal import Glibc
public import RiskMeasures
internal import Statistics

/// Kupiec's test of the time until the first failure (TUFF).
///
///     LR = −2 ln( p (1 − p)^(v−1) / ( (1/v) (1 − 1/v)^(v−1) ) )  ~  χ²(1)
///
/// *v* counts the forecasts up to and including the first exceedance. The exact p-value sums the
/// geometric probabilities of all times whose statistic is at least the observed one. The test uses
/// only one exceedance and has very little power; it is included because validators require it.
///
/// - SeeAlso: Kupiec (1995), *Journal of Derivatives* 3(2), 73–84, doi:10.3905/jod.1995.407942.
public struct TimeUntilFirstFailureTest: Hashable, Sendable {
  /// v, the time in forecasts, from 1.
  public let time: Int
  /// The confidence level of the forecasts.
  public let level: ConfidenceLevel
  /// The likelihood ratio, nonnegative.
  public let statistic: Double

  /// Tests a first exceedance at the `time`-th forecast.
  public init(time: Int, level: ConfidenceLevel) {
    precondition(time >= 1, "A first exceedance at forecast \(time)")
    self.time = time
    self.level = level
    statistic = Self.statistic(of: time, tail: level.tailProbability)
  }

  /// The likelihood ratio of one gap.
  static func statistic(of gap: Int, tail p: Double) -> Double {
    let v = Double(gap)
    let alternative = gap == 1 ? 0 : -log(v) + (v - 1) * log1p(-1 / v)
    return max(0, 2 * (alternative - log(p) - (v - 1) * log1p(-p)))
  }

  /// P(LR(V) ≥ LR(v)) for a geometric V.
  public var exactPValue: Double {
    let p = level.tailProbability
    let bound = statistic - 1e-8 * max(1, statistic)
    // LR decreases up to v = 1/p and increases from there on.
    let turn = max(1, Int(1 / p))
    let low = lastIndex(below: turn) { Self.statistic(of: $0, tail: p) >= bound }
    var high = max(turn, time)
    while Self.statistic(of: high, tail: p) < bound { high *= 2 }
    var start = low + 1
    while start < high {
      let middle = (start + high) / 2
      if middle > turn, Self.statistic(of: middle, tail: p) >= bound {
        high = middle
      } else {
        start = middle + 1
      }
    }
    return min(1, -expm1(Double(low) * log1p(-p)) + exp(Double(start - 1) * log1p(-p)))
  }

  /// P(LR(V) > LR(v)): the exact p-value without the observed outcome.
  var strictPValue: Double {
    let p = level.tailProbability
    return max(0, exactPValue - p * exp(Double(time - 1) * log1p(-p)))
  }

  /// Returns the last v in 1 … `turn` for which a monotone condition holds.
  private func lastIndex(below turn: Int, holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, turn)
    while low < high {
      let middle = (low + high + 1) / 2
      if holds(middle) { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
