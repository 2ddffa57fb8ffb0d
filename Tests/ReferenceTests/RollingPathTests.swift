import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// Two thousand rolling forecasts, each against an independent computation.
struct RollingPathTests {
  /// The tolerance that the case itself names.
  static let relative = 1e-10

  private func path(of model: some ReturnModel) throws -> (PathRecorder, [String: [Double]]) {
    // The case is in percent; a simple return of −100 % or less would be a total loss.
    let returns = try #require(try Cases.columns("garch_synth_garch_t.csv")["r"]).map { $0 / 100 }
    var recorder = PathRecorder(level: try level(0.99))
    let report = try model.walk(
      returns.span, by: WalkSchedule(horizon: .oneBar, refitEvery: 20, firstForecast: 500),
      visiting: &recorder)
    #expect(report.failedRefits == 0)
    #expect(recorder.valuesAtRisk.count == 2001)
    return (recorder, try Cases.columns("rolling_garch_synth_garch_t.csv"))
  }

  private func expect(_ computed: [Double], equal expected: [Double]?, breaches: String?) throws {
    let expected = try #require(expected)
    #expect(expected.count == 2000)
    let worst = zip(computed, expected).map { abs($0 * 100 / $1 - 1) }.max() ?? .nan
    #expect(worst <= Self.relative)
    guard let breaches else { return }
    let realized = try #require(try Cases.columns("rolling_garch_synth_garch_t.csv")["ret"])
    let wanted = try Cases.vector("rolling.garch_synth_garch_t")["expected"]["breaches"][breaches]
      .number
    #expect(Double(zip(computed, realized).count { -$1 / 100 > $0 }) == wanted)
  }

  // The case takes type 1 of the returns at 1 %, the fifth worst of 500; type 1 of the losses at
  // 99 %, our `inverse`, is the sixth worst, since n(1 − c) is whole.
  @Test(arguments: [("hs_type7", QuantileConvention.hyndmanFan(type: 7)), ("hs_type1", .kthWorst)])
  func historicalSimulationFollowsTheIndependentPath(
    column: String, convention: QuantileConvention
  ) throws {
    let (recorder, expected) = try path(
      of: Historical(window: 500, quantileConvention: convention))
    try expect(recorder.valuesAtRisk, equal: expected[column], breaches: column)
  }

  @Test func ageWeightedHistoryFollowsTheIndependentPath() throws {
    let decay = try Cases.vector("rolling.garch_synth_garch_t")["inputs"]["brw_lambda"].number
    let (recorder, expected) = try path(of: AgeWeightedHistorical(window: 500, decay: decay))
    try expect(recorder.valuesAtRisk, equal: expected["brw"], breaches: "brw")
  }

  @Test func theShortfallWeighsTheBoundaryLossInPart() throws {
    let (recorder, expected) = try path(of: Historical(window: 500))
    try expect(recorder.shortfalls, equal: expected["es_hs_ru"], breaches: nil)
  }

  @Test func volatilityWeightedHistoryFollowsTheIndependentPath() throws {
    let model = VolatilityWeightedHistorical(
      window: 500, volatility: EWMA(decay: 0.97), returnConvention: .simple,
      quantileConvention: .hyndmanFan(type: 7))
    let (recorder, expected) = try path(of: model)
    try expect(recorder.valuesAtRisk, equal: expected["fhs_ewma"], breaches: "fhs_ewma")
  }

  @Test(arguments: [
    ("normal_ewma", Innovations.normal), ("t5_ewma", .studentT(degreesOfFreedom: 5)),
  ])
  func exponentiallyWeightedVolatilityFollowsTheIndependentPath(
    column: String, innovations: Innovations
  ) throws {
    let (recorder, expected) = try path(
      of: EWMAModel(window: 500, volatility: EWMA(decay: 0.97), innovations: innovations))
    try expect(recorder.valuesAtRisk, equal: expected[column], breaches: column)
  }
}
