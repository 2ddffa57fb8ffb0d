internal import RiskMeasures
internal import Statistics

/// The Diebold–Mariano test of whether two forecasters have equal mean loss.
///
///     DM = d̄ / √(S/n)  ~  N(0, 1),    dₜ = loss of the first − loss of the second
///
/// S is the long-run variance of d, ``LongRunVariance``, with at least the h − 1 lags that
/// overlapping losses share. For n below a few hundred, the factor of Harvey, Leybourne and
/// Newbold, √((n + 1 − 2h + h(h − 1)/n)/n), and Student t with n − 1 degrees of freedom are more
/// accurate.
///
/// - SeeAlso: Diebold and Mariano (1995), *Journal of Business & Economic Statistics* 13(3),
///   253–263, doi:10.1080/07350015.1995.10524599; Harvey, Leybourne and Newbold (1997),
///   *International Journal of Forecasting* 13(2), 281–291.
public struct DieboldMarianoTest: Hashable, Sendable {
  /// d̄, negative if the first forecaster has the smaller loss.
  public let mean: Double
  /// DM, the statistic.
  public let statistic: Double
  /// The two-sided p-value, P(|T| ≥ |DM|).
  public let pValue: Double

  /// Tests loss differentials in chronological order, over horizons of `bars` bars.
  ///
  /// Nil if there are fewer than two differentials or they do not vary.
  public init?(differentials: [Double], bars: Int = 1, isSmallSample: Bool = false) {
    let usual = LongRunVariance(of: differentials)?.lags ?? 0
    guard bars >= 1,
      let variance = LongRunVariance(of: differentials, lags: max(usual, bars - 1)),
      variance.value > 0
    else { return nil }
    mean = variance.mean
    let plain = variance.mean / variance.standardError
    guard isSmallSample else {
      statistic = plain
      pValue = 2 * Normal.survival(of: abs(plain))
      return
    }
    let (n, h) = (Double(differentials.count), Double(bars))
    statistic = plain * ((n + 1 - 2 * h + h * (h - 1) / n) / n).squareRoot()
    pValue = 2 * StudentT(degreesOfFreedom: n - 1).survival(of: abs(statistic))
  }
}
