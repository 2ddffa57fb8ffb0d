import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// Laws that every forecast obeys.
struct RiskPropertyTests {
  private static let levels = [0.75, 0.9, 0.95, 0.99, 0.995].map { ConfidenceLevel.known($0) }

  private func prediction<M: ReturnModel>(
    _ model: M, _ returns: [Double], over bars: Int = 1
  ) throws -> M.Estimator.Prediction {
    var estimator = try model.makeEstimator(over: Horizon(bars: bars))
    estimator.observe(contentsOf: returns.span)
    try estimator.recalibrate()
    return try estimator.prediction()
  }

  @Test(arguments: Models.singles.indices, [1, 5])
  func riskRisesInLevelAndTheShortfallIsBeyond(index: Int, bars: Int) throws {
    for seed in 0 ..< 5 as Range<UInt64> {
      try expectOrder(Models.singles[index], Samples.returns(300, seed: seed), bars)
    }
  }

  private func expectOrder(_ model: some ReturnModel, _ returns: [Double], _ bars: Int) throws {
    let prediction = try prediction(model, returns, over: bars)
    for side in Side.allCases {
      let losses = SidedLosses(prediction, contract: .linear, side: side)
      // A sample of 116 has no predictive quantile beyond 0.99.
      let risks = Self.levels.prefix(4).map { losses.valueAtRisk(at: $0) }
      let shortfalls = Self.levels.prefix(4).map { losses.expectedShortfall(at: $0) }
      #expect(zip(risks, shortfalls).allSatisfy { $0 <= $1 })
      #expect(risks == risks.sorted())
      #expect(shortfalls == shortfalls.sorted())
    }
  }

  /// Models whose forecast scales with the returns: those of simple returns on a linear contract.
  private static let homogeneous: [any ReturnModel] = [
    Historical(window: 200, horizonRule: .squareRootOfTime), NormalModel(window: 200),
    StudentTModel(window: 200), EWMAModel(window: 200, volatility: EWMA(decay: 0.97)),
    EWMAModel(
      window: 200, volatility: EWMA(decay: 0.97), innovations: .studentT(degreesOfFreedom: nil)),
    VolatilityWeightedHistorical(
      window: 200, volatility: EWMA(decay: 0.97), returnConvention: .simple),
    AgeWeightedHistorical(window: 200, decay: 0.99, horizonRule: .squareRootOfTime),
    CornishFisherModel(window: 200, outsideDomain: .rearrange),
    CombinedModel(
      [NormalModel(window: 200), EWMAModel(window: 200, volatility: EWMA(decay: 0.97))],
      rule: .worstOf),
    ExtremeValue(window: 200, threshold: .share(0.15)),
    ExtremeValue(
      window: 200, threshold: .share(0.2), sample: .residuals(EWMA(decay: 0.97))),
    CAViaR(
      window: 200, specification: .asymmetricSlope, levels: [ninetyFive], returnConvention: .simple),
    CAViaR(
      window: 200, specification: .adaptive, tailModel: .jointMultiple, levels: [ninetyFive],
      returnConvention: .simple),
  ]

  @Test(arguments: homogeneous.indices, Side.allCases)
  func twiceTheReturnsAreTwiceTheRisk(index: Int, side: Side) throws {
    let returns = Samples.returns(250, seed: 8)
    let (one, two) = try pair(Self.homogeneous[index], returns, returns.map { 2 * $0 }, side, side)
    // A power of two scales every rounding with it; the fits stop within their tolerance.
    #expect(abs(two.0 / one.0 - 2) < 1e-6)
    #expect(abs(two.1 / one.1 - 2) < 1e-6)
  }

  @Test(arguments: homogeneous.indices) func negatedReturnsSwapTheSides(index: Int) throws {
    let returns = Samples.returns(250, seed: 9)
    let mirrored = returns.map { -$0 }
    for (side, other) in [(Side.long, Side.short), (.short, .long)] {
      let (one, two) = try pair(Self.homogeneous[index], returns, mirrored, side, other)
      #expect(abs(two.0 / one.0 - 1) < 1e-8)
      #expect(abs(two.1 / one.1 - 1) < 1e-8)
    }
  }

  @Test(arguments: 0 ..< 3) func addedReturnsAreTakenFromTheLoss(index: Int) throws {
    let returns = Samples.returns(250, seed: 10)
    let shift = 0.003
    let (one, two) = try pair(
      Self.homogeneous[index], returns, returns.map { $0 + shift }, .long, .long)
    // The search for ν stops at about the root of the rounding of its likelihood.
    #expect(abs(one.0 - two.0 - shift) < 1e-6)
    #expect(abs(one.1 - two.1 - shift) < 1e-6)
  }

  private func pair(
    _ model: some ReturnModel, _ a: [Double], _ b: [Double], _ first: Side, _ second: Side
  ) throws -> ((Double, Double), (Double, Double)) {
    let one = SidedLosses(try prediction(model, a), contract: .linear, side: first)
    let two = SidedLosses(try prediction(model, b), contract: .linear, side: second)
    return (
      (one.valueAtRisk(at: ninetyNine), one.expectedShortfall(at: ninetyNine)),
      (two.valueAtRisk(at: ninetyNine), two.expectedShortfall(at: ninetyNine))
    )
  }

  @Test func theShortfallIsTheMeanQuantileBeyondTheLevel() throws {
    // ES = 1/(1 − c) ∫ VaR over (c, 1), by the midpoint rule on the quantile of the sample.
    let returns = Samples.returns(1000, seed: 12)
    let losses = SidedLosses(
      try prediction(Historical(window: 1000), returns), contract: .linear, side: .long)
    let grid = (0 ..< 5000).compactMap { ConfidenceLevel(Double(950_005 + 10 * $0) / 1e6) }
    #expect(grid.count == 5000)
    let mean = grid.reduce(0) { $0 + losses.valueAtRisk(at: $1) } / 5000
    #expect(abs(losses.expectedShortfall(at: ninetyFive) / mean - 1) < 1e-12)
  }
}
