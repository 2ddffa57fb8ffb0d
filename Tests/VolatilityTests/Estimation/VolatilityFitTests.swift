import Statistics
import TestSupport
import Testing
import Volatility

/// What holds for every fit.
struct VolatilityFitTests {
  /// A GJR process with clustering, in decimals.
  static func returns(_ count: Int, seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, identifier: "fits")
    let law = UnitVarianceStudentT(degreesOfFreedom: 6)
    var variance = 1e-4
    return (0 ..< count).map { step in
      let z = law.quantile(of: stream.uniform(path: 0, step: UInt32(step)))
      let e = variance.squareRoot() * z
      variance = 2e-6 + (0.05 + (e < 0 ? 0.06 : 0)) * e * e + 0.9 * variance
      return 4e-4 + e
    }
  }

  static let models: [ConditionalVolatility] = {
    let recursions: [VarianceRecursion] = [
      .garch(GARCH()), .garch(.gjr), .garch(GARCH(p: 2, o: 1, q: 2)), .garch(GARCH(p: 2, q: 0)),
      .garch(.tarch), .garch(.avgarch), .egarch(EGARCH()), .aparch(APARCH()),
    ]
    return recursions.flatMap { recursion in
      InnovationFamily.allCases.map {
        ConditionalVolatility(recursion: recursion, innovations: $0)
      }
    }
  }()

  @Test(arguments: models.indices)
  func theUnitOfReturnsChangesNothingElse(index: Int) throws {
    let model = Self.models[index]
    let returns = Self.returns(1_200, seed: 3)
    let decimal = try VolatilityFit(maximizing: model, on: returns)
    let percent = try VolatilityFit(maximizing: model, on: returns.map { $0 * 100 })
    let shift = Double(returns.count) * 4.605170185988092
    #expect(abs(decimal.logLikelihood - shift - percent.logLikelihood) < 1e-5)
    let run = model.filter(returns, parameters: decimal.parameters)
    #expect(abs(run.logLikelihood - decimal.logLikelihood) < 1e-7)
  }

  @Test(arguments: models.indices)
  func aWarmStartReachesTheSameLikelihood(index: Int) throws {
    let model = Self.models[index]
    let returns = Self.returns(1_300, seed: 11)
    let yesterday = try VolatilityFit(maximizing: model, on: Array(returns[..<1_280]))
    let sample = Array(returns[20...])
    let cold = try VolatilityFit(maximizing: model, on: sample)
    let warm = try VolatilityFit(
      maximizing: model, on: sample, startingAt: yesterday)
    #expect(warm.logLikelihood > cold.logLikelihood - 1e-6)
    // Between kinks a likelihood has several maxima: a warm start may find a higher one.
    let isSmooth = model.recursion == .garch(GARCH()) || model.recursion == .garch(.gjr)
    if isSmooth { #expect(warm.logLikelihood < cold.logLikelihood + 1e-6) }
  }

  @Test func theSameReturnsGiveTheSameBits() throws {
    let returns = Self.returns(900, seed: 7)
    for model in Self.models {
      #expect(
        try VolatilityFit(maximizing: model, on: returns)
          == VolatilityFit(maximizing: model, on: returns))
    }
  }

  @Test func anIntegratedVarianceIsABoundaryWithoutStandardErrors() throws {
    let stream = RandomStream(seed: 1, identifier: "integrated")
    var variance = 1.0
    let returns = (0 ..< 2_000).map { step in
      let e = variance.squareRoot() * stream.normal(path: 0, step: UInt32(step))
      variance = 0.02 + 0.1 * e * e + 0.905 * variance
      return e
    }
    let fit = try VolatilityFit(maximizing: ConditionalVolatility(), on: returns)
    #expect(fit.status == .boundary)
    #expect(abs(fit.persistence - 1) < 1e-12)
    #expect(fit.covariance(on: returns) == nil)
  }

  @Test(.enabled(if: SlowTests.enabled))
  func estimatesComeToTheTruthAtTheRateThatTheirErrorsSay() throws {
    let truth = [4e-4, 2e-6, 0.05, 0.06, 0.9, 6]
    let model = ConditionalVolatility(recursion: .garch(.gjr), innovations: .studentT)
    var inside = [Int](repeating: 0, count: truth.count)
    let samples = 400
    var fitted = 0
    for seed in 0 ..< samples {
      let returns = Self.returns(3_000, seed: UInt64(seed) + 100)
      let fit = try VolatilityFit(maximizing: model, on: returns)
      guard let covariance = fit.covariance(on: returns) else { continue }
      fitted += 1
      for i in truth.indices {
        let z = (fit.parameters[i] - truth[i]) / covariance.standardErrors[i]
        if abs(z) < 1.959964 { inside[i] += 1 }
      }
    }
    #expect(fitted > samples * 9 / 10)
    // Four standard errors of 95 %, and one more for the bias of ω and β at 3,000 returns.
    let reach = 5 * (0.95 * 0.05 / Double(fitted)).squareRoot()
    for (name, count) in zip(model.parameterNames, inside) {
      let rate = Double(count) / Double(fitted)
      #expect(abs(rate - 0.95) < reach, "\(name): \(rate)")
    }
  }
}
