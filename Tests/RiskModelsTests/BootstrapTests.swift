import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// Errors by simulation: of fitted volatilities, of filtered samples, of blocks.
struct BootstrapTests {
  private let level = ConfidenceLevel.known(0.975)

  private func returns(_ count: Int) -> [Double] {
    let stream = RandomStream(seed: 5, identifier: "B")
    var variance = 1e-4
    return (0 ..< count).map { t in
      let value = variance.squareRoot() * stream.normal(path: UInt32(t), step: 0)
      variance = 5e-6 + 0.1 * value * value + 0.85 * variance
      return value
    }
  }

  private func prediction<M: ReturnModel>(
    _ model: M, _ returns: [Double], bars: Int = 1
  ) throws -> M.Estimator.Prediction {
    var estimator = try model.makeEstimator(over: Horizon(bars: bars))
    estimator.observe(contentsOf: returns.span)
    try estimator.recalibrate()
    return try estimator.prediction()
  }

  private func garch(
    _ interval: IntervalMethod, rule: HorizonRule = .squareRootOfTime
  ) -> ConditionalVolatilityModel {
    ConditionalVolatilityModel(
      name: "garch", window: 600, volatility: ConditionalVolatility(mean: .zero),
      returnConvention: .simple, horizonRule: rule,
      simulation: PathSimulation(paths: 500), interval: interval)
  }

  private func expectHolds(_ prediction: some PredictedReturns) throws {
    for side in Side.allCases {
      let interval = prediction.tailInterval(for: side, at: level)
      let (inner, outer) = (try #require(interval.inner), try #require(interval.outer))
      let center = prediction.tailReturn(for: side, at: level)
      #expect(min(inner, outer) < center && center < max(inner, outer))
      #expect(try #require(prediction.tailStandardError(for: side, at: level)) > 0)
      let shortfall = prediction.shortfallUncertainty(of: .linear, for: side, at: level)
      let mean = prediction.tailMeanLoss(of: .linear, for: side, at: level)
      #expect(try #require(shortfall.lower) < mean && mean < (try #require(shortfall.upper)))
    }
  }

  /// Both are standard errors of one estimate: the bootstrap's has a Monte Carlo error of 1/√798 = 3.5 %,
  /// and the two differ by terms of the next order in 1/n, so that a third is far apart.
  @Test func theParametricBootstrapAgreesWithTheDeltaMethod() throws {
    let data = returns(600)
    let delta = try prediction(garch(.delta), data)
    let bootstrap = try prediction(garch(.parametricBootstrap(replications: 399)), data)
    let errors = try [delta, bootstrap].map {
      try #require($0.tailStandardError(for: .long, at: level))
    }
    #expect(abs(errors[1] / errors[0] - 1) < 0.33, "\(errors)")
    #expect(bootstrap.tailInterval(for: .long, at: level).reason == .estimationBootstrap)
    try expectHolds(bootstrap)
  }

  @Test func simulatedPathsHaveErrorsByItAlone() throws {
    let data = returns(600)
    let without = try prediction(garch(.delta, rule: .simulatedPath), data, bars: 5)
    #expect(without.tailInterval(for: .long, at: level).reason == .needsParametricBootstrap)
    let with = try prediction(
      garch(.parametricBootstrap(replications: 99), rule: .simulatedPath), data, bars: 5)
    try expectHolds(with)
  }

  /// Uniform returns never cluster: the likelihood rises to α = 0.
  @Test func aBoundaryHasErrorsByIt() throws {
    var generator = SeededGenerator(seed: 4)
    let flat = (0 ..< 400).map { _ in Double.random(in: -0.01 ... 0.01, using: &generator) }
    let delta = try prediction(garch(.delta), flat)
    #expect(delta.tailInterval(for: .long, at: level).reason == .boundary)
    let bootstrap = try prediction(garch(.parametricBootstrap(replications: 99)), flat)
    let interval = bootstrap.tailInterval(for: .long, at: level)
    #expect(try #require(interval.outer) < (try #require(interval.inner)))
    #expect(try #require(bootstrap.tailStandardError(for: .long, at: level)) > 0)
  }

  @Test func aFilteredPathHasErrorsOfItsEstimates() throws {
    let model = FilteredHistorical(
      window: 400,
      volatility: .estimated(ConditionalVolatility(mean: .zero), window: 400),
      simulation: PathSimulation(paths: 500), replications: 99)
    let week = try prediction(model, returns(400), bars: 5)
    #expect(week.simulatedPaths == 500)
    #expect(week.tailInterval(for: .long, at: level).reason == .estimationBootstrap)
    try expectHolds(week)
  }

  @Test func blocksGiveTheSameBitsAndSayWhatTheyAre() throws {
    let model = BlockBootstrappedHistorical(
      Historical(window: 500), instrument: InstrumentID(rawValue: "A"))
    let first = try prediction(model, returns(500))
    try expectHolds(first)
    let interval = first.tailInterval(for: .long, at: level)
    #expect(interval.reason == .blockBootstrap)
    #expect(try prediction(model, returns(500)).tailInterval(for: .long, at: level) == interval)
    let other = try prediction(
      model.addressed(to: InstrumentID(rawValue: "Z")), returns(500))
    #expect(
      other.tailStandardError(for: .long, at: level)
        != first.tailStandardError(for: .long, at: level))
    let plain = try prediction(Historical(window: 500), returns(500))
    #expect(first.tailReturn(for: .long, at: level) == plain.tailReturn(for: .long, at: level))
  }

  /// A tail mean of heavy tails errs further upwards than downwards, which its studentized root knows.
  @Test func theIntervalOfAHeavyTailedShortfallLeansOutwards() throws {
    let stream = RandomStream(seed: 8, identifier: "H")
    let law = UnitVarianceStudentT(degreesOfFreedom: 4)
    let data = (0 ..< 800).map {
      0.01 * law.quantile(of: stream.uniform(path: UInt32($0), step: 0))
    }
    let sample = try prediction(BlockBootstrappedHistorical(Historical(window: 800)), data)
    for side in Side.allCases {
      let found = sample.shortfallUncertainty(of: .linear, for: side, at: level)
      let center = sample.tailMeanLoss(of: .linear, for: side, at: level)
      let (below, above) = (
        center - (try #require(found.lower)), (try #require(found.upper)) - center
      )
      #expect(below > 0 && above > below, "\(side) \(below) \(above)")
    }
  }

  @Test func addressingKeepsTheMethod() {
    let model = garch(.parametricBootstrap(replications: 99))
    #expect(model.addressed(to: InstrumentID(rawValue: "A")).interval == model.interval)
  }
}
