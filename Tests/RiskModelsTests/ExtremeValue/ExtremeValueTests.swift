import Glibc
import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// The model of two tails and a body.
struct ExtremeValueTests {
  private let c = ConfidenceLevel.known(0.99)
  private let returns: [Double] = {
    let stream = RandomStream(seed: 14, identifier: "extreme value")
    let law = StudentT(degreesOfFreedom: 4)
    return (0 ..< 1000).map {
      0.01 * law.quantile(of: stream.uniform(path: UInt32($0), step: 0))
    }
  }()

  private func fitted(
    _ model: ExtremeValue, _ values: [Double], over bars: Int = 1
  ) throws -> ExtremeValueEstimator {
    var estimator = try model.makeEstimator(over: Horizon(bars: bars))
    estimator.observe(contentsOf: values.span)
    try estimator.recalibrate()
    return estimator
  }

  // MARK: - The tails

  @Test func eachSideHasItsOwnTail() throws {
    let prediction = try fitted(ExtremeValue(window: 1000), returns).prediction()
    for (side, sign) in [(Side.long, -1.0), (.short, 1)] {
      let tail = try ParetoTail(of: returns.map { sign * $0 }, beyond: .tenth)
      #expect(prediction.tail(for: side) == tail)
      let losses = SidedLosses(prediction, contract: .linear, side: side)
      #expect(losses.valueAtRisk(at: c) == tail.valueAtRisk(at: c))
      #expect(losses.expectedShortfall(at: c) == tail.expectedShortfall(at: c))
      #expect(prediction.tailStandardError(for: side, at: c) == tail.valueAtRiskError(at: c))
    }
    #expect(prediction.long.fit != prediction.short.fit)
  }

  @Test func aTailByHandBeginsThere() throws {
    let model = ExtremeValue(window: 1000, threshold: .value(0.015))
    let prediction = try fitted(model, returns).prediction()
    #expect(prediction.long.exceedances == returns.count { $0 < -0.015 })
    #expect(prediction.short.exceedances == returns.count { $0 > 0.015 })
    #expect(throws: RiskModelError.tooFewExceedances(available: 1, required: 10)) {
      let second = returns.map { -$0 }.sorted(by: >)[1]
      _ = try fitted(ExtremeValue(window: 1000, threshold: .value(second)), returns)
    }
  }

  @Test func residualsScaleByTomorrowsVolatility() throws {
    let ewma = EWMA(decay: 0.94)
    let model = ExtremeValue(window: 900, sample: .residuals(ewma))
    var filter = ewma.makeFilter()
    var residuals: [Double] = []
    for r in returns {
      if let variance = filter.variance { residuals.append(r / variance.squareRoot()) }
      filter.observe(r)
    }
    #expect(residuals.count == 980)
    let sigma = try #require(filter.variance).squareRoot()
    let tail = try ParetoTail(of: residuals.suffix(900).map { -$0 }, beyond: .tenth)
    for bars in [1, 4] {
      let prediction = try fitted(model, returns, over: bars).prediction()
      let scale = sigma * Double(bars).squareRoot()
      #expect(prediction.long == tail)
      let losses = SidedLosses(prediction, contract: .linear, side: .long)
      #expect(isClose(losses.valueAtRisk(at: c), scale * tail.valueAtRisk(at: c), relative: 1e-14))
      #expect(
        isClose(
          losses.expectedShortfall(at: c), scale * tail.expectedShortfall(at: c), relative: 1e-14))
      #expect(prediction.tailInterval(for: .long, at: c).reason == .needsResidualBootstrap)
      #expect(prediction.tailStandardError(for: .long, at: c) == nil)
    }
  }

  @Test func overlappingReturnsAreFittedOverTheirHorizon() throws {
    let model = ExtremeValue(window: 800)
    let prediction = try fitted(model, returns, over: 5).prediction()
    let last = Array(returns.suffix(800))
    let compounded = (0 ..< 796).map { start in
      last[start ..< start + 5].reduce(1) { $0 * (1 + $1) } - 1
    }
    let tail = try ParetoTail(of: compounded.map { -$0 }, beyond: .tenth)
    #expect(isClose(prediction.long.valueAtRisk(at: c), tail.valueAtRisk(at: c), relative: 1e-9))
    #expect(prediction.long.observations == 796)
    #expect(prediction.tailInterval(for: .long, at: c).reason == .overlappingReturns)
  }

  @Test func otherRoadsAreUnsupported() throws {
    let days = Horizon(bars: 5)
    let root = ExtremeValue(window: 500, horizonRule: .squareRootOfTime)
    #expect(throws: RiskModelError.unsupportedHorizon(days, rule: .squareRootOfTime)) {
      _ = try root.makeEstimator(over: days)
    }
    let overlapping = ExtremeValue(
      window: 500, sample: .residuals(EWMA(decay: 0.94)), horizonRule: .overlapping)
    #expect(throws: RiskModelError.unsupportedHorizon(days, rule: .overlapping)) {
      _ = try overlapping.makeEstimator(over: days)
    }
    _ = try root.makeEstimator(over: .oneBar)
  }

  @Test func aWindowWithoutATailIsRefused() throws {
    let few = RiskModelError.tooFewExceedances(available: 9, required: 10)
    #expect(throws: few) {
      try ExtremeValue(window: 99).requireQuantile(at: c, over: .oneBar)
    }
    #expect(throws: few) {
      try ExtremeValue(window: 103).requireQuantile(at: c, over: Horizon(bars: 5))
    }
    try ExtremeValue(window: 100).requireQuantile(at: c, over: .oneBar)
    let share = ExtremeValue(window: 500, threshold: .share(0.07))
    #expect(share.minimumObservations(over: Horizon(bars: 3), at: c) == 143 + 2)
    let residuals = ExtremeValue(window: 500, sample: .residuals(EWMA(decay: 0.94)))
    #expect(residuals.minimumObservations(over: Horizon(bars: 3), at: c) == 100 + 20)
    #expect(residuals.memory(over: .oneBar) == nil)
    #expect(share.memory(over: .oneBar) == 500)
  }

  @Test func parametersNameBothTails() throws {
    let parameters = try fitted(ExtremeValue(window: 1000), returns).parameters
    #expect(
      Set(parameters.values.keys) == [
        "longShape", "longScale", "longThreshold", "longExceedances", "shortShape", "shortScale",
        "shortThreshold", "shortExceedances",
      ])
    #expect(
      Set(parameters.standardErrors.keys) == ["longShape", "longScale", "shortShape", "shortScale"])
    #expect(parameters.status == .converged)
    #expect(parameters.logLikelihood?.isFinite == true)
  }

  // MARK: - Body and tail together

  @Test(arguments: QuantileConvention.all)
  func riskRisesThroughTheThreshold(convention: QuantileConvention) throws {
    for share in [0.1, 0.25, 0.4] {
      let model = ExtremeValue(
        window: 250, threshold: .share(share), quantileConvention: convention)
      let prediction = try fitted(model, returns).prediction()
      for side in Side.allCases {
        let losses = SidedLosses(prediction, contract: .linear, side: side)
        let levels = (501 ..< 1000).compactMap { ConfidenceLevel(Double($0) / 1000) }
        let values = levels.map { losses.valueAtRisk(at: $0) }
        let shortfalls = levels.map { losses.expectedShortfall(at: $0) }
        #expect(values == values.sorted())
        #expect(shortfalls == shortfalls.sorted())
        #expect(zip(values, shortfalls).allSatisfy { $0 <= $1 })
      }
    }
  }

  @Test func theShortfallIsTheMeanQuantileThroughTheThreshold() throws {
    let model = ExtremeValue(window: 1000, threshold: .share(0.05), returnConvention: .log)
    let prediction = try fitted(model, returns).prediction()
    for contract in Contract.allCases {
      // Bounded losses only: the other two have no mean under log returns and a heavy tail.
      let side = contract == .linear ? Side.long : .short
      let losses = SidedLosses(prediction, contract: contract, side: side)
      let levels = (0 ..< 100_000).compactMap { ConfidenceLevel(Double(900_000 + $0) / 1e6) }
      let sum = levels.dropFirst().reduce(0) { $0 + losses.valueAtRisk(at: $1) } * 1e-6
      let mean = (sum + 1e-6 * losses.valueAtRisk(at: ConfidenceLevel.known(0.999999))) / 0.1
      // The rule of left ends errs by at most one step of the whole range: 10⁻⁶·1/0.1.
      #expect(abs(losses.expectedShortfall(at: ConfidenceLevel.known(0.9)) - mean) < 1e-5)
    }
  }

  @Test func contractsWithoutAMeanSayInfinity() throws {
    for convention in [ReturnConvention.simple, .log] {
      let model = ExtremeValue(window: 1000, returnConvention: convention)
      let prediction = try fitted(model, returns).prediction()
      #expect(prediction.long.fit.shape > 0 && prediction.short.fit.shape > 0)
      func shortfall(_ contract: Contract, _ side: Side) -> Double {
        prediction.tailMeanLoss(of: contract, for: side, at: c)
      }
      #expect(shortfall(.linear, .long).isFinite)
      #expect(shortfall(.inverse, .short).isFinite)
      #expect(shortfall(.inverse, .long) == .infinity)
      #expect(shortfall(.linear, .short).isFinite == (convention == .simple))
    }
  }

  @Test func aBoundedTailHasAMeanUnderEveryContract() throws {
    // Uniform returns: both tails end.
    let uniform: [Double] = (0 ..< 400).map { (k: Int) in Double((k * 77) % 400) / 1e4 - 0.02 }
    let level = ConfidenceLevel.known(0.95)
    for convention in [ReturnConvention.simple, .log] {
      let model = ExtremeValue(window: 400, returnConvention: convention)
      let prediction = try fitted(model, uniform).prediction()
      #expect(prediction.long.end < 0.021)
      #expect(prediction.tailInterval(for: .long, at: level).reason == .boundary)
      #expect(prediction.tailStandardError(for: .long, at: level) == nil)
      for contract in Contract.allCases {
        for side in Side.allCases {
          let losses = SidedLosses(prediction, contract: contract, side: side)
          // A uniform tail: the mean loss is that halfway to its end, but for the bend of g.
          let edge = losses.valueAtRisk(at: level)
          let end = contract.loss(
            ofSimpleReturn: convention.simpleReturn(
              of: side == .long ? -prediction.long.end : prediction.short.end), for: side)
          #expect(isClose(losses.expectedShortfall(at: level), (edge + end) / 2, relative: 1e-4))
        }
      }
    }
  }

  @Test func probabilitiesInvertTheTailReturn() throws {
    for convention in [ReturnConvention.simple, .log] {
      let prediction = try fitted(
        ExtremeValue(window: 1000, returnConvention: convention), returns
      ).prediction()
      for level in [0.95, 0.99, 0.9999].map({ ConfidenceLevel.known($0) }) {
        let low = prediction.tailReturn(for: .long, at: level)
        let high = prediction.tailReturn(for: .short, at: level)
        let p = level.tailProbability
        #expect(isClose(prediction.cumulativeProbability(of: low), p, relative: 1e-10))
        #expect(isClose(1 - prediction.cumulativeProbability(of: high), p, relative: 1e-10))
      }
      let grid = (-400 ... 400).map { prediction.cumulativeProbability(of: Double($0) / 4000) }
      #expect(grid == grid.sorted())
      #expect(prediction.cumulativeProbability(of: 0) > 0.4)
      #expect(prediction.logDensity(of: 0) == nil)
    }
    let log = try fitted(ExtremeValue(window: 1000, returnConvention: .log), returns).prediction()
    #expect(log.cumulativeProbability(of: -1) == 0)
  }

  @Test func aLevelInTheBodyHasTheErrorsOfTheSample() throws {
    let prediction = try fitted(ExtremeValue(window: 1000), returns).prediction()
    let sample = try fitted(ExtremeValue(window: 1000), returns).prediction().body
    let level = ConfidenceLevel.known(0.75)
    #expect(
      prediction.tailReturn(for: .long, at: level) == sample.tailReturn(for: .long, at: level))
    #expect(
      prediction.tailInterval(for: .long, at: level) == sample.tailInterval(for: .long, at: level))
    #expect(
      prediction.tailStandardError(for: .long, at: level)
        == sample.tailStandardError(for: .long, at: level))
  }

  @Test func logReturnsTurnTheIntervalIntoSimpleReturns() throws {
    let model = ExtremeValue(window: 1000, returnConvention: .log)
    let prediction = try fitted(model, returns).prediction()
    let interval = prediction.tailInterval(for: .long, at: c)
    let center = prediction.long.valueAtRisk(at: c)
    let error = try #require(prediction.long.valueAtRiskError(at: c))
    let reach = Normal.quantile(of: 0.975) * error
    #expect(interval.inner == expm1(-(center - reach)))
    #expect(interval.outer == expm1(-(center + reach)))
    #expect(
      isClose(
        try #require(prediction.tailStandardError(for: .long, at: c)), exp(-center) * error,
        relative: 1e-14))
  }
}
