internal import Glibc

/// The Newey–West long-run variance of serially correlated values.
///
///     S = γ₀ + 2 Σⱼ (1 − j/(m + 1)) γⱼ,   j = 1 … m,    Var x̄ = S/n
///
/// γⱼ are autocovariances about the mean, divisor n. The weights keep S nonnegative.
///
/// - SeeAlso: Newey and West (1987), *Econometrica* 55(3), 703–708; default m: (1994), *Review of
///   Economic Studies* 61(4), 631–653.
public struct LongRunVariance: Hashable, Sendable {
  /// n, the number of values.
  public let count: Int
  /// x̄, the mean.
  public let mean: Double
  /// m, the number of lags.
  public let lags: Int
  /// S, the long-run variance.
  public let value: Double

  /// Estimates S from values in chronological order with m lags, by default ⌊4 (n/100)^(2/9)⌋.
  ///
  /// Nil for fewer than two values.
  public init?(of values: [Double], lags: Int? = nil) {
    guard values.count >= 2 else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let usual = Int(4 * pow(n / 100, 2.0 / 9))
    let chosen = min(values.count - 1, max(0, lags ?? usual))
    let centred = values.map { $0 - mean }
    func covariance(_ lag: Int) -> Double {
      var sum = 0.0
      for t in lag ..< centred.count { sum += centred[t] * centred[t - lag] }
      return sum / n
    }
    var value = covariance(0)
    for lag in stride(from: 1, through: chosen, by: 1) {
      value += 2 * (1 - Double(lag) / Double(chosen + 1)) * covariance(lag)
    }
    self.count = values.count
    self.mean = mean
    self.lags = chosen
    self.value = max(0, value)
  }

  /// √(S/n), the standard error of the mean.
  public var standardError: Double { (value / Double(count)).squareRoot() }
}
