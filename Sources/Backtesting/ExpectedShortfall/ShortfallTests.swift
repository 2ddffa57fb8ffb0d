internal import RiskMeasures
internal import Statistics

/// The tests of expected shortfall.
public enum ShortfallTests {
  /// The tests, in the order of ``TestName``.
  public static let names: [TestName] = [
    .acerbiSzekely1, .acerbiSzekely2, .acerbiSzekely3, .minimallyBiasedAbsolute,
    .minimallyBiasedRelative, .mcNeilFrey, .noldeZiegel, .esrStrict, .esrAuxiliary, .esrIntercept,
    .duEscancianoUnconditional, .duEscancianoConditional,
  ]

  /// The tests of one series.
  ///
  /// Those of value at risk and shortfall alone are one-sided, their null the tail that the two imply; those
  /// of transforms need no law beyond them. Over several bars every h-th forecast is taken alone.
  public static func all(_ series: ForecastSeries, _ inference: Inference) -> [TestResult] {
    let context = ShortfallContext(series: series.nonOverlapping, inference: inference)
    // Shortfalls that are too low are looked for, as by the other tests of them.
    var oneSided = inference
    oneSided.alternative = .greater
    return context.acerbiSzekely + [context.rank] + context.minimallyBiased
      + [context.mcNeilFrey, NoldeZiegelTest.result(series, oneSided)]
      + ESRTest.results(series, oneSided) + context.duEscanciano
  }
}

/// A series with what its tests of expected shortfall share.
struct ShortfallContext {
  let series: ForecastSeries
  let inference: Inference
  /// The laws that the forecasts imply; nil where a pair implies none.
  let losses: ImpliedLosses?

  init(series: ForecastSeries, inference: Inference) {
    self.series = series
    self.inference = inference
    losses = ImpliedLosses(series)
  }

  var tail: Double { series.level.tailProbability }

  /// The reason why the pair of forecasts is unusable, or nil.
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

  /// A statistic of exceedances that is small where shortfalls are too low.
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
