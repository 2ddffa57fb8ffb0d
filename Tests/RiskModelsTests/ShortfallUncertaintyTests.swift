import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// How sure an expected shortfall is, by each method.
struct ShortfallUncertaintyTests {
  private let level = ConfidenceLevel.known(0.975)

  private func returns(_ count: Int, seed: UInt64 = 3) -> [Double] {
    let stream = RandomStream(seed: seed, identifier: "S")
    var variance = 1e-4
    return (0 ..< count).map { t in
      let value = variance.squareRoot() * stream.normal(path: UInt32(t), step: 0)
      variance = 4e-6 + 0.08 * value * value + 0.88 * variance
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

  private func shortfall(
    _ prediction: some PredictedReturns, _ side: Side = .long
  ) -> ShortfallUncertainty {
    prediction.shortfallUncertainty(of: .linear, for: side, at: level)
  }

  /// Excesses 2 and 1 over 8 of ten losses 1…10: Var = 0.5 − 0.09 = 0.41, se = √(0.041)/0.2.
  @Test func aSampleHasTheVarianceOfItsExcesses() throws {
    let c = try #require(ConfidenceLevel(0.8))
    let sample = EmpiricalReturns(sorted: (1 ... 10).reversed().map { -Double($0) / 100 })
    let found = sample.shortfallUncertainty(of: .linear, for: .long, at: c)
    let error = 0.01 * (0.041).squareRoot() / 0.2
    #expect(abs(try #require(found.standardError) - error) < 1e-15)
    let reach = Normal.quantile(of: 0.975) * error
    #expect(abs(try #require(found.lower) - (0.095 - reach)) < 1e-15)
    #expect(abs(try #require(found.upper) - (0.095 + reach)) < 1e-15)
  }

  @Test func aSampleWithoutTwoLossesBeyondHasNone() throws {
    let c = try #require(ConfidenceLevel(0.99))
    let sample = EmpiricalReturns(sorted: (1 ... 50).map { Double($0) / 100 - 0.25 })
    let found = sample.shortfallUncertainty(of: .linear, for: .long, at: c)
    #expect(found.reason == .sampleTooSmall && found.standardError == nil && found.upper == nil)
  }

  /// ES = −μ + kσ with var μ̂ = σ²/n and var σ̂ = σ²/2n: se² = σ²(1 + k²/2)/n.
  @Test func theNormalHasItsClosedForm() throws {
    let normal = try prediction(NormalModel(window: 500), returns(500))
    let k = Normal.tailMean(beyond: level.tailProbability)
    let wanted = normal.scale * ((1 + k * k / 2) / 500).squareRoot()
    let found = try #require(shortfall(normal).standardError)
    // The differences are central, their error of the order of the cubed step, (0.05/√1000)³.
    #expect(abs(found / wanted - 1) < 1e-6)
  }

  /// The interval of a given decay has its own reason, the error of the shortfall another.
  @Test func aGivenDecayHasNoErrorOfTheShortfall() throws {
    let found = try prediction(EWMAModel(window: 500, volatility: EWMA(decay: 0.94)), returns(300))
    #expect(shortfall(found).reason == .noShortfallError)
    #expect(found.tailInterval(for: .long, at: level).reason == .fixedDecay)
  }

  /// With a zero mean and normal innovations ES is a multiple of VaR, and so is its error.
  @Test(arguments: [1, 5])
  func aVolatilityModelScalesTheErrorOfItsQuantile(bars: Int) throws {
    let model = ConditionalVolatilityModel(
      name: "garch", window: 1000, volatility: ConditionalVolatility(mean: .zero),
      returnConvention: .simple)
    let garch = try prediction(model, returns(1000), bars: bars)
    let p = level.tailProbability
    let ratio = Normal.tailMean(beyond: p) / -Normal.quantile(of: p)
    let wanted = try #require(garch.tailStandardError(for: .long, at: level))
    let found = shortfall(garch)
    #expect(abs(try #require(found.standardError) / (wanted * ratio) - 1) < 1e-9)
    let center = garch.tailMeanLoss(of: .linear, for: .long, at: level)
    #expect(try #require(found.lower) < center && center < (try #require(found.upper)))
  }

  @Test func aBoundaryHasNoError() throws {
    // A symmetric variance that never reacts: α is held at zero.
    var generator = SeededGenerator(seed: 4)
    let flat = (0 ..< 400).map { _ in Double.random(in: -0.01 ... 0.01, using: &generator) }
    let model = ConditionalVolatilityModel(
      name: "garch", window: 400, volatility: ConditionalVolatility(mean: .zero))
    let garch = try prediction(model, flat)
    #expect(garch.tailInterval(for: .long, at: level).reason == .boundary)
    #expect(shortfall(garch).reason == .boundary)
  }

  @Test func aPowerTailOfLogReturnsHasNoShortfallToErrIn() throws {
    let model = StudentTModel(window: 400, returnConvention: .log)
    let found = shortfall(try prediction(model, returns(400)), .short)
    #expect(found.reason == .shortfallInfinite && found.standardError == nil)
  }

  @Test func aResidualBootstrapGivesBothMeasures() throws {
    let model = FilteredHistorical(
      window: 400,
      volatility: .estimated(ConditionalVolatility(mean: .zero), window: 400),
      simulation: PathSimulation(paths: 1000))
    let filtered = try prediction(model, returns(400))
    let found = shortfall(filtered)
    let center = filtered.tailMeanLoss(of: .linear, for: .long, at: level)
    #expect(try #require(found.lower) < center && center < (try #require(found.upper)))
    let quantile = try #require(filtered.tailStandardError(for: .long, at: level))
    #expect(try #require(found.standardError) > quantile / 4)
    #expect(found == shortfall(try prediction(model, returns(400))))
  }

  @Test func whoseErrorIsUnknownSaysWhy() throws {
    let data = returns(300)
    #expect(
      shortfall(try prediction(AgeWeightedHistorical(window: 250, decay: 0.99), data)).reason
        == .unequalWeights)
    let spread = shortfall(
      try prediction(
        CombinedModel([Historical(window: 200), NormalModel(window: 200)], rule: .median), data))
    #expect(spread.reason == .modelSpread)
    #expect(try #require(spread.lower) < (try #require(spread.upper)))
    #expect(
      shortfall(try prediction(CAViaR(window: 250, levels: [level]), data)).reason
        == .noShortfallError)
  }

  /// An expansion also estimates skewness and kurtosis.
  @Test func theExpansionErrsByMoreThanTheNormal() throws {
    let stream = RandomStream(seed: 1, identifier: "N")
    let data = (0 ..< 1500).map { 0.01 * stream.normal(path: UInt32($0), step: 0) }
    let expansion = shortfall(
      try prediction(CornishFisherModel(window: 1500, outsideDomain: .rearrange), data))
    let normal = try #require(
      shortfall(try prediction(NormalModel(window: 1500), data)).standardError)
    guard expansion.reason == nil else {
      #expect(expansion.reason == .rearranged || expansion.reason == .boundary)
      return
    }
    #expect(try #require(expansion.standardError) > normal)
  }
}
