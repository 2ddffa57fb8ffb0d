import Statistics
import TestSupport
import Testing
import Volatility

/// Series on which estimation goes wrong: each has a fit or a named refusal, and none runs on.
struct HardDataTests {
  static let series: [(name: String, returns: [Double])] = {
    let stream = RandomStream(seed: 5, identifier: "hard data")
    let normal = (0 ..< 1_500).map { stream.normal(path: 0, step: UInt32($0)) / 100 }
    var outlier = normal
    outlier[700] = 0.62
    var halt = normal
    for i in 600 ..< 911 { halt[i] = 0 }
    var variance = 1e-4
    let integrated = normal.map { z in
      let r = variance.squareRoot() * z * 100
      variance = 2e-6 + 0.1 * r * r + 0.9 * variance
      return r
    }
    return [
      ("constant", [Double](repeating: 0.005, count: 1_500)),
      ("zeros", [Double](repeating: 0, count: 1_500)),
      ("outlier of 62 deviations", outlier),
      ("integrated", integrated),
      ("30 observations", Array(normal.prefix(30))),
      ("halt of 311 days", halt),
      ("alternating", (0 ..< 1_500).map { $0.isMultiple(of: 2) ? -0.01 : 0.01 }),
    ]
  }()

  static let recursions: [VarianceRecursion] = [
    .garch(GARCH()), .garch(.gjr), .garch(.tarch), .garch(GARCH(q: 0)), .egarch(EGARCH()),
    .aparch(APARCH()), .ewma, .asymmetricEWMA, .scoreDriven(ScoreDriven()),
  ]

  @Test(arguments: series.indices)
  func aFitIsUsableOrRefused(index: Int) throws {
    let (name, returns) = Self.series[index]
    for recursion in Self.recursions {
      for innovations in [InnovationFamily.normal, .studentT, .skewedT] {
        let model = ConditionalVolatility(recursion: recursion, innovations: innovations)
        do {
          let fit = try VolatilityFit(maximizing: model, on: returns)
          let run = model.filter(returns, parameters: fit.parameters)
          #expect(fit.evaluations < 4_000, "\(name)")
          #expect(fit.logLikelihood.isFinite && run.nextVariance.isFinite, "\(name)")
          #expect(run.variances.allSatisfy { $0 > 0 && $0.isFinite }, "\(name)")
          // Exponential weights are integrated by definition.
          let isIntegrated = recursion == .ewma || recursion == .asymmetricEWMA
          #expect(fit.status == .boundary || fit.persistence < 1 || isIntegrated, "\(name)")
        } catch {
          switch error {
          case .insufficientReturns(let available, let required):
            #expect(available == 30 && required > 30)
          case .noVariation: #expect(name == "constant" || name == "zeros")
          case .didNotConverge(let reason): #expect(!reason.isEmpty)
          case .notFinite: Issue.record("\(name): \(error)")
          }
        }
      }
    }
  }

  @Test func aPriceThatStoodStillHasNoStudentTVolatility() {
    let halt = Self.series[5].returns
    #expect {
      _ = try VolatilityFit(maximizing: ConditionalVolatility(innovations: .studentT), on: halt)
    } throws: { error in
      guard case .didNotConverge(let reason)? = error as? VolatilityError else { return false }
      return reason.contains("stands still")
    }
  }

  @Test func aReturnThatIsNoNumberIsNamedByItsPlace() {
    var returns = Self.series[3].returns
    returns[17] = .nan
    #expect(throws: VolatilityError.notFinite(position: 17)) {
      try VolatilityFit(maximizing: ConditionalVolatility(), on: returns)
    }
  }
}
