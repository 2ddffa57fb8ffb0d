public import RiskMeasures

/// The coverage tests of value-at-risk forecasts and margins.
public enum CoverageTests {
  /// The names of the tests, in the order of ``TestName``.
  public static let names: [TestName] = [
    .kupiec, .binomial, .christoffersenIndependence, .conditionalCoverage, .trafficLight,
  ]

  /// Returns the tests of one sequence, in the order of ``TestName``.
  ///
  /// Models are tested two-sided, margins against ``Alternative/greater``. For a horizon of h bars
  /// only every h-th loss is tested, so that no two share a bar, and Kupiec's test reports its
  /// power on this sample. If the sample is insufficient for a test, its p-value is nil and the
  /// reason is given. P-values are by `method`, or by that which each test recommends; none needs a
  /// seed.
  public static func all(
    hits: ExceedanceSequence, level: ConfidenceLevel, alternative: Alternative,
    horizon: Horizon = .oneBar, method: PValueMethod? = nil, significance: Double = 0.05
  ) -> [TestResult] {
    requireSignificance(significance)
    let hits = hits.every(horizon.bars)
    guard let transitions = hits.transitions else {
      return names.map {
        undefined($0, alternative: alternative, horizon: horizon, significance: significance)
      }
    }
    let (x, n) = (hits.exceedanceCount, hits.forecastCount)
    return [
      KupiecTest(exceedances: x, forecasts: n, level: level, alternative: alternative)
        .result(over: horizon, method: method, significance: significance),
      BinomialTest(exceedances: x, forecasts: n, level: level, alternative: alternative)
        .result(over: horizon, method: method, significance: significance),
      ChristoffersenIndependenceTest(transitions: transitions)
        .result(over: horizon, method: method ?? .exact, significance: significance),
      ConditionalCoverageTest(transitions: transitions, level: level, alternative: alternative)
        .result(over: horizon, method: method ?? .exact, significance: significance),
      TrafficLightTest(exceedances: x, forecasts: n, level: level)
        .result(over: horizon, significance: significance),
    ]
  }

  private static func undefined(
    _ test: TestName, alternative: Alternative, horizon: Horizon, significance: Double
  ) -> TestResult {
    let ownAlternative: Alternative? =
      switch test {
      case .christoffersenIndependence: .twoSided
      case .trafficLight: .greater
      default: nil
      }
    return TestResult(
      test, statistic: nil, degreesOfFreedom: nil, alternative: ownAlternative ?? alternative,
      significance: significance, horizon: horizon
    ) {
      .none(.noForecasts)
    }
  }
}
