internal import RiskMeasures
internal import Statistics

/// The tests of expected shortfall.
public enum ShortfallTests {
  /// The tests, in the order of ``TestName``.
  public static let names: [TestName] = [
    .acerbiSzekely1, .acerbiSzekely2, .mcNeilFrey, .duEscancianoUnconditional,
    .duEscancianoConditional,
  ]

  /// The tests of one series.
  ///
  /// Those of value at risk and shortfall alone are one-sided, their null the tail that the two imply; those
  /// of transforms need no law beyond them. Over several bars every h-th forecast is taken alone.
  public static func all(_ series: ForecastSeries, _ inference: Inference) -> [TestResult] {
    let context = Context(series: series.nonOverlapping, inference: inference)
    return context.acerbiSzekely + [context.mcNeilFrey] + context.duEscanciano
  }

  private struct Context {
    let series: ForecastSeries
    let inference: Inference
    private let losses: ImpliedLosses?

    init(series: ForecastSeries, inference: Inference) {
      self.series = series
      self.inference = inference
      losses = inference.pValues.draws == nil ? nil : ImpliedLosses(series)
    }

    private var tail: Double { series.level.tailProbability }

    /// Why the pair of forecasts is no use, or nil.
    private var refusal: PValueReason? {
      guard let shortfalls = series.expectedShortfalls else { return .noExpectedShortfall }
      guard series.count > 0 else { return .noForecasts }
      let isUsable = zip(shortfalls, series.valuesAtRisk).allSatisfy { shortfall, risk in
        shortfall.isFinite && shortfall > 0 && shortfall >= risk
      }
      return isUsable ? nil : .expectedShortfallUnusable
    }

    private func result(
      _ test: TestName, _ statistic: Double?, degreesOfFreedom: Int? = nil,
      null: NullHypothesis = .impliedTail, alternative: Alternative = .greater,
      evidence: () -> Evidence
    ) -> TestResult {
      TestResult(
        test, statistic: statistic, degreesOfFreedom: degreesOfFreedom, alternative: alternative,
        significance: inference.significance, horizon: series.horizon, null: null,
        overlap: .nonOverlappingBlocks, evidence: evidence)
    }

    private func simulation(_ test: TestName, _ draws: Int) -> MonteCarloNull {
      MonteCarloNull(
        draws: draws, seed: inference.seed, identifier: "\(inference.identifier) \(test.rawValue)")
    }

    /// A statistic of exceedances that is small where shortfalls are too low.
    private func evidence(
      _ test: TestName, _ observed: Double?,
      _ statistic: ([(place: Int, loss: Double)]) -> Double?
    ) -> Evidence {
      if let refusal { return .none(refusal) }
      guard let observed else { return .none(.noExceedances) }
      guard let draws = inference.pValues.draws else { return .none(.noLimit) }
      guard let losses else { return .none(.expectedShortfallUnusable) }
      return simulation(test, draws).evidence(of: -observed) { stream, draw in
        statistic(losses.draw(stream, draw)).map(-)
      }
    }

    var acerbiSzekely: [TestResult] {
      let test = refusal == nil ? AcerbiSzekelyTest(series) : nil
      func drawn(_ exceedances: [(place: Int, loss: Double)]) -> AcerbiSzekelyTest {
        AcerbiSzekelyTest(
          exceedances, shortfalls: series.expectedShortfalls ?? [], count: series.count,
          tail: tail)
      }
      return [
        result(.acerbiSzekely1, test?.conditional) {
          evidence(.acerbiSzekely1, test?.conditional) { drawn($0).conditional }
        },
        result(.acerbiSzekely2, test?.unconditional) {
          evidence(.acerbiSzekely2, test?.unconditional) { drawn($0).unconditional }
        },
      ]
    }

    /// Residuals in units of the value at risk.
    private func residuals(_ exceedances: [(place: Int, loss: Double)]) -> [Double] {
      exceedances.map { place, loss in
        (loss - (series.expectedShortfalls?[place] ?? .nan)) / series.valuesAtRisk[place]
      }
    }

    var mcNeilFrey: TestResult {
      let observed = series.losses.indices.compactMap { place in
        series.losses[place] > series.valuesAtRisk[place]
          ? (place: place, loss: series.losses[place]) : nil
      }
      let test = refusal == nil ? McNeilFreyTest(residuals: residuals(observed)) : nil
      return result(
        .mcNeilFrey, test?.statistic, degreesOfFreedom: test.map { $0.count - 1 }
      ) {
        if let refusal { return .none(refusal) }
        guard let test else {
          return .none(observed.isEmpty ? .noExceedances : .tooFewExceedances)
        }
        guard let draws = inference.pValues.draws else {
          return .pValue(test.limit, .asymptotic, attainedSize: nil)
        }
        guard let losses else { return .none(.expectedShortfallUnusable) }
        return simulation(.mcNeilFrey, draws).evidence(of: -test.limit) { stream, draw in
          McNeilFreyTest(residuals: residuals(losses.draw(stream, draw))).map { -$0.limit }
        }
      }
    }

    var duEscanciano: [TestResult] {
      let lags = 5
      let test = series.transforms.flatMap {
        DuEscancianoTest(transforms: $0, tail: tail, lags: lags)
      }
      let missing: PValueReason =
        series.transforms == nil
        ? .noForecastLaw : series.count == 0 ? .noForecasts : .tooFewForecasts
      return [
        result(
          .duEscancianoUnconditional, test?.unconditional, null: .parametersKnown,
          alternative: inference.alternative
        ) {
          guard let test else { return .none(missing) }
          return evidence(
            .duEscancianoUnconditional, sided(test.unconditional), limit: { limit(of: test) }
          ) { sided($0.unconditional) }
        },
        result(
          .duEscancianoConditional, test?.conditional,
          degreesOfFreedom: test?.conditional == nil ? nil : lags, null: .parametersKnown,
          alternative: .twoSided
        ) {
          guard let test else { return .none(missing) }
          guard let statistic = test.conditional else { return .none(.noExceedances) }
          return evidence(
            .duEscancianoConditional, statistic,
            limit: { ChiSquared(degreesOfFreedom: Double(lags)).survival(of: statistic) }
          ) { $0.conditional }
        },
      ]
    }

    private func sided(_ statistic: Double) -> Double {
      inference.alternative == .twoSided ? abs(statistic) : statistic
    }

    private func limit(of test: DuEscancianoTest) -> Double {
      inference.alternative == .twoSided
        ? 2 * Normal.survival(of: abs(test.unconditional))
        : Normal.survival(of: test.unconditional)
    }

    /// Uniform transforms are drawn where they matter, in the tail.
    private func evidence(
      _ name: TestName, _ observed: Double, limit: () -> Double,
      _ statistic: (DuEscancianoTest) -> Double?
    ) -> Evidence {
      guard let draws = inference.pValues.draws else {
        return .pValue(limit(), .asymptotic, attainedSize: nil)
      }
      return simulation(name, draws).evidence(of: observed) { stream, draw in
        var violations = [Double](repeating: 0, count: series.count)
        var place = -1
        let gaps = ExceedanceSpells(
          drawing: tail, count: series.count, from: stream, draw: draw
        ).gaps
        for (index, gap) in gaps.enumerated() {
          place += gap
          violations[place] = stream.uniform(path: draw, step: UInt32(index) | 0x8000_0000)
        }
        return DuEscancianoTest(violations: violations, tail: tail, lags: 5).flatMap(statistic)
      }
    }
  }
}
