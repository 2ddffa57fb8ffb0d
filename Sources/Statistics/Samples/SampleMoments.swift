/// The first four moments of a sample, by a two-pass algorithm with a corrected mean.
///
///     mᵣ = Σ (xᵢ − x̄)ʳ / n
///
/// Deviations are taken from a mean corrected in a second pass, so a large common offset does not
/// reduce the accuracy of the variance (Chan, Golub & LeVeque 1983, *The American Statistician*
/// 37(3), 242–247).
public struct SampleMoments: Hashable, Sendable {
  /// The number of observations n, at least 1.
  public let count: Int

  /// The mean x̄, in the units of the sample.
  public let mean: Double

  /// The variance m₂ with divisor n.
  public let populationVariance: Double

  private let thirdMoment: Double
  private let fourthMoment: Double

  /// Computes the moments of `values`, which are finite and not empty.
  public init(_ values: Span<Double>) {
    precondition(!values.isEmpty, "The moments of 0 values")
    count = values.count
    let size = Double(values.count)
    var sum = 0.0
    for index in values.indices { sum += values[index] }
    let firstMean = sum / size
    var residual = 0.0
    for index in values.indices { residual += values[index] - firstMean }
    let mean = firstMean + residual / size
    precondition(mean.isFinite, "The mean of \(count) values is \(mean)")

    var second = 0.0
    var third = 0.0
    var fourth = 0.0
    for index in values.indices {
      let deviation = values[index] - mean
      let square = deviation * deviation
      second += square
      third += square * deviation
      fourth += square * square
    }
    self.mean = mean
    populationVariance = second / size
    thirdMoment = third / size
    fourthMoment = fourth / size
  }

  /// The variance with divisor n − 1, or nil for a single value.
  public var sampleVariance: Double? {
    count > 1 ? populationVariance * (Double(count) / Double(count - 1)) : nil
  }

  /// The skewness m₃ / m₂^(3/2), zero for a symmetric sample, or nil where all values are equal.
  public var skewness: Double? {
    populationVariance > 0
      ? thirdMoment / (populationVariance * populationVariance.squareRoot()) : nil
  }

  /// The kurtosis m₄ / m₂², 3 for a normal distribution, or nil where all values are equal.
  public var kurtosis: Double? {
    populationVariance > 0 ? fourthMoment / (populationVariance * populationVariance) : nil
  }
}
