/// Every test that a series of forecasts can be given, in one call.
///
/// Each family answers for itself: a test that the series has not got the numbers for (an expected
/// shortfall, the forecast law) is listed without a p-value and with the reason, never left out.
public enum TestSuite {
  /// The tests of one series, in the order of ``TestName``.
  public static func all(_ series: ForecastSeries, _ inference: Inference) -> [TestResult] {
    CoverageTests.all(
      hits: series.hits, level: series.level, alternative: inference.alternative,
      horizon: series.horizon, significance: inference.significance)
      + [MultinomialTest.result(series, inference)]
      + DurationTests.all(series, inference)
      + [
        DynamicQuantileTest.result(series, inference), BerkowitzTest.result(series, inference),
        BerkowitzTailTest.result(series, inference),
      ]
      + ShortfallTests.all(series, inference)
      + SequentialTests.all(series, inference)
  }

  /// The names of the tests, in the order of ``TestName``.
  public static let names: [TestName] =
    CoverageTests.names + [.multinomial] + DurationTests.names
    + [.dynamicQuantile, .berkowitz, .berkowitzTail] + ShortfallTests.names
    + SequentialTests.names
}
