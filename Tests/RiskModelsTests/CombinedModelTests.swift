import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// Quantiles of several models made into one.
struct CombinedModelTests {
  private let level = ConfidenceLevel.known(0.99)
  private let returns: [Double] = {
    let stream = RandomStream(seed: 31, identifier: "combination")
    return (0 ..< 400).map { 0.01 * stream.normal(path: UInt32($0), step: 0) }
  }()

  private func prediction<M: ReturnModel>(
    _ model: M, over bars: Int = 1
  ) throws -> M.Estimator.Prediction {
    var estimator = try model.makeEstimator(over: Horizon(bars: bars))
    estimator.observe(contentsOf: returns.span)
    try estimator.recalibrate()
    return try estimator.prediction()
  }

  /// The mean of the quantiles of normals is a normal with the mean of their deviations.
  @Test func twoNormalsMakeANormal() {
    let narrow = LocationScaleReturns.normal(
      mean: 0.001, standardDeviation: 0.01, convention: .simple)
    let wide = LocationScaleReturns.normal(
      mean: 0.002, standardDeviation: 0.03, convention: .simple)
    let both = CombinedReturns([narrow, wide], rule: .mean(weights: [0.75, 0.25]))
    let wanted = LocationScaleReturns.normal(
      mean: 0.00125, standardDeviation: 0.015, convention: .simple)
    for side in Side.allCases {
      let (value, exact) = (
        both.tailReturn(for: side, at: level), wanted.tailReturn(for: side, at: level)
      )
      #expect(abs(value - exact) < 1e-17)
      let (mean, exactMean) = (
        both.tailMeanLoss(of: .linear, for: side, at: level),
        wanted.tailMeanLoss(of: .linear, for: side, at: level)
      )
      #expect(abs(mean - exactMean) < 1e-16)
    }
    #expect(abs(both.volatility - 0.015) < 1e-17)
    for r in [-0.03, 0.0, 0.02] {
      #expect(
        abs(both.cumulativeProbability(of: r) - wanted.cumulativeProbability(of: r)) < 2e-9)
    }
  }

  @Test(arguments: Side.allCases) func theMedianAndTheWorstAreOfTheMembers(side: Side) {
    let members = [0.02, 0.01, 0.04, 0.03].map {
      LocationScaleReturns.normal(mean: 0, standardDeviation: $0, convention: .simple)
    }
    func losses(_ count: Int, _ rule: CombinationRule) -> SidedLosses<CombinedReturns> {
      SidedLosses(
        CombinedReturns(Array(members.prefix(count)), rule: rule), contract: .linear, side: side)
    }
    let z = -Normal.quantile(of: 0.01)
    #expect(abs(losses(3, .median).valueAtRisk(at: level) - 0.02 * z) < 1e-17)
    #expect(abs(losses(4, .median).valueAtRisk(at: level) - 0.025 * z) < 1e-16)
    #expect(abs(losses(4, .worstOf).valueAtRisk(at: level) - 0.04 * z) < 1e-17)
    let shortfall = Normal.tailMean(beyond: 0.01)
    #expect(abs(losses(3, .median).expectedShortfall(at: level) - 0.02 * shortfall) < 1e-16)
    #expect(abs(losses(4, .worstOf).expectedShortfall(at: level) - 0.04 * shortfall) < 1e-16)
    // The worst of either tail: the law is the widest normal.
    let worst = losses(4, .worstOf).returns
    for r in [-0.05, 0, 0.05] {
      #expect(
        worst.cumulativeProbability(of: r)
          == (r == 0 ? 0.5 : members[2].cumulativeProbability(of: r)))
    }
    #expect(
      losses(3, .median).returns.cumulativeProbability(of: 0.01)
        == members[0].cumulativeProbability(of: 0.01))
  }

  @Test func theIntervalIsTheSpreadOfTheMembers() throws {
    let members: [any ReturnModel] = [
      Historical(window: 300), NormalModel(window: 300), StudentTModel(window: 300),
    ]
    let both = try prediction(CombinedModel(members, rule: .median))
    for side in Side.allCases {
      let all = both.members.map { abs($0.tailReturn(for: side, at: level)) }
      let interval = both.tailInterval(for: side, at: level)
      #expect(interval.reason == .modelSpread)
      #expect(abs(try #require(interval.inner)) == all.min())
      #expect(abs(try #require(interval.outer)) == all.max())
      #expect(both.tailStandardError(for: side, at: level) == nil)
    }
    #expect(both.warnings(at: level).map(\.code) == ["few-tail-observations"])
  }

  @Test(arguments: [1, 3]) func aCombinationOfOneIsThatOne(bars: Int) throws {
    let model = VolatilityWeightedHistorical(window: 200, volatility: EWMA(decay: 0.97))
    let rules: [CombinationRule] = [.equalMean(of: 1), .median, .worstOf]
    for rule in rules {
      let combined = CombinedModel([model], rule: rule)
      #expect(combined.returnConvention == .log)
      let (one, same) = (
        try prediction(model, over: bars), try prediction(combined, over: bars)
      )
      for side in Side.allCases {
        #expect(one.tailReturn(for: side, at: level) == same.tailReturn(for: side, at: level))
        #expect(
          one.tailMeanLoss(of: .inverse, for: side, at: level)
            == same.tailMeanLoss(of: .inverse, for: side, at: level))
      }
    }
  }

  @Test func eachMemberSeesItsOwnReturns() throws {
    let simple = CombinedModel(
      [NormalModel(window: 200), NormalModel(window: 200, returnConvention: .log)],
      rule: .worstOf)
    #expect(simple.returnConvention == .simple)
    let logs = returns.map { ReturnConvention.log.value(ofSimpleReturn: $0) }
    var alone = try NormalModel(window: 200, returnConvention: .log).makeEstimator(over: .oneBar)
    alone.observe(contentsOf: logs.span)
    let combined = try prediction(simple)
    #expect(
      combined.members[1].tailReturn(for: .short, at: level)
        == (try alone.prediction().tailReturn(for: .short, at: level)))
  }

  @Test func whatAMemberNeedsTheCombinationNeeds() throws {
    let members: [any ReturnModel] = [
      Historical(window: 150, quantileConvention: .predictive), NormalModel(window: 400),
    ]
    let model = CombinedModel(members, rule: .median)
    #expect(model.minimumObservations(over: .oneBar, at: level) == 100)
    #expect(model.memory(over: .oneBar) == 400)
    #expect(throws: RiskModelError.sampleTooSmall(size: 150, required: 200)) {
      try model.requireQuantile(at: ConfidenceLevel.known(0.995), over: .oneBar)
    }
    let endless = members + [EWMAModel(window: 100, volatility: EWMA(decay: 0.97))]
    #expect(CombinedModel(endless, rule: .median).memory(over: .oneBar) == nil)
    #expect(throws: RiskModelError.insufficientHistory(available: 1, required: 2)) {
      var estimator = try model.makeEstimator(over: .oneBar)
      estimator.observe(0.01)
      _ = try estimator.prediction()
    }
  }

  @Test func equalCombinationsAreEqual() {
    func model(_ window: Int, _ rule: CombinationRule) -> CombinedModel {
      CombinedModel([Historical(window: window), NormalModel(window: 100)], rule: rule)
    }
    #expect(model(200, .median) == model(200, .median))
    #expect(Set([model(200, .median), model(200, .median)]).count == 1)
    #expect(model(200, .median) != model(201, .median))
    #expect(model(200, .median) != model(200, .worstOf))
  }

  @Test func aMemberWithoutWeightIsLeftOut() {
    let normal = LocationScaleReturns.normal(mean: 0, standardDeviation: 0.01, convention: .simple)
    let log = LocationScaleReturns.normal(mean: 0, standardDeviation: 0.01, convention: .log)
    // An inverse contract on a simple normal has no mean, and 0 · ∞ would be no number.
    let mixed = CombinedReturns([log, normal], rule: .mean(weights: [1, 0]))
    #expect(
      mixed.tailMeanLoss(of: .inverse, for: .long, at: level)
        == log.tailMeanLoss(of: .inverse, for: .long, at: level))
  }
}
