internal import Statistics

/// The McNeil–Frey test of exceedance residuals: losses beyond the value at risk average the
/// shortfall.
///
///     t = m √x / s,   m and s the mean and the standard deviation (divisor x − 1) of the residuals
///
/// A residual is (L − ES) of an exceedance divided by a measure of its scale. The test is
/// one-sided: if shortfalls are too low, residuals are positive. The limit is Student t with x − 1
/// degrees of freedom, to which skewed residuals converge slowly.
///
/// - SeeAlso: McNeil and Frey (2000), *Journal of Empirical Finance* 7(3–4), 271–300.
public struct McNeilFreyTest: Hashable, Sendable {
  /// x, the number of residuals.
  public let count: Int
  /// m, the mean residual.
  public let mean: Double
  /// t, the statistic.
  public let statistic: Double

  /// Tests residuals; nil for fewer than two, or if they are all equal.
  public init?(residuals: [Double]) {
    guard residuals.count > 1 else { return nil }
    let moments = SampleMoments(residuals.span)
    guard let variance = moments.sampleVariance, variance > 0 else {
      return nil
    }
    count = residuals.count
    mean = moments.mean
    statistic = moments.mean * (Double(residuals.count) / variance).squareRoot()
  }

  /// The asymptotic p-value, P(T ≥ t) of Student t with x − 1 degrees of freedom.
  public var limit: Double {
    StudentT(degreesOfFreedom: Double(count - 1)).cumulativeProbability(of: -statistic)
  }
}
