internal import Statistics

/// The exceedance residuals of McNeil and Frey: whether losses beyond the value at risk average the shortfall.
///
///     t = m √x / s,   m and s the mean and the deviation (divisor x − 1) of the residuals
///
/// A residual is (L − ES) of an exceedance over a measure of its scale. One-sided: too low a shortfall
/// makes them positive. The limit is Student t with x − 1 degrees of freedom, which skewed residuals reach
/// slowly.
///
/// - SeeAlso: McNeil and Frey (2000), *Journal of Empirical Finance* 7(3–4), 271–300.
public struct McNeilFreyTest: Hashable, Sendable {
  /// x.
  public let count: Int
  /// m.
  public let mean: Double
  /// t.
  public let statistic: Double

  /// The test of residuals; nil below two, and where they are all equal.
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

  /// P(T ≥ t) of Student t with x − 1 degrees of freedom.
  public var limit: Double {
    StudentT(degreesOfFreedom: Double(count - 1)).cumulativeProbability(of: -statistic)
  }
}
