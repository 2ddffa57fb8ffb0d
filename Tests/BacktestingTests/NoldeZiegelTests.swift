import Backtesting
import RiskMeasures
import Statistics
import TestSupport
import Testing

/// Conditional calibration of value at risk and expected shortfall.
struct NoldeZiegelTests {
  /// Four forecasts of 2 and 4 at 75 %, one of them exceeded by 5: W is (−¼, −2) three times and (¾, 18) once.
  ///
  /// Ω = (¾, 15; 15, 336)/4 and W̄ = (0, 3): T = 4 · 9 · ¾ · 4/(¾ · 336 − 225) = 4, the count, as for any
  /// single exceedance of equal forecasts. t = (0, √4 · 3/√84).
  private let small = ForecastSeries(
    level: .known(0.75), losses: [1, -3, 7, 2], valuesAtRisk: [2, 2, 2, 2],
    expectedShortfalls: [4, 4, 4, 4])

  @Test func fourForecastsAreThoseOfPaper() throws {
    let test = try #require(NoldeZiegelTest(small, scale: .one))
    #expect(test.meanCoverage == 0)
    #expect(abs(test.meanShortfall - 3) < 1e-14)
    #expect(test.coverageScore == 0)
    #expect(abs(test.shortfallScore - 6 / 84.0.squareRoot()) < 1e-14)
    #expect(agrees(test.statistic, 4, relative: 1e-13))
    #expect(agrees(test.limit, 0.1353352832366127, relative: 1e-12))  // exp(−2)
    let (a, b) = (0.5, Normal.survival(of: 6 / 84.0.squareRoot()))
    #expect(agrees(test.oneSidedLimit, min(1, 1.5 * a, 3 * b), relative: 1e-13))
    // The scale takes the unit away, and nothing else where shortfalls are equal.
    let scaled = try #require(NoldeZiegelTest(small))
    #expect(agrees(scaled.meanShortfall, 0.75, relative: 1e-14))
    #expect(agrees(scaled.shortfallScore, test.shortfallScore, relative: 1e-14))
  }

  /// esback 0.3.1 under R 4.2.2, `cc_backtest(r, q, e, alpha)`: the simple test of both sides, and of one
  /// by Hommel's rule.
  @Test(arguments: [
    (424_242, 0.99, 0.177818953150350, 0.121985875777264),
    (424_243, 0.975, 0.529056291574704, 0.431363762562450),
    (424_244, 0.95, 0.152161526026817, 0.265889220149059),
  ])
  func pValuesAreThoseOfESBack(
    seed: Int, level: Double, twoSided: Double, oneSided: Double
  ) throws {
    let backtest = try SyntheticBacktest(seed: seed)
    let test = try #require(
      NoldeZiegelTest(
        ForecastSeries(
          level: .known(level), losses: backtest.losses, valuesAtRisk: backtest.valuesAtRisk,
          expectedShortfalls: backtest.shortfalls),
        scale: .one))
    #expect(agrees(test.limit, twoSided, relative: 1e-11))
    #expect(agrees(test.oneSidedLimit, oneSided, relative: 1e-11))
  }

  /// The statistic of scaled components, added up one by one.
  @Test func theScaledStatisticIsThatOfItsComponents() throws {
    let series = VolatileForecasts(level: .known(0.975), degreesOfFreedom: 5).series(400)
    let test = try #require(NoldeZiegelTest(series))
    let p = 0.025
    var (a, b, aa, ab, bb) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for t in 0 ..< 400 {
      let (l, v) = (series.losses[t], series.valuesAtRisk[t])
      let e = try #require(series.expectedShortfalls)[t]
      let hit = l > v ? 1.0 : 0
      let (x, y) = (hit - p, (v + hit * (l - v) / p - e) / e)
      a += x
      b += y
      aa += x * x
      ab += x * y
      bb += y * y
    }
    #expect(
      agrees(
        test.statistic, (a * a * bb - 2 * a * b * ab + b * b * aa) / (aa * bb - ab * ab),
        relative: 1e-9))
    #expect(agrees(test.coverageScore, a / aa.squareRoot(), relative: 1e-9, absolute: 1e-9))
    #expect(agrees(test.shortfallScore, b / bb.squareRoot(), relative: 1e-9, absolute: 1e-9))
    for alternative in Alternative.allCases {
      let result = NoldeZiegelTest.result(
        series, Inference(alternative: alternative, pValues: .asymptotic))
      let isTwoSided = alternative == .twoSided
      #expect(
        result.statistic
          == (isTwoSided ? test.statistic : max(test.coverageScore, test.shortfallScore)))
      #expect(result.pValue == (isTwoSided ? test.limit : test.oneSidedLimit))
      #expect(result.degreesOfFreedom == (isTwoSided ? 2 : nil))
      #expect(result.pValueMethod == .asymptotic && result.null == .parametersKnown)
    }
  }

  @Test func recommendedPValuesAreOfTheImpliedTail() throws {
    let series = VolatileForecasts(level: .known(0.975), degreesOfFreedom: 5).series(500)
    for alternative in Alternative.allCases {
      let result = NoldeZiegelTest.result(series, Inference(alternative: alternative))
      #expect(result.pValueMethod == .simulated && result.null == .impliedTail)
      #expect(result.draws == 999)
      #expect(try #require(result.pValue) > 0.001)
    }
  }

  @Test func lowForecastsAreRejectedAndHighOnesOnlyByBothSides() throws {
    var forecasts = VolatileForecasts(level: .known(0.975), degreesOfFreedom: 5)
    forecasts.factor = 0.6
    let low = forecasts.series(1_000)
    let greater = Inference(alternative: .greater)
    #expect(try #require(NoldeZiegelTest.result(low, greater).pValue) <= 0.002)
    #expect(try #require(NoldeZiegelTest.result(low, Inference()).pValue) <= 0.01)
    forecasts.factor = 1.5
    let high = forecasts.series(4_000)
    #expect(try #require(NoldeZiegelTest.result(high, greater).pValue) > 0.5)
    #expect(try #require(NoldeZiegelTest.result(high, Inference()).pValue) <= 0.01)
  }

  @Test func whatIsNotDefinedIsSaid() {
    func reason(
      _ losses: [Double], _ risks: [Double], _ shortfalls: [Double]?,
      _ alternative: Alternative = .greater
    ) -> PValueReason? {
      let result = NoldeZiegelTest.result(
        ForecastSeries(
          level: .known(0.9), losses: losses, valuesAtRisk: risks, expectedShortfalls: shortfalls),
        Inference(alternative: alternative, pValues: .simulated(draws: 9)))
      #expect((result.pValue == nil) == (result.pValueReason != nil))
      return result.pValueReason
    }
    for alternative in Alternative.allCases {
      #expect(reason([1, 5], [2, 2], nil, alternative) == .noExpectedShortfall)
      #expect(reason([], [], [], alternative) == .noForecasts)
      #expect(reason([1, 5], [2, 2], [3, .infinity], alternative) == .expectedShortfallUnusable)
      #expect(reason([1, 5], [2, 2], [3, 1], alternative) == .expectedShortfallUnusable)
      #expect(reason([1, .infinity], [2, 2], [3, 3], alternative) == .expectedShortfallUnusable)
      #expect(reason([1, 2], [2, 2], [3, 3], alternative) == .noExceedances)
      #expect(reason([1, 5, 1], [2, 2, 2], [3, 3, 3], alternative) == nil)
    }
    // All exceeded alike: one direction of two.
    #expect(reason([5, 5], [2, 2], [3, 3], .twoSided) == .singularSample)
    #expect(reason([5, 5], [2, 2], [3, 3], .greater) == nil)
  }
}
