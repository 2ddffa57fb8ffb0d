internal import RiskMeasures
internal import Statistics

// Tests of the size of losses beyond the value at risk.

extension ShortfallContext {
  var acerbiSzekely: [TestResult] {
    let test = refusal == nil ? AcerbiSzekelyTest(series) : nil
    func drawn(_ exceedances: [(index: Int, loss: Double)]) -> AcerbiSzekelyTest {
      AcerbiSzekelyTest(
        exceedances, shortfalls: series.expectedShortfalls ?? [], count: series.count,
        tail: tail)
    }
    return [
      result(.acerbiSzekely1, test?.conditional) {
        pValueResult(.acerbiSzekely1, test?.conditional) { drawn($0).conditional }
      },
      result(.acerbiSzekely2, test?.unconditional) {
        pValueResult(.acerbiSzekely2, test?.unconditional) { drawn($0).unconditional }
      },
    ]
  }

  /// The test of ranks.
  ///
  /// It has no p-value without transforms, with a transform of 1 as an empirical distribution
  /// gives, or with ⌊np⌋ = 0.
  var rank: TestResult {
    let test = refusal == nil ? losses.flatMap { RankShortfallTest($0) } : nil
    let isBounded = series.transforms?.contains(1) ?? false
    let statistic =
      isBounded ? nil : series.transforms.flatMap { test?.statistic(ofTransforms: $0) }
    return result(.acerbiSzekely3, statistic) {
      if let refusal { return .none(refusal) }
      guard series.transforms != nil else { return .none(.noForecastLaw) }
      guard !isBounded else { return .none(.transformAtBound) }
      guard losses != nil else { return .none(.expectedShortfallUnusable) }
      guard let test, let statistic else { return .none(.tooFewForecasts) }
      guard let draws = inference.pValues.draws else { return .none(.noLimit) }
      return simulation(.acerbiSzekely3, draws).pValueResult(of: -statistic) { stream, draw in
        -test.drawn(stream, draw)
      }
    }
  }

  var minimallyBiased: [TestResult] {
    let base =
      refusal == nil
      ? MinimallyBiasedTest.Base(
        valuesAtRisk: series.valuesAtRisk, shortfalls: series.expectedShortfalls ?? []) : nil
    func test(_ exceedances: [(index: Int, loss: Double)]) -> MinimallyBiasedTest? {
      base.map { MinimallyBiasedTest($0, exceedances, tail: tail) }
    }
    let observed = test(series.exceedances)
    return [
      result(.minimallyBiasedAbsolute, observed?.absolute) {
        pValueResult(.minimallyBiasedAbsolute, observed?.absolute) { test($0)?.absolute }
      },
      result(.minimallyBiasedRelative, observed?.relative) {
        pValueResult(.minimallyBiasedRelative, observed?.relative) { test($0)?.relative }
      },
    ]
  }

  /// Residuals in units of the value at risk.
  private func residuals(_ exceedances: [(index: Int, loss: Double)]) -> [Double] {
    exceedances.map { index, loss in
      (loss - (series.expectedShortfalls?[index] ?? .nan)) / series.valuesAtRisk[index]
    }
  }

  var mcNeilFrey: TestResult {
    let observed = series.exceedances
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
      return simulation(.mcNeilFrey, draws).pValueResult(of: -test.limit) { stream, draw in
        McNeilFreyTest(residuals: residuals(losses.draw(stream, draw))).map { -$0.limit }
      }
    }
  }
}
