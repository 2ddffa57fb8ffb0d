internal import RiskMeasures
internal import Statistics

/// The tests of expected shortfall.
public enum ShortfallTests {
  /// The names of the tests, in the order of ``TestName``.
  public static let names: [TestName] = [
    .acerbiSzekely1, .acerbiSzekely2, .acerbiSzekely3, .minimallyBiasedAbsolute,
    .minimallyBiasedRelative, .mcNeilFrey, .noldeZiegel, .esrStrict, .esrAuxiliary, .esrIntercept,
    .duEscancianoUnconditional, .duEscancianoConditional,
  ]

  /// Returns the tests of one series.
  ///
  /// Tests of value at risk and shortfall alone are one-sided, with the tail implied by the two as
  /// null; tests of transforms need no other distribution. For horizons of h > 1 bars only every
  /// h-th forecast is used.
  public static func all(_ series: ForecastSeries, _ inference: Inference) -> [TestResult] {
    let context = ShortfallContext(series: series.nonOverlapping, inference: inference)
    // The alternative is that shortfalls are too low, as in the other shortfall tests.
    var oneSided = inference
    oneSided.alternative = .greater
    return context.acerbiSzekely + [context.rank] + context.minimallyBiased
      + [context.mcNeilFrey, NoldeZiegelTest.result(series, oneSided)]
      + ESRTest.results(series, oneSided) + context.duEscanciano
  }
}

/// A series with the data that its expected shortfall tests share.
struct ShortfallContext {
  let series: ForecastSeries
  let inference: Inference
  /// The distributions implied by the forecasts; nil if a pair implies none.
  let losses: ImpliedLosses?

  init(series: ForecastSeries, inference: Inference) {
    self.series = series
    self.inference = inference
    losses = ImpliedLosses(series)
  }

  var tail: Double { series.level.tailProbability }

  /// The reason why the forecast pairs are unusable; nil if they are usable.
  var refusal: PValueReason? { series.shortfallIneligibility }

  func result(
    _ test: TestName, _ statistic: Double?, degreesOfFreedom: Int? = nil,
    null: NullHypothesis = .impliedTail, alternative: Alternative = .greater,
    pValueResult: () -> PValueResult
  ) -> TestResult {
    TestResult(
      test, statistic: statistic, degreesOfFreedom: degreesOfFreedom, alternative: alternative,
      significance: inference.significance, horizon: series.horizon, null: null,
      overlap: .nonOverlappingBlocks, pValueResult: pValueResult)
  }

  func simulation(_ test: TestName, _ draws: Int) -> MonteCarloNull {
    MonteCarloNull(
      draws: draws, seed: inference.seed, identifier: "\(inference.identifier) \(test.rawValue)")
  }

  /// Returns the p-value of a statistic of exceedances that is small if shortfalls are too low.
  func pValueResult(
    _ test: TestName, _ observed: Double?,
    _ statistic: ([(index: Int, loss: Double)]) -> Double?
  ) -> PValueResult {
    if let refusal { return .none(refusal) }
    guard let observed else { return .none(.noExceedances) }
    guard let draws = inference.pValues.draws else { return .none(.noLimit) }
    guard let losses else { return .none(.expectedShortfallUnusable) }
    return simulation(test, draws).pValueResult(of: -observed) { stream, draw in
      statistic(losses.draw(stream, draw)).map(-)
    }
  }
}
