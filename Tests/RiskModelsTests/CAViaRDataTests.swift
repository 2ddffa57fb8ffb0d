import Foundation
import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing

/// Quantile regressions on data that are hard, real, or drawn from a known law.
struct CAViaRDataTests {
  private static let ninetyFive = ConfidenceLevel.known(0.95)
  private static let ninetyNine = ConfidenceLevel.known(0.99)

  static let every: [CAViaR] = CAViaRSpecification.allCases.flatMap { specification in
    QuantileTailModel.allCases.map {
      CAViaR(
        window: 1000, specification: specification, tailModel: $0, levels: [ninetyFive],
        returnConvention: .simple)
    }
  }

  static func outcome(
    _ model: CAViaR, _ returns: [Double]
  ) -> Result<CAViaRReturns, RiskModelError> {
    Result { () throws(RiskModelError) in
      var estimator = try model.makeEstimator(over: .oneBar)
      estimator.observe(contentsOf: returns.span)
      try estimator.recalibrate()
      return try estimator.prediction()
    }
  }

  /// Every number that is given is finite, and a shortfall lies beyond its quantile.
  static func expectSound(_ prediction: CAViaRReturns, _ level: ConfidenceLevel) {
    #expect(prediction.volatility.isFinite && prediction.volatility > 0)
    for side in Side.allCases {
      let losses = SidedLosses(prediction, contract: .linear, side: side)
      let risk = losses.valueAtRisk(at: level)
      #expect(risk.isFinite && risk > 0)
      #expect(losses.expectedShortfall(at: level).isFinite)
      #expect(losses.expectedShortfall(at: level) >= risk)
      #expect(prediction.tailStandardError(for: side, at: level).map { $0.isFinite } ?? true)
    }
  }

  // MARK: - Refusals

  @Test(arguments: every)
  func returnsThatDoNotVaryAreRefused(_ model: CAViaR) {
    for value in [0, 0.001, -0.001] {
      let returns = [Double](repeating: value, count: 1000)
      #expect(Self.outcome(model, returns) == .failure(.noVariation(observations: 1000)))
    }
  }

  @Test(arguments: every)
  func thirtyReturnsAreTooFew(_ model: CAViaR) {
    let returns = Array(CAViaRSamples.garch(30, seed: 1).returns)
    let required = (model.specification.parameterCount + 1) * 20
    #expect(
      Self.outcome(model, returns)
        == .failure(.insufficientHistory(available: 30, required: required)))
    #expect(model.minimumObservations(over: .oneBar, at: Self.ninetyFive) == required)
  }

  @Test(arguments: every)
  func aSideThatOnlyGainsHasNoQuantile(_ model: CAViaR) {
    let returns = CAViaRSamples.garch(1000, seed: 1).returns.map { abs($0) + 1e-4 }
    #expect(
      Self.outcome(model, returns) == .failure(.quantileNotPositive(.long, Self.ninetyFive)))
  }

  @Test func aLevelThatWasNotFittedIsRefusedBefore() throws {
    let model = CAViaR(window: 500, levels: [Self.ninetyFive, Self.ninetyNine])
    try model.requireQuantile(at: Self.ninetyFive, over: .oneBar)
    try model.requireQuantile(at: Self.ninetyNine, over: .oneBar)
    let other = ConfidenceLevel.known(0.975)
    #expect(throws: RiskModelError.levelNotFitted(other)) {
      try model.requireQuantile(at: other, over: .oneBar)
    }
    let small = CAViaR(window: 399, levels: [Self.ninetyNine])
    #expect(throws: RiskModelError.sampleTooSmall(size: 399, required: 400)) {
      try small.requireQuantile(at: Self.ninetyNine, over: .oneBar)
    }
  }

  // MARK: - Hard data

  static let hard: [(name: String, returns: [Double])] = {
    let plain = CAViaRSamples.garch(1000, seed: 3).returns
    var outlier = plain
    outlier[700] = -0.6
    var fullHalt = plain
    for i in plain.indices where i % 10 != 0 { fullHalt[i] = 0 }
    var late = [Double](repeating: 0, count: 1000)
    for i in 900 ..< 1000 { late[i] = plain[i] }
    let stream = RandomStream(seed: 4, identifier: "sparse")
    return [
      ("one outlier", outlier), ("nine in ten are zero", fullHalt), ("zero but at the end", late),
      ("alternating", plain.indices.map { $0 % 2 == 0 ? 0.01 : -0.01 }),
      ("alternating and growing", plain.indices.map { ($0 % 2 == 0 ? 1e-5 : -1e-5) * Double($0) }),
      ("one return that is not zero", plain.indices.map { $0 == 500 ? 0.1 : 0 }),
      ("ten sizes", plain.map { ($0 * 300).rounded() / 300 }),
      ("huge", plain.map { $0 * 1e12 }), ("tiny", plain.map { $0 * 1e-12 }),
      ("a trend", plain.map { 0.02 + $0 }),
      (
        "no mean",
        plain.indices.map { i in
          let u = stream.uniform(path: UInt32(i), step: 0)
          return 0.01 * tan(Double.pi * (u - 0.5))
        }
      ),
    ]
  }()

  @Test(arguments: every, hard.indices)
  func hardDataGiveANumberOrANamedError(_ model: CAViaR, index: Int) {
    switch Self.outcome(model, Self.hard[index].returns) {
    case .success(let prediction): Self.expectSound(prediction, Self.ninetyFive)
    case .failure(let error):
      let named =
        switch error {
        case .didNotConverge, .quantileNotPositive: true
        default: false
        }
      #expect(named, "\(Self.hard[index].name): \(error)")
    }
  }

  // MARK: - Shipped prices

  @Test(arguments: ["equities/sp500", "commodities/wti", "crypto/btc-usd"])
  func shippedPricesAreFittedThroughout(name: String) throws {
    let file = ReferenceFile.package().appending(path: "data/\(name).csv")
    let closes = try #require(try ReferenceFile.columns(file)["close"])
    let returns = CAViaRSamples.logReturns(closes.filter { $0 > 0 })
    let ends = SlowTests.enabled ? Array(stride(from: 1000, to: returns.count, by: 500)) : [1000]
    for specification in CAViaRSpecification.allCases {
      for tailModel in QuantileTailModel.allCases {
        let model = CAViaR(
          window: 1000, specification: specification, tailModel: tailModel,
          levels: [Self.ninetyNine])
        for end in ends {
          let prediction = try Self.outcome(model, Array(returns[(end - 1000) ..< end])).get()
          Self.expectSound(prediction, Self.ninetyNine)
        }
      }
    }
  }

  // MARK: - A known law

  /// On GARCH(1,1) with normal innovations indirect GARCH is the law itself:
  /// V = 2.326 σ, β = (2.326² ω, β, 2.326² α).
  @Test(.enabled(if: SlowTests.enabled), arguments: QuantileTailModel.allCases)
  func theQuantileOfAGARCHProcessIsRecovered(_ tailModel: QuantileTailModel) throws {
    let fits = 2000
    let forecasts = 2000
    let z = Normal.quantile(of: 0.99)
    var exceedances = 0
    var count = 0
    for seed in 0 ..< 6 as Range<UInt64> {
      let (returns, volatilities) = CAViaRSamples.garch(fits + forecasts, seed: 100 + seed)
      let model = CAViaR(
        window: fits, specification: .indirectGARCH, tailModel: tailModel,
        levels: [Self.ninetyNine], returnConvention: .simple)
      var estimator = try model.makeEstimator(over: .oneBar)
      let past = Array(returns[..<fits])
      estimator.observe(contentsOf: past.span)
      try estimator.recalibrate()
      if tailModel == .multiple { try expectNotAboveTheTruth(estimator, past) }
      var predicted: [Double] = []
      for t in fits ..< fits + forecasts {
        let prediction = try estimator.prediction()
        predicted.append(-prediction.tailReturn(for: .long, at: Self.ninetyNine))
        for side in Side.allCases {
          let loss = side == .long ? -returns[t] : returns[t]
          let quantile = abs(prediction.tailReturn(for: side, at: Self.ninetyNine))
          if loss > quantile { exceedances += 1 }
          count += 1
        }
        estimator.observe(returns[t])
      }
      let truth = volatilities[fits...].map { z * $0 }
      #expect(correlation(predicted, truth) > 0.9, "seed \(seed)")
    }
    // One per cent, four standard errors of independent exceedances either way.
    let share = Double(exceedances) / Double(count)
    let bar = 4 * (0.01 * 0.99 / Double(count)).squareRoot()
    print("coverage \(tailModel): \(share) against 0.01 ± \(bar)")
    #expect(abs(share - 0.01) < bar)
  }

  private func expectNotAboveTheTruth(_ estimator: CAViaREstimator, _ returns: [Double]) throws {
    let z = Normal.quantile(of: 0.99)
    let truth = [
      z * z * CAViaRSamples.omega, CAViaRSamples.beta, z * z * CAViaRSamples.alpha, 0,
    ]
    for side in Side.allCases {
      let fitted = QuantilePath(
        .indirectGARCH, estimator.parameters.values, side, Self.ninetyNine, scale: 1)
      let known = QuantilePath(.indirectGARCH, truth, side, Self.ninetyNine, scale: 1)
      #expect(
        fitted.tickLoss(of: returns, at: Self.ninetyNine)
          <= known.tickLoss(of: returns, at: Self.ninetyNine))
    }
  }

  /// On V′ = β₁ + β₂ V + β₃ |r|, r = V z/1.645, the error of tomorrow's quantile over its standard error
  /// is about standard normal.
  @Test(.enabled(if: SlowTests.enabled), arguments: QuantileTailModel.allCases)
  func theStandardErrorIsTheSizeOfTheError(_ tailModel: QuantileTailModel) throws {
    let model = CAViaR(
      window: 2000, tailModel: tailModel, levels: [Self.ninetyFive], returnConvention: .simple)
    var standardized: [Double] = []
    var missing = 0
    for seed in 0 ..< 150 as Range<UInt64> {
      let (returns, quantile) = Self.symmetricProcess(2000, seed: seed)
      let prediction = try Self.outcome(model, returns).get()
      for side in Side.allCases {
        let error = abs(prediction.tailReturn(for: side, at: Self.ninetyFive)) - quantile
        guard let deviation = prediction.tailStandardError(for: side, at: Self.ninetyFive) else {
          missing += 1
          continue
        }
        standardized.append(error / deviation)
      }
    }
    let covered = standardized.count { abs($0) <= 1.96 }
    let size = (standardized.reduce(0) { $0 + $1 * $1 } / Double(standardized.count)).squareRoot()
    print(
      "standard errors \(tailModel): \(size), \(covered) of \(standardized.count), \(missing) missing"
    )
    #expect(standardized.count > 200)
    // Asymptotic: right in size, not to a digit. One that lacked √n would be off by 45.
    #expect(size > 0.7 && size < 1.4)
  }

  /// Returns whose 95 % quantile follows the symmetric absolute value, and the next quantile.
  private static func symmetricProcess(
    _ count: Int, seed: UInt64
  ) -> (returns: [Double], next: Double) {
    let stream = RandomStream(seed: seed, identifier: "symmetric absolute value")
    let z = Normal.quantile(of: 0.95)
    var quantile = 0.016
    let returns = (0 ..< count).map { i -> Double in
      let r = quantile / z * stream.normal(path: UInt32(i), step: 0)
      quantile = 0.0008 + 0.8 * quantile + 0.3 * abs(r)
      return r
    }
    return (returns, quantile)
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    let (x, y) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
    var sums = SIMD3<Double>.zero
    for (p, q) in zip(a, b) {
      sums += SIMD3((p - x) * (q - y), (p - x) * (p - x), (q - y) * (q - y))
    }
    return sums[0] / (sums[1] * sums[2]).squareRoot()
  }
}
