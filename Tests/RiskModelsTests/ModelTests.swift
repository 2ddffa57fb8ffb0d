import Glibc
import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// What each model keeps, predicts and refuses.
struct ModelTests {
  private let level = ConfidenceLevel.known(0.9)
  private let returns: [Double] = {
    let stream = RandomStream(seed: 4, identifier: "model tests")
    return (0 ..< 300).map { 0.01 * stream.normal(path: UInt32($0), step: 0) }
  }()

  private func estimator<M: ReturnModel>(
    _ model: M, _ values: [Double], over bars: Int = 1
  ) throws -> M.Estimator {
    var estimator = try model.makeEstimator(over: Horizon(bars: bars))
    estimator.observe(contentsOf: values.span)
    return estimator
  }

  // MARK: - Windows

  @Test func theSortedWindowHoldsTheLastValuesInOrder() {
    var window = SortedWindow(capacity: 40)
    var bulk = SortedWindow(capacity: 40)
    // Ties and both zeros are among them.
    let values = returns.map { ($0 * 300).rounded() / 300 } + [-0.0, 0.0, -0.0]
    for (i, value) in values.enumerated() {
      window.append(value)
      #expect(window.ascending == values[...i].suffix(40).sorted())
    }
    bulk.append(contentsOf: values.span)
    #expect(bulk.ascending.map(\.bitPattern) == window.ascending.map(\.bitPattern))
  }

  @Test(arguments: [ReturnConvention.simple, .log])
  func overlappingReturnsAreCompounded(convention: ReturnConvention) throws {
    let model = Historical(window: 50, returnConvention: convention)
    let sample = try estimator(model, returns, over: 4).prediction().ascending
    let last = Array(returns.suffix(50))
    let expected = (0 ..< 47).map { start -> Double in
      let part = last[start ..< start + 4]
      return convention == .log ? part.reduce(0, +) : part.reduce(1) { $0 * (1 + $1) } - 1
    }.sorted()
    #expect(sample.count == 47)
    #expect(zip(sample, expected).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func weightedReturnsOverSeveralBarsStartFromTheirOwnVolatility() throws {
    let ewma = EWMA(decay: 0.94)
    let model = VolatilityWeightedHistorical(
      window: 60, volatility: ewma, horizonRule: .overlapping)
    let prediction = try estimator(model, returns, over: 3).prediction()
    var filter = ewma.makeFilter()
    var variances: [Double] = []
    for (i, r) in returns.enumerated() {
      if i == 20 {
        variances = [try #require(filter.firstVariance)]
        for k in 0 ..< 19 {
          variances.append(ewma.variance(after: variances[k], observing: returns[k]))
        }
      }
      if i >= 20 { variances.append(try #require(filter.variance)) }
      filter.observe(r)
    }
    let today = try #require(filter.variance).squareRoot()
    let expected = (242 - 2 ..< 298).suffix(58).map { start in
      returns[start ..< start + 3].reduce(0, +) / variances[start].squareRoot()
    }.sorted()
    #expect(prediction.scale == today)
    #expect(prediction.ascending.count == 58)
    #expect(zip(prediction.ascending, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func theSquareRootOfTimeKeepsTheIntervalOfAPlainSample() throws {
    let model = Historical(window: 300, horizonRule: .squareRootOfTime)
    let day = try estimator(model, returns).prediction()
    let four = try estimator(model, returns, over: 4).prediction()
    let intervals = (
      day.tailInterval(for: .long, at: level), four.tailInterval(for: .long, at: level)
    )
    #expect(intervals.1.reason == nil)
    #expect(intervals.1.outer == intervals.0.outer.map { 2 * $0 })
    let errors = (
      try #require(day.tailStandardError(for: .long, at: level)),
      try #require(four.tailStandardError(for: .long, at: level))
    )
    #expect(abs(errors.1 / errors.0 - 2) < 1e-9)
  }

  // MARK: - Fits

  @Test func normalEstimatesAreTheMomentsOfTheWindow() throws {
    let fit = try estimator(NormalModel(window: 100), returns).parameters
    let last = returns.suffix(100)
    let mean = last.reduce(0, +) / 100
    let sigma = (last.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100).squareRoot()
    #expect(abs(try #require(fit.values["mu"]) - mean) < 1e-17)
    #expect(abs(try #require(fit.values["sigma"]) / sigma - 1) < 1e-13)
    #expect(abs(try #require(fit.standardErrors["mu"]) / (sigma / 10) - 1) < 1e-13)
    #expect(fit.status == .closedForm)
    let likelihood = last.reduce(0) {
      $0 + Normal.logDensity(at: ($1 - mean) / sigma) - log(sigma)
    }
    #expect(abs(try #require(fit.logLikelihood) - likelihood) < 1e-9)
  }

  @Test func theErrorOfANormalQuantileIsItsDeltaMethod() throws {
    let prediction = try estimator(NormalModel(window: 300), returns).prediction()
    let z = Normal.quantile(of: 0.1)
    let expected =
      prediction.scale * ((1 + z * z / 2) / 300).squareRoot()
    let error = try #require(prediction.tailStandardError(for: .short, at: level))
    #expect(abs(error / expected - 1) < 1e-12)
    let uncertainty = prediction.tailInterval(for: .short, at: level)
    #expect(try #require(uncertainty.inner) < prediction.tailReturn(for: .short, at: level))
    #expect(try #require(uncertainty.outer) > prediction.tailReturn(for: .short, at: level))
  }

  @Test func lightTailsEndOnTheBoundaryWithoutErrors() throws {
    // Uniform returns have tails lighter than any t.
    let uniform: [Double] = (0 ..< 200).map { (k: Int) in Double((k * 77) % 200) / 1e4 - 0.01 }
    var estimator = try estimator(StudentTModel(window: 200), uniform)
    try estimator.recalibrate()
    #expect(estimator.parameters.status == .boundary)
    #expect(estimator.parameters.standardErrors.isEmpty)
    let prediction = try estimator.prediction()
    #expect(prediction.tailInterval(for: .long, at: level).reason == .boundary)
    #expect(prediction.tailStandardError(for: .long, at: level) == nil)
  }

  @Test func knownDegreesOfFreedomLeaveTheOtherErrors() throws {
    var estimator = try estimator(StudentTModel(window: 300, degreesOfFreedom: 5), returns)
    try estimator.recalibrate()
    #expect(Set(estimator.parameters.standardErrors.keys) == ["mu", "sigma"])
    let prediction = try estimator.prediction()
    #expect(prediction.tailInterval(for: .long, at: level).reason == nil)
    #expect(try #require(prediction.tailStandardError(for: .long, at: level)) > 0)
  }

  @Test func degreesOfFreedomAreFoundAgain() throws {
    // 4,000 unit-variance t of 5, from the quantiles of addressed uniforms.
    let stream = RandomStream(seed: 5, identifier: "degrees")
    let law = StudentT(degreesOfFreedom: 5)
    let sample = (0 ..< 4000).map {
      0.01 * law.quantile(of: stream.uniform(path: UInt32($0), step: 0)) * 0.6.squareRoot()
    }
    let model = EWMAModel(
      window: 4000, volatility: EWMA(decay: 0.9999, startUp: .variance(1e-4)),
      innovations: .studentT(degreesOfFreedom: nil))
    var estimator = try estimator(model, sample)
    try estimator.recalibrate()
    let nu = try #require(estimator.parameters.values["degreesOfFreedom"])
    // Four times a standard error of about 0.35.
    #expect(abs(nu - 5) < 1.4)
    #expect(estimator.parameters.status == .converged)
  }

  // MARK: - Errors

  @Test func tooFewReturnsSayHowManyAreWanted() throws {
    let schedule = WalkSchedule(horizon: .oneBar, refitEvery: 1, firstForecast: 50)
    #expect(throws: RiskModelError.insufficientHistory(available: 49, required: 50)) {
      let few = Array(returns.prefix(49))
      _ = try NormalModel(window: 100).estimator(after: few.span, by: schedule)
    }
    #expect(throws: RiskModelError.insufficientHistory(available: 19, required: 20)) {
      let model = EWMAModel(window: 100, volatility: EWMA(decay: 0.97))
      _ = try estimator(model, Array(returns.prefix(19))).prediction()
    }
    #expect(Historical(window: 500).minimumObservations(over: .oneBar, at: level) == 10)
    let over = Historical(window: 500, quantileConvention: .predictive)
      .minimumObservations(over: Horizon(bars: 5), at: ConfidenceLevel.known(0.99))
    #expect(over == 104)
  }

  @Test func returnsThatDoNotVaryHaveNoModel() throws {
    let flat = [Double](repeating: 0.001, count: 100)
    #expect(throws: RiskModelError.noVariation(observations: 60)) {
      _ = try estimator(NormalModel(window: 60), flat).prediction()
    }
    #expect(throws: RiskModelError.noVariation(observations: 60)) {
      var estimator = try estimator(StudentTModel(window: 60), flat)
      try estimator.recalibrate()
    }
    #expect(throws: RiskModelError.self) {
      let model = EWMAModel(window: 60, volatility: EWMA(decay: 0.97))
      _ = try estimator(model, [Double](repeating: 0, count: 100)).prediction()
    }
  }

  @Test func aHorizonBeyondTheWindowIsUnsupported() {
    let horizon = Horizon(bars: 11)
    #expect(throws: RiskModelError.unsupportedHorizon(horizon, rule: .overlapping)) {
      _ = try Historical(window: 10).makeEstimator(over: horizon)
    }
    #expect(throws: RiskModelError.sampleTooSmall(size: 0, required: 10)) {
      try Historical(window: 10).requireQuantile(at: level, over: horizon)
    }
  }
}
