import Backtesting
import Foundation
import RiskMeasures
import Statistics
import TestSupport
import Testing

/// Every test of the suite against printed and independently computed figures.
struct SuiteReferenceTests {
  private static let seeds = [424_242, 424_243, 424_244]

  private func level(_ seed: Int) throws -> ConfidenceLevel {
    try ReferenceCase("bt.synth.\(seed)").inputs.value("p").level
  }

  private func hits(_ vector: ReferenceCase) throws -> ExceedanceSequence {
    ExceedanceSequence(hits: try vector.inputs.value("hits").list.map { try $0.number == 1 })
  }

  // MARK: - Durations

  @Test func theFirstFailureIsThatOfTheManual() throws {
    let vector = try ReferenceCase("mw.tuff.normal95")
    let test = TimeUntilFirstFailureTest(
      time: try vector.inputs.value("v").integer, level: try vector.inputs.value("p").level)
    // Printed to four decimals.
    #expect(abs(test.statistic - (try vector.expected.value("LR").number)) < 6e-5)
  }

  @Test func theTimesBetweenFailuresAreThoseOfTheManual() throws {
    let vector = try ReferenceCase("mw.tbf.pvalues")
    for (statistic, name) in [("LRatioTBFI", "tbfi"), ("LRatioTBF", "tbf")] {
      let df = try vector.expected.value("df_\(name)").number
      let value = ChiSquared(degreesOfFreedom: df)
        .survival(of: try vector.inputs.value(statistic).number)
      #expect(agrees(value, try vector.expected.value("p_\(name)").number, relative: 2e-3))
    }
  }

  private func expectDurations(
    _ hits: ExceedanceSequence, _ expected: ReferenceValue, _ level: ConfidenceLevel, _ name: String
  ) throws {
    let first = try #require(hits.positions.first)
    let tuff = TimeUntilFirstFailureTest(time: first + 1, level: level)
    #expect(
      agrees(tuff.statistic, try expected.value("tuff", "LR").number, relative: 1e-9), "\(name)")
    let between = try #require(TimeBetweenFailuresTest(hits, level: level))
    #expect(between.gaps == (try expected.value("tbfi", "durations").list.map { try $0.integer }))
    for (statistic, limit, key) in [
      (between.independenceStatistic, between.independenceLimit, "tbfi"),
      (between.mixedStatistic, between.mixedLimit, "tbf"),
    ] {
      #expect(agrees(statistic, try expected.value(key, "LR").number, relative: 1e-8))
      #expect(agrees(limit, try expected.value(key, "p").number, relative: 1e-7), "\(name) \(key)")
    }
    guard let weibull = try? expected.value("weibull_duration") else { return }
    let test = try #require(WeibullDurationTest(hits))
    #expect(agrees(test.shape, try weibull.value("b").number, relative: 1e-5))
    #expect(agrees(test.rate, try weibull.value("a").number, relative: 1e-4))
    #expect(agrees(test.logLikelihood, try weibull.value("loglik_u").number, relative: 1e-8))
    #expect(
      agrees(test.exponentialLogLikelihood, try weibull.value("loglik_r").number, relative: 1e-8))
    #expect(agrees(test.statistic, try weibull.value("LR").number, relative: 1e-6))
  }

  @Test(arguments: seeds) func durationsOfTheSyntheticSuitesAgree(seed: Int) throws {
    let backtest = try SyntheticBacktest(seed: seed)
    let hits = ExceedanceSequence(losses: backtest.losses, forecasts: backtest.valuesAtRisk)
    try expectDurations(
      hits, try ReferenceCase("bt.synth.\(seed)").expected, try level(seed), "\(seed)")
  }

  @Test(arguments: ["one_at_start", "consecutive5", "last_day"])
  func durationsAtTheEdgesAgree(name: String) throws {
    let vector = try ReferenceCase("bt.edge.\(name)")
    try expectDurations(try hits(vector), vector.expected, .known(0.99), name)
  }

  /// The probabilities of all times that are at least as extreme, added one by one.
  @Test(arguments: [1, 5, 40, 99, 100, 101, 250, 460])
  func theExactPValueAddsGeometricProbabilities(time: Int) {
    let test = TimeUntilFirstFailureTest(time: time, level: .known(0.99))
    var sum = 0.0
    for v in 1 ... 6000 {
      let other = TimeUntilFirstFailureTest(time: v, level: .known(0.99)).statistic
      if other >= test.statistic - 1e-8 * max(1, test.statistic) {
        sum += 0.01 * pow(0.99, Double(v - 1))
      }
    }
    #expect(abs(test.exactPValue - sum) < 1e-9, "\(test.exactPValue) \(sum)")
  }

  // MARK: - Dynamic quantile, density

  @Test(arguments: seeds) func theDynamicQuantileAgrees(seed: Int) throws {
    let backtest = try SyntheticBacktest(seed: seed)
    let hits = ExceedanceSequence(losses: backtest.losses, forecasts: backtest.valuesAtRisk)
    let expected = try ReferenceCase("bt.synth.\(seed)").expected
    for (regressors, key) in [
      (DynamicQuantileRegressors.hits(lags: 1), "dq_lags1_const_hits"),
      (.hitsAndForecast(lags: 1), "dq_lags1_const_hits_VaR"),
      (.hits(lags: 4), "dq_lags4_const_hits"),
      (.hitsAndForecast(lags: 4), "dq_lags4_const_hits_VaR"),
    ] {
      let test = try #require(
        DynamicQuantileTest(
          hits, forecasts: backtest.valuesAtRisk, level: try level(seed), regressors: regressors))
      #expect(
        agrees(test.statistic, try expected.value(key, "stat").number, relative: 1e-8), "\(key)")
      #expect(test.degreesOfFreedom == (try expected.value(key, "df").integer))
    }
  }

  /// z = r/σ directly: through Φ the far tail loses digits.
  private func scores(_ seed: Int) throws -> [Double] {
    let file = try #require(
      Bundle.module.url(forResource: "Resources/data/backtest_\(seed)", withExtension: "csv"))
    let columns = try ReferenceFile.columns(file)
    return zip(try #require(columns["ret"]), try #require(columns["sigma"])).map { $0 / $1 }
  }

  @Test(arguments: seeds) func berkowitzAgrees(seed: Int) throws {
    let expected = try ReferenceCase("bt.synth.\(seed)").expected
      .value("berkowitz_conditional_lr3")
    let test = try #require(BerkowitzTest(scores: try scores(seed)))
    #expect(agrees(test.statistic, try expected.value("LR").number, relative: 1e-8))
    #expect(agrees(test.autoregression, try expected.value("rho").number, relative: 1e-8))
    #expect(agrees(test.constant, try expected.value("c").number, relative: 1e-8))
    #expect(agrees(test.variance, try expected.value("s2").number, relative: 1e-8))
  }

  // MARK: - Expected shortfall

  private func series(_ seed: Int, transforms: Bool = false) throws -> ForecastSeries {
    let backtest = try SyntheticBacktest(seed: seed)
    return ForecastSeries(
      level: try level(seed), losses: backtest.losses, valuesAtRisk: backtest.valuesAtRisk,
      expectedShortfalls: backtest.shortfalls,
      transforms: transforms
        ? try scores(seed).map { Normal.cumulativeProbability(of: -$0) } : nil)
  }

  @Test(arguments: seeds) func acerbiAndSzekelyAgree(seed: Int) throws {
    let expected = try ReferenceCase("bt.synth.\(seed)").expected
    let test = try #require(AcerbiSzekelyTest(try series(seed)))
    #expect(agrees(test.conditional, try expected.value("Z1").number, relative: 1e-8))
    #expect(agrees(test.unconditional, try expected.value("Z2").number, relative: 1e-8))
  }

  @Test(arguments: seeds) func theExceedanceResidualsAgree(seed: Int) throws {
    let expected = try ReferenceCase("bt.synth.\(seed)").expected
    let backtest = try SyntheticBacktest(seed: seed)
    let places = backtest.losses.indices.filter {
      backtest.losses[$0] > backtest.valuesAtRisk[$0]
    }
    let raw = try #require(
      McNeilFreyTest(residuals: places.map { backtest.losses[$0] - backtest.shortfalls[$0] }))
    let wanted = try expected.value("mcneil_frey")
    #expect(agrees(raw.mean, try wanted.value("mean_raw").number, relative: 1e-8))
    #expect(agrees(raw.statistic, try wanted.value("t").number, relative: 1e-8))
    #expect(agrees(raw.limit, try wanted.value("p_t_one_sided").number, relative: 1e-7))
  }

  @Test(arguments: seeds) func duAndEscancianoAgree(seed: Int) throws {
    let expected = try ReferenceCase("bt.synth.\(seed)").expected
    let transforms = try #require(try series(seed, transforms: true).transforms)
    let test = try #require(
      DuEscancianoTest(transforms: transforms, tail: level(seed).tailProbability))
    // 1 − u loses digits next to one: 1e-16 of a tail of 1e-2.
    #expect(
      agrees(test.mean, try expected.value("du_escanciano_U", "U").number, relative: 1e-7))
    #expect(
      agrees(
        test.unconditional, try expected.value("du_escanciano_U", "z").number, relative: 1e-6))
    #expect(
      agrees(
        test.conditional, try expected.value("du_escanciano_C5", "stat").number, relative: 1e-6))
  }

  /// The p-values of critical values of Z₂ under the tail that each law's pair implies.
  ///
  /// Four standard errors of 20,000 draws here and of the 400,000 paths of the figure.
  @Test(
    .tags(.slow), .enabled(if: SlowTests.enabled),
    arguments: ["normal", "3", "5", "10"], [0.05, 0.01])
  func theImpliedTailHasThePublishedCriticalValues(law: String, size: Double) throws {
    let p = 0.025
    let degrees = Double(law)
    let shortfall =
      degrees.map { StudentT(degreesOfFreedom: $0).tailMean(beyond: p) }
      ?? Normal.tailMean(beyond: p)
    let risk =
      degrees.map { -StudentT(degreesOfFreedom: $0).quantile(of: p) } ?? -Normal.quantile(of: p)
    let critical = try ReferenceCase("as.critical.mc").expected
      .value("Z2_T250_a0.025_\(law)", "\(size)").number
    // One loss that alone makes the statistic.
    var losses = [Double](repeating: 0, count: 250)
    losses[100] = (1 - critical) * 250 * p * shortfall
    let series = ForecastSeries(
      level: .known(0.975), losses: losses, valuesAtRisk: Array(repeating: risk, count: 250),
      expectedShortfalls: Array(repeating: shortfall, count: 250))
    let results = ShortfallTests.all(
      series, Inference(alternative: .greater, pValues: .simulated(draws: 20_000)))
    let value = try #require(results.first { $0.test == .acerbiSzekely2 }?.pValue)
    let error = (size * (1 - size) * (1 / 20_000.0 + 1 / 400_000.0)).squareRoot()
    #expect(abs(value - size) < 4 * error, "\(value)")
  }
}
