/// Every backtest of a forecast series, in one call.
///
/// A test that needs data missing from the series (an expected shortfall, the forecast
/// distribution) is listed without a p-value and with the reason, never omitted.
public enum TestSuite {
  /// Returns the requested tests of one series, in the order of ``TestName``.
  public static func all(_ series: ForecastSeries, _ inference: Inference) -> [TestResult] {
    let found = families.filter { family in
      guard let wanted = inference.tests else { return true }
      return family.names.contains(where: wanted.contains)
    }.flatMap { $0.results(series, inference) }
    return found.filter { inference.tests?.contains($0.test) ?? true }
  }

  /// The names of the tests, in the order of ``TestName``.
  public static let names: [TestName] = families.flatMap(\.names)

  /// A family of tests that share computations.
  private struct Family: Sendable {
    let names: [TestName]
    let results: @Sendable (ForecastSeries, Inference) -> [TestResult]
  }

  private static let families: [Family] = [
    Family(names: CoverageTests.names) { series, inference in
      CoverageTests.all(
        hits: series.hits, level: series.level, alternative: inference.alternative,
        horizon: series.horizon,
        method: inference.coveragePValues == .asymptotic ? .asymptotic : nil,
        significance: inference.significance)
    },
    Family(names: [.multinomial]) { [MultinomialTest.result($0, $1)] },
    Family(names: DurationTests.names) { DurationTests.all($0, $1) },
    Family(names: [.dynamicQuantile]) { [DynamicQuantileTest.result($0, $1)] },
    Family(names: [.berkowitz]) { [BerkowitzTest.result($0, $1)] },
    Family(names: [.berkowitzTail]) { [BerkowitzTailTest.result($0, $1)] },
    Family(names: ShortfallTests.names) { ShortfallTests.all($0, $1) },
    Family(names: SequentialTests.names) { SequentialTests.all($0, $1) },
  ]
}
