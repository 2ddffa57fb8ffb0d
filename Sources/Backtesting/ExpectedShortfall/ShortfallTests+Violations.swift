internal import RiskMeasures
internal import Statistics

// Tests of cumulative violations.

extension ShortfallContext {
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
        return pValueResult(
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
        return pValueResult(
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

  /// Draws uniform transforms in the tail only, because no others affect the statistic.
  private func pValueResult(
    _ name: TestName, _ observed: Double, limit: () -> Double,
    _ statistic: (DuEscancianoTest) -> Double?
  ) -> PValueResult {
    guard let draws = inference.pValues.draws else {
      return .pValue(limit(), .asymptotic, attainedSize: nil)
    }
    return simulation(name, draws).pValueResult(of: observed) { stream, draw in
      var violations = [Double](repeating: 0, count: series.count)
      var hit = -1
      let gaps = ExceedanceSpells(
        drawing: tail, count: series.count, from: stream, draw: draw
      ).gaps
      for (index, gap) in gaps.enumerated() {
        hit += gap
        violations[hit] = stream.uniform(path: draw, step: UInt32(index) | 0x8000_0000)
      }
      return DuEscancianoTest(violations: violations, tail: tail, lags: 5).flatMap(statistic)
    }
  }
}
