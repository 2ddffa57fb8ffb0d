internal import Instruments
public import RiskMeasures
internal import Statistics

/// The expected shortfall regression (ESR) backtests of Bayer and Dimitriadis.
///
///     strict:     VaR(L) = a + b ES,        ES(L) = c + d ES;    H₀: c = 0, d = 1
///     auxiliary:  VaR(L) = a + b VaR,       ES(L) = c + d ES;    H₀: c = 0, d = 1
///     intercept:  VaR(L − ES) = a + b ES,   ES(L − ES) = c;      H₀: c = 0
///
/// VaR and ES on the right are the forecasts. The strict and auxiliary versions test whether
/// shortfalls are correct on average and scale with risk, by Wald's statistic (θ̂ − θ₀)ᵀ C⁻¹ (θ̂ −
/// θ₀) ~ χ²(2). The intercept version tests whether they are correct on average, by ĉ/√C ~ N(0, 1),
/// positive if shortfalls are too low, so that it has a one-sided form. None needs the forecast
/// distribution, and only the auxiliary version needs the value at risk.
///
/// Convergence to the limits is slow. For true forecasts of a GARCH process with Student-t(5)
/// shocks, at a size of 5 %, the strict and auxiliary versions reject 19 % where n = 1,000 at 99 %,
/// 11 % at 97.5 %, and 6 % where n = 8,000; the one-sided intercept version rejects 1 to 2 %. With
/// the bootstrap they reject 5 to 8 %, and 4 to 6 %. With ten expected exceedances or fewer the
/// two-sided intercept version still rejects 13 %, for shortfalls that look too high, and the other
/// two have little power.
///
/// - SeeAlso: Bayer and Dimitriadis (2022), *Journal of Financial Econometrics* 20(3), 437–471,
///   doi:10.1093/jjfinec/nbaa013.
public struct ESRTest: Sendable {
  /// The version of the regression.
  public enum Version: Hashable, Sendable, CaseIterable {
    /// Both equations use the expected shortfall forecast.
    case strict
    /// The quantile is regressed on the value at risk, the shortfall on its forecast.
    case auxiliary
    /// The shortfall of the forecast error L − ES is regressed on a constant.
    case intercept
  }

  /// The version of the regression.
  public let version: Version
  /// The fitted regression; of L − ES in the intercept version.
  public let regression: ExpectedShortfallRegression
  /// Wald's statistic, or ĉ/√C in the intercept version.
  public let statistic: Double

  /// Tests forecasts against the realized losses.
  ///
  /// If all shortfall forecasts are equal, the intercept version has no regressor, and the others
  /// throw ``ExpectedShortfallRegression/Failure/constantRegressor``.
  ///
  /// - Throws: ``ExpectedShortfallRegression/Failure``.
  public init(
    losses: [Double], valuesAtRisk: [Double], expectedShortfalls: [Double],
    level: ConfidenceLevel, version: Version
  ) throws(ExpectedShortfallRegression.Failure) {
    self.version = version
    switch version {
    case .strict:
      regression = try ExpectedShortfallRegression(
        losses: losses, quantile: .linear(in: expectedShortfalls),
        shortfall: .linear(in: expectedShortfalls), level: level)
    case .auxiliary:
      regression = try ExpectedShortfallRegression(
        losses: losses, quantile: .linear(in: valuesAtRisk),
        shortfall: .linear(in: expectedShortfalls), level: level)
    case .intercept:
      let errors = zip(losses, expectedShortfalls).map { $0 - $1 }
      do {
        regression = try ExpectedShortfallRegression(
          losses: errors, quantile: .linear(in: expectedShortfalls), shortfall: .constant,
          level: level)
      } catch .constantRegressor {
        regression = try ExpectedShortfallRegression(
          losses: errors, quantile: .constant, shortfall: .constant, level: level)
      }
    }
    let frame = regression.frame
    let truth = frame.point(
      intercept: 0, slope: version == .intercept ? 0 : 1, frame.shortfall)
    guard let statistic = Self.statistic(of: regression.fit, against: truth) else {
      throw .didNotConverge
    }
    self.statistic = statistic
  }

  /// Returns the statistic of a fit against a hypothesized shortfall line.
  ///
  /// Nil for fewer than three exceedances.
  private static func statistic(of fit: JointTailFit, against truth: LinePoint) -> Double? {
    guard let exceedances = fit.exceedances,
      let covariance = fit.shortfallCovariance(exceedances)
    else { return nil }
    let order = fit.cells.shortfallOrder
    let difference = LinePoint(
      constant: fit.shortfall.constant - truth.constant,
      slope: order == 1 ? 0 : fit.shortfall.slope - truth.slope)
    guard let wald = covariance.wald(difference, order: order), wald.isFinite else { return nil }
    guard order == 1 else { return wald }
    return difference.constant < 0 ? -wald.squareRoot() : wald.squareRoot()
  }
}

// MARK: - Results

extension ESRTest {
  /// The names of the tests, in the order of ``TestName``.
  public static let names: [TestName] = [.esrStrict, .esrAuxiliary, .esrIntercept]

  /// Returns the results for one series, from every h-th forecast if the horizon is h > 1 bars.
  ///
  /// The intercept version follows the alternative, the others are two-sided. Recommended p-values
  /// are bootstrapped with 199 draws. Below ten expected exceedances there are no p-values.
  public static func results(_ series: ForecastSeries, _ inference: Inference) -> [TestResult] {
    let blocks = series.nonOverlapping
    return zip(names, Version.allCases).map { name, version in
      result(name, version, blocks, inference)
    }
  }

  private static func result(
    _ name: TestName, _ version: Version, _ series: ForecastSeries, _ inference: Inference
  ) -> TestResult {
    let outcome = outcome(version, series)
    let test = try? outcome.get()
    let alternative = version == .intercept ? inference.alternative : .twoSided
    return TestResult(
      name, statistic: test?.statistic,
      degreesOfFreedom: test == nil || version == .intercept ? nil : 2, alternative: alternative,
      significance: inference.significance, horizon: series.horizon,
      overlap: .nonOverlappingBlocks
    ) {
      switch outcome {
      case .failure(let refusal): return .none(refusal.reason)
      case .success(let test):
        guard let draws = draws(of: inference.pValues) else {
          return .pValue(test.limit(alternative), .asymptotic, attainedSize: nil)
        }
        return test.bootstrap(
          MonteCarloNull(
            draws: draws, seed: inference.seed,
            identifier: "\(inference.identifier) \(name.rawValue)"),
          alternative)
      }
    }
  }

  /// The number of bootstrap draws; fewer than for other tests by default, because each draw is a
  /// numerical search.
  private static func draws(of choice: PValueChoice) -> Int? {
    choice == .recommended ? 199 : choice.draws
  }

  /// The smallest ⌊np⌋ with results.
  ///
  /// With five expected exceedances the bootstrapped intercept version rejects true forecasts 8.4 %
  /// of the time at a size of 5 %.
  static let leastTailCount = 10

  private struct Refusal: Error {
    let reason: PValueReason
  }

  private static func outcome(
    _ version: Version, _ series: ForecastSeries
  ) -> Result<ESRTest, Refusal> {
    if let reason = series.shortfallIneligibility { return .failure(Refusal(reason: reason)) }
    guard series.level.tailCount(of: series.count) >= leastTailCount else {
      return .failure(Refusal(reason: .tooFewExceedances))
    }
    do {
      return .success(
        try ESRTest(
          losses: series.losses, valuesAtRisk: series.valuesAtRisk,
          expectedShortfalls: series.expectedShortfalls ?? [], level: series.level,
          version: version))
    } catch {
      return .failure(Refusal(reason: error.reason))
    }
  }
}

extension ExpectedShortfallRegression.Failure {
  fileprivate var reason: PValueReason {
    switch self {
    case .notFinite, .didNotConverge: .didNotConverge
    case .constantRegressor: .singularSample
    case .tooFewExceedances: .tooFewExceedances
    }
  }
}

// MARK: - P-values

extension ESRTest {
  private func limit(_ alternative: Alternative) -> Double {
    switch (version, alternative) {
    case (.intercept, .greater): Normal.survival(of: statistic)
    case (.intercept, .twoSided): 2 * Normal.survival(of: abs(statistic))
    case (.strict, _), (.auxiliary, _): ChiSquared(degreesOfFreedom: 2).survival(of: statistic)
    }
  }

  /// Returns the bootstrap p-value of the statistic, with the sample's estimate as the truth.
  ///
  /// In the two-sided intercept version it is twice the smaller tail share, because the statistic
  /// is skewed.
  private func bootstrap(_ null: MonteCarloNull, _ alternative: Alternative) -> PValueResult {
    guard let sample = regression.fit.condensed else { return .none(.didNotConverge) }
    let weights = ResampledWeights(
      of: sample.cells, from: RandomStream(seed: null.seed, identifier: null.identifier))
    let statistics = (0 ..< UInt32(null.draws)).map { draw in
      sample.reweighted(weights[draw])
        .flatMap { Self.statistic(of: $0, against: sample.shortfall) }
    }
    let above = null.pValueResult(of: statistic) { _, draw in statistics[Int(draw)] }
    guard let upper = above.pValue, let simulation = above.simulation else { return above }
    guard version == .intercept, alternative == .twoSided else {
      return .simulated(upper, simulation, by: .bootstrap)
    }
    let below = null.pValueResult(of: -statistic) { _, draw in statistics[Int(draw)].map(-) }
    guard let lower = below.pValue else { return below }
    return .simulated(min(1, 2 * min(upper, lower)), simulation, by: .bootstrap)
  }
}
