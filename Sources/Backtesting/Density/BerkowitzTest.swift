internal import Glibc
internal import RiskMeasures
internal import Statistics

/// Berkowitz's test of the whole forecast distribution: normal scores are independent N(0, 1).
///
///     zₜ = c + ρ zₜ₋₁ + e,  e ~ N(0, s²);   LR = 2 ( ln L(ĉ, ρ̂, ŝ) − ln L(0, 0, 1) )  ~  χ²(3)
///
/// zₜ = Φ⁻¹(uₜ) of probability integral transforms u = P(L ≤ realized loss). The likelihood is
/// conditional on the first score and is maximized by least squares, divisor n − 1 for ŝ².
///
/// - SeeAlso: Berkowitz (2001), *Journal of Business & Economic Statistics* 19(4), 465–474,
///   doi:10.1198/07350010152596718.
public struct BerkowitzTest: Hashable, Sendable {
  /// ĉ, the constant.
  public let constant: Double
  /// ρ̂, the first-order autoregression coefficient.
  public let autoregression: Double
  /// ŝ², the residual variance.
  public let variance: Double
  /// The likelihood ratio, nonnegative.
  public let statistic: Double

  /// Tests normal scores in chronological order.
  ///
  /// Nil for fewer than four, if a score is not finite, or if all are equal.
  public init?(scores: [Double]) {
    guard scores.count >= 4, scores.allSatisfy(\.isFinite) else { return nil }
    let n = Double(scores.count - 1)
    let before = scores.dropLast()
    let after = scores.dropFirst()
    let meanBefore = before.reduce(0, +) / n
    let meanAfter = after.reduce(0, +) / n
    var (squares, products) = (0.0, 0.0)
    for (x, y) in zip(before, after) {
      squares += (x - meanBefore) * (x - meanBefore)
      products += (x - meanBefore) * (y - meanAfter)
    }
    guard squares > 0 else { return nil }
    autoregression = products / squares
    constant = meanAfter - autoregression * meanBefore
    var (errors, all) = (0.0, 0.0)
    for (x, y) in zip(before, after) {
      let error = y - constant - autoregression * x
      errors += error * error
      all += y * y
    }
    variance = errors / n
    guard variance > 0 else { return nil }
    statistic = max(0, all - n * (log(variance) + 1))
  }

  /// Returns the result for one series, from every h-th forecast if the horizon is h > 1 bars.
  static func result(_ series: ForecastSeries, _ inference: Inference) -> TestResult {
    let transforms = series.nonOverlapping.transforms
    let scores = transforms?.map { Normal.quantile(of: min(max($0, 0), 1)) }
    let isBounded = transforms?.allSatisfy { $0 > 0 && $0 < 1 } ?? false
    let test = isBounded ? scores.flatMap { BerkowitzTest(scores: $0) } : nil
    return TestResult(
      .berkowitz, statistic: test?.statistic, degreesOfFreedom: test == nil ? nil : 3,
      alternative: .twoSided, significance: inference.significance, horizon: series.horizon,
      overlap: .nonOverlappingBlocks
    ) {
      guard let transforms else { return .none(.noForecastLaw) }
      guard isBounded else { return .none(.transformAtBound) }
      guard let test else {
        return .none(transforms.isEmpty ? .noForecasts : .tooFewForecasts)
      }
      guard case .simulated(let draws) = inference.pValues else {
        return .pValue(
          ChiSquared(degreesOfFreedom: 3).survival(of: test.statistic), .asymptotic,
          attainedSize: nil)
      }
      return MonteCarloNull(
        draws: draws, seed: inference.seed, identifier: "\(inference.identifier) berkowitz"
      ).pValueResult(of: test.statistic) { stream, draw in
        BerkowitzTest(
          scores: transforms.indices.map { stream.normal(path: draw, step: UInt32($0)) })?
          .statistic
      }
    }
  }
}
