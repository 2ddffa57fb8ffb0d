import Glibc
import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing

/// Quantile regressions: what they compute, minimize and refuse.
struct CAViaRTests {
  static let level = ConfidenceLevel.known(0.95)
  static let window = 400

  static let returns: [Double] = CAViaRSamples.garch(460, seed: 21).returns

  static func fitted(
    _ specification: CAViaRSpecification, _ tailModel: QuantileTailModel = .multiple,
    _ convention: ReturnConvention = .simple, over bars: Int = 1
  ) throws -> CAViaREstimator {
    let model = CAViaR(
      window: window, specification: specification, tailModel: tailModel, levels: [level],
      returnConvention: convention)
    var estimator = try model.makeEstimator(over: Horizon(bars: bars))
    let past = Array(returns[..<440])
    estimator.observe(contentsOf: past.span)
    try estimator.recalibrate()
    return estimator
  }

  // MARK: - The recursions

  @Test(arguments: CAViaRSpecification.allCases)
  func aQuantileFollowsFromTheOneBeforeAsInThePaper(_ specification: CAViaRSpecification) throws {
    var estimator = try Self.fitted(specification)
    let scale = CAViaRSamples.scale(Self.returns[40 ..< 440])
    for value in [0.013, -0.031, 0, -0.002] {
      let before = try estimator.prediction()
      estimator.observe(value)
      let after = try estimator.prediction()
      for side in Side.allCases {
        let path = QuantilePath(
          specification, estimator.parameters.values, side, Self.level, scale: scale)
        let sign: Double = side == .long ? -1 : 1
        let expected = path.next(
          sign * before.tailReturn(for: side, at: Self.level), observing: sign * value)
        let quantile = sign * after.tailReturn(for: side, at: Self.level)
        #expect(isClose(quantile, expected, relative: 1e-12))
      }
    }
  }

  @Test(arguments: CAViaRSpecification.allCases)
  func theFirstQuantileIsThatOfTheFirstThreeHundred(_ specification: CAViaRSpecification) throws {
    let estimator = try Self.fitted(specification)
    let window = Array(Self.returns[40 ..< 440])
    for side in Side.allCases {
      let path = QuantilePath(
        specification, estimator.parameters.values, side, Self.level,
        scale: CAViaRSamples.scale(window[...]))
      let last = try #require(path.quantiles(of: window, at: Self.level).last)
      let predicted = abs(try estimator.prediction().tailReturn(for: side, at: Self.level))
      #expect(isClose(predicted, last, relative: 1e-10))
    }
  }

  @Test func overSeveralBarsTheQuantileGrowsByTheRoot() throws {
    let one = try Self.fitted(.indirectGARCH, .multiple, .log).prediction()
    let nine = try Self.fitted(.indirectGARCH, .multiple, .log, over: 9).prediction()
    for side in Side.allCases {
      let ratio =
        log1p(nine.tailReturn(for: side, at: Self.level))
        / log1p(one.tailReturn(for: side, at: Self.level))
      #expect(isClose(ratio, 3, relative: 1e-12))
    }
    #expect(isClose(nine.volatility / one.volatility, 3, relative: 1e-12))
  }

  // MARK: - What is minimized

  @Test(arguments: CAViaRSpecification.allCases)
  func noParametersNearbyHaveASmallerLoss(_ specification: CAViaRSpecification) throws {
    for tailModel in QuantileTailModel.allCases {
      let estimator = try Self.fitted(specification, tailModel)
      for side in Side.allCases {
        try expectMinimum(specification, tailModel, estimator.parameters.values, side)
      }
    }
  }

  private func expectMinimum(
    _ specification: CAViaRSpecification, _ tailModel: QuantileTailModel,
    _ parameters: [String: Double], _ side: Side
  ) throws {
    let window = Array(Self.returns[40 ..< 440])
    let scale = CAViaRSamples.scale(window[...])
    func loss(_ values: [String: Double]) -> Double {
      let path = QuantilePath(specification, values, side, Self.level, scale: scale)
      return tailModel == .multiple
        ? path.tickLoss(of: window, at: Self.level)
        : path.jointLoss(of: window, at: Self.level)
    }
    let least = loss(parameters)
    for i in 1 ... specification.parameterCount {
      let name = "beta\(i).\(side.rawValue).0.95"
      let value = try #require(parameters[name])
      for factor in [0.9, 0.99, 0.999, 1.001, 1.01, 1.1] {
        var moved = parameters
        // β₂ stays below one, where the search was.
        moved[name] = i == 2 ? 1 - (1 - value) * factor : value * factor
        #expect(loss(moved) >= least - 1e-9 * abs(least), "\(name) × \(factor)")
      }
    }
  }

  @Test(arguments: CAViaRSpecification.allCases)
  func theMultipleMinimizesTheJointScore(_ specification: CAViaRSpecification) throws {
    let estimator = try Self.fitted(specification)
    let window = Array(Self.returns[40 ..< 440])
    for side in Side.allCases {
      let values = estimator.parameters.values
      let path = QuantilePath(
        specification, values, side, Self.level, scale: CAViaRSamples.scale(window[...]))
      let best = path.score(of: window, at: Self.level, multiple: path.multiple)
      #expect(path.multiple > 1)
      for factor in [0.97, 0.999, 1.001, 1.03] {
        let other = path.score(of: window, at: Self.level, multiple: factor * path.multiple)
        #expect(other > best)
      }
    }
  }

  @Test(arguments: CAViaRSpecification.allCases)
  func eachEstimateIsTheBetterByItsOwnLoss(_ specification: CAViaRSpecification) throws {
    let apart = try Self.fitted(specification).parameters.values
    let joint = try Self.fitted(specification, .jointMultiple).parameters.values
    let window = Array(Self.returns[40 ..< 440])
    let scale = CAViaRSamples.scale(window[...])
    for side in Side.allCases {
      let first = QuantilePath(specification, apart, side, Self.level, scale: scale)
      let second = QuantilePath(specification, joint, side, Self.level, scale: scale)
      let ticks = [first, second].map { $0.tickLoss(of: window, at: Self.level) }
      let scores = [first, second].map { $0.jointLoss(of: window, at: Self.level) }
      #expect(ticks[0] <= ticks[1] * (1 + 1e-9))
      #expect(scores[1] <= scores[0] + 1e-9)
    }
  }

  // MARK: - The distribution

  @Test(arguments: CAViaRSpecification.allCases, QuantileTailModel.allCases)
  func theShortfallIsTheMultipleOfTheQuantile(
    _ specification: CAViaRSpecification, _ tailModel: QuantileTailModel
  ) throws {
    let estimator = try Self.fitted(specification, tailModel)
    let prediction = try estimator.prediction()
    for side in Side.allCases {
      let losses = SidedLosses(prediction, contract: .linear, side: side)
      let m = try #require(estimator.parameters.values["multiple.\(side.rawValue).0.95"])
      let ratio =
        losses.expectedShortfall(at: Self.level) / losses.valueAtRisk(at: Self.level)
      #expect(isClose(ratio, m, relative: 1e-12))
    }
  }

  @Test func aLogReturnOnAnyContractHasAShortfallBeyondTheQuantile() throws {
    let prediction = try Self.fitted(.asymmetricSlope, .jointMultiple, .log).prediction()
    for side in Side.allCases {
      for contract in Contract.allCases {
        let losses = SidedLosses(prediction, contract: contract, side: side)
        let ratio = losses.expectedShortfall(at: Self.level) / losses.valueAtRisk(at: Self.level)
        #expect(ratio > 1.05 && ratio < 2)
      }
    }
    // eˣ − 1 is convex: at the same mean log loss the short side loses more, the long one less.
    let quantile = log1p(prediction.tailReturn(for: .short, at: Self.level))
    let short = prediction.tailMeanLoss(of: .linear, for: .short, at: Self.level)
    let multiple = try #require(
      try Self.fitted(.asymmetricSlope, .jointMultiple, .log)
        .parameters.values["multiple.short.0.95"])
    #expect(short > expm1(multiple * quantile))
  }

  @Test func theFilteredDistributionAgreesWithTheFittedQuantile() throws {
    let prediction = try Self.fitted(.symmetricAbsoluteValue).prediction()
    // At the tick loss's minimum at most as many returns as parameters lie on the quantile.
    let tolerance = 3.0 / Double(Self.window) + 1e-12
    let low = prediction.tailReturn(for: .long, at: Self.level)
    let high = prediction.tailReturn(for: .short, at: Self.level)
    #expect(abs(prediction.cumulativeProbability(of: low) - 0.05) <= tolerance)
    #expect(abs(prediction.cumulativeProbability(of: high) - 0.95) <= tolerance)
    #expect(prediction.cumulativeProbability(of: -0.9) == 0)
    #expect(prediction.cumulativeProbability(of: 0.9) == 1)
    let volatility = CAViaRSamples.garch(460, seed: 21).volatilities[440]
    #expect(isClose(prediction.volatility, volatility, relative: 0.35))
  }

  @Test func levelsDoNotDependOnEachOther() throws {
    let both = CAViaR(window: Self.window, levels: [Self.level, .known(0.9)])
    let one = CAViaR(window: Self.window, levels: [Self.level])
    #expect(both.levels == [.known(0.9), Self.level])
    var answers: [Double] = []
    for model in [both, one] {
      var estimator = try model.makeEstimator(over: .oneBar)
      estimator.observe(contentsOf: Self.returns.span)
      try estimator.recalibrate()
      answers.append(try estimator.prediction().tailReturn(for: .long, at: Self.level))
    }
    #expect(answers[0] == answers[1])
  }

  @Test func levelsThatCrossAreWarnedOf() throws {
    let levels = [0.94, 0.945, 0.95].map { ConfidenceLevel.known($0) }
    let model = CAViaR(window: 200, specification: .adaptive, levels: levels)
    var crossings = 0
    var ordered = 0
    for end in stride(from: 200, to: 460, by: 20) {
      var estimator = try model.makeEstimator(over: .oneBar)
      let past = Array(Self.returns[..<end])
      estimator.observe(contentsOf: past.span)
      try estimator.recalibrate()
      let prediction = try estimator.prediction()
      let losses = Side.allCases.map { SidedLosses(prediction, contract: .linear, side: $0) }
      let isOrdered = losses.allSatisfy { side in
        let risks = levels.map { side.valueAtRisk(at: $0) }
        let shortfalls = levels.map { side.expectedShortfall(at: $0) }
        return risks == risks.sorted() && shortfalls == shortfalls.sorted()
      }
      let codes = levels.flatMap { prediction.warnings(at: $0).map(\.code) }
      #expect(codes.contains("quantiles-cross") != isOrdered)
      if isOrdered { ordered += 1 } else { crossings += 1 }
    }
    #expect(crossings > 0 && ordered > 0)
  }

  @Test func unfittedLevelsKeepTheOrder() throws {
    let prediction = try Self.fitted(.adaptive).prediction()
    let levels = [0.6, 0.8, 0.9, 0.94, 0.95, 0.96, 0.99, 0.999].map { ConfidenceLevel.known($0) }
    for side in Side.allCases {
      let losses = SidedLosses(prediction, contract: .inverse, side: side)
      let risks = levels.map { losses.valueAtRisk(at: $0) }
      let shortfalls = levels.map { losses.expectedShortfall(at: $0) }
      #expect(risks == risks.sorted() && Set(risks).count > 5)
      #expect(shortfalls == shortfalls.sorted())
      #expect(zip(risks, shortfalls).allSatisfy { $0 <= $1 })
      #expect(prediction.tailStandardError(for: side, at: .known(0.9)) == nil)
      #expect(prediction.tailInterval(for: side, at: .known(0.9)).reason == .needsResidualBootstrap)
    }
  }

  @Test func theStandardErrorSpansTheInterval() throws {
    let estimator = try Self.fitted(.indirectGARCH, .jointMultiple)
    let prediction = try estimator.prediction()
    for side in Side.allCases {
      let interval = prediction.tailInterval(for: side, at: Self.level)
      let sign: Double = side == .long ? -1 : 1
      guard let inner = interval.inner, let outer = interval.outer else {
        #expect(interval.reason == .boundary)
        continue
      }
      let error = try #require(prediction.tailStandardError(for: side, at: Self.level))
      #expect(error > 0)
      #expect(isClose(sign * (outer - inner), 2 * 1.959963984540054 * error, relative: 1e-9))
      #expect(estimator.parameters.standardErrors["multiple.\(side.rawValue).0.95"] ?? 0 > 0)
    }
  }
}
