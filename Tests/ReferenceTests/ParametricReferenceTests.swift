import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// Closed forms and likelihoods against published figures, scipy and mpmath.
struct ParametricReferenceTests {
  private func losses<R: ReturnDistribution>(_ returns: R) -> SidedLosses<R> {
    SidedLosses(returns, contract: .linear, side: .long)
  }

  // MARK: - Textbook

  @Test func normalLossesGiveHullsFigures() throws {
    let full = try Cases.vector("rmfi.12.9_10")["expected"]["full"]
    let normal = losses(
      LocationScaleReturns.normal(mean: 0, standardDeviation: 20, convention: .simple))
    let c = try level(0.99)
    #expect(isClose(normal.valueAtRisk(at: c), try full["VaR"].number, relative: 1e-10))
    #expect(isClose(normal.expectedShortfall(at: c), try full["ES"].number, relative: 1e-10))
  }

  @Test func theSquareRootOfTimeGivesHullsFigures() throws {
    let full = try Cases.vector("rmfi.12.6")["expected"]["full"]
    let model = EWMAModel(window: 500, volatility: EWMA(decay: 0.94, startUp: .variance(4)))
    for (key, bars, c) in [("VaR975", 1, 0.975), ("VaR975_5d", 5, 0.975), ("VaR99_5d", 5, 0.99)] {
      let value = try model.losses(after: [], over: bars).valueAtRisk(at: try level(c))
      #expect(isClose(value, try full[key].number, relative: 1e-10))
    }
  }

  @Test func autocorrelatedReturnsGiveHullsFigures() throws {
    let vector = try Cases.vector("rmfi.12.11")
    let (inputs, full) = (try vector["inputs"], try vector["expected"]["full"])
    let factor = AutocorrelatedScaling.varianceFactor(
      bars: Int(try inputs["T"].number), autocorrelation: try inputs["rho"].number)
    let deviation = try inputs["sd"].number * factor.squareRoot()
    #expect(isClose(deviation, try full["sd_T"].number, relative: 1e-10))
    let normal = losses(
      LocationScaleReturns.normal(mean: 0, standardDeviation: deviation, convention: .simple))
    let c = try level(0.95)
    #expect(isClose(normal.valueAtRisk(at: c), try full["VaR95"].number, relative: 1e-10))
    #expect(isClose(normal.expectedShortfall(at: c), try full["ES95"].number, relative: 1e-10))
  }

  @Test func oneStepOfTheVarianceGivesHullsFigures() throws {
    let vector = try Cases.vector("hull.ewma_garch_step")
    let step = try vector["inputs"]["ewma"]
    let sigma = try step["sigma"].number
    let variance = EWMA(decay: try step["lam"].number)
      .variance(after: sigma * sigma, observing: try step["u"].number)
    #expect(isClose(variance, try vector["expected"]["ewma_variance"].number, relative: 1e-12))
    let printed = try Cases.vector("rmfi.10.7")["expected"]["full"]["sigma"].number
    #expect(isClose(variance.squareRoot(), printed, relative: 1e-10))
  }

  @Test func twoAssetsDiversifyByHullsFigure() throws {
    let vector = try Cases.vector("hull.two_asset")
    let positions = try vector["inputs"]["positions"].numbers
    let volatilities = try vector["inputs"]["daily_vol"].numbers
    let z = try vector["inputs"]["z"].number
    let rho = try vector["inputs"]["rho"].number
    let money = zip(positions, volatilities).map { $0 * $1 }
    let both = (money[0] * money[0] + money[1] * money[1] + 2 * rho * money[0] * money[1])
      .squareRoot()
    let full = try vector["expected"]["full"]
    for (sd, key) in [(money[0], "msft"), (money[1], "att"), (both, "port")] {
      // The edition rounds z to 2.33; the exact one divides out.
      let exact = losses(
        LocationScaleReturns.normal(
          mean: 0, standardDeviation: sd * 10.0.squareRoot(), convention: .simple)
      ).valueAtRisk(at: try level(0.99))
      let value = exact / -Normal.quantile(of: 0.01) * z
      #expect(isClose(value, try full[key].number, absolute: 1))
    }
  }

  // MARK: - Distributions

  @Test func standardNormalTailsAgreeWithFortyDigits() throws {
    let vector = try Cases.vector("dist.normal.quantile_es")
    try expectTails(vector, "quantile", "ES_lower_tail", relative: 1e-12) { _ in
      LocationScaleReturns.normal(mean: 0, standardDeviation: 1, convention: .simple)
    }
  }

  @Test(arguments: ["2.5", "3", "4", "6", "10", "30"])
  func studentTailsAgreeWithFortyDigits(nu: String) throws {
    let vector = try Cases.vector("dist.t." + nu)
    let degrees = try vector["inputs"]["nu"].number
    try expectTails(vector, "quantile", "ES_lower_tail", relative: 1e-10) { _ in
      LocationScaleReturns.studentT(
        location: 0, scale: 1, degreesOfFreedom: degrees, convention: .simple)
    }
    let unit = ((degrees - 2) / degrees).squareRoot()
    try expectTails(vector, "quantile_unit_variance", "ES_unit_variance", relative: 1e-10) { _ in
      LocationScaleReturns.studentT(
        location: 0, scale: unit, degreesOfFreedom: degrees, convention: .simple)
    }
  }

  private func expectTails<R: ReturnDistribution>(
    _ vector: ReferenceValue, _ quantile: String, _ shortfall: String, relative: Double,
    _ make: (Double) -> R
  ) throws {
    var tested = 0
    for (index, p) in try vector["inputs"]["p"].numbers.enumerated() {
      guard let c = ConfidenceLevel(1 - p) ?? ConfidenceLevel((1e6 - p * 1e6).rounded() / 1e6),
        abs(c.tailProbability - p) < 1e-15
      else { continue }
      let tail = losses(make(p))
      let wanted = (
        try vector["expected"][quantile].numbers[index],
        try vector["expected"][shortfall].numbers[index]
      )
      #expect(isClose(-tail.valueAtRisk(at: c), wanted.0, relative: relative))
      #expect(isClose(tail.expectedShortfall(at: c), wanted.1, relative: relative))
      tested += 1
    }
    #expect(tested >= 5)
  }

  // MARK: - Log returns

  @Test func shortfallsOfLogReturnsAgreeWithQuadrature() throws {
    let rows = try Cases.json("parametric.json")["shortfalls"].list
    #expect(rows.count == 40)
    for row in rows {
      let (m, s) = (try row["location"].number, try row["scale"].number)
      let contract = try #require(Contract(rawValue: try row["contract"].text))
      let side = try #require(Side(rawValue: try row["side"].text))
      let c = try level(try row["level"].number)
      let value =
        if let nu = try row["degreesOfFreedom"].numberOrNil {
          LocationScaleReturns.studentT(
            location: m, scale: s, degreesOfFreedom: nu, convention: .log
          )
          .tailMeanLoss(of: contract, for: side, at: c)
        } else {
          LocationScaleReturns.normal(mean: m, standardDeviation: s, convention: .log)
            .tailMeanLoss(of: contract, for: side, at: c)
        }
      // 1 − E[eˣ] loses the digits that E[eˣ] has above the loss: about two here.
      let wanted = try row["expectedShortfall"].number
      #expect(isClose(value, wanted, relative: 1e-10), "\(row)")
    }
  }

  @Test func shortfallsWithoutAMeanAreInfinite() throws {
    let c = try level(0.99)
    let log = LocationScaleReturns.studentT(
      location: 0, scale: 0.01, degreesOfFreedom: 5, convention: .log)
    #expect(log.tailMeanLoss(of: .linear, for: .short, at: c) == .infinity)
    #expect(log.tailMeanLoss(of: .inverse, for: .long, at: c) == .infinity)
    let simple = LocationScaleReturns.studentT(
      location: 0, scale: 0.01, degreesOfFreedom: 5, convention: .simple)
    #expect(simple.tailMeanLoss(of: .inverse, for: .long, at: c) == .infinity)
    let cauchy = LocationScaleReturns.studentT(
      location: 0, scale: 0.01, degreesOfFreedom: 1, convention: .simple)
    #expect(cauchy.tailMeanLoss(of: .linear, for: .long, at: c) == .infinity)
    let normal = LocationScaleReturns.normal(mean: 0, standardDeviation: 0.01, convention: .simple)
    #expect(normal.tailMeanLoss(of: .inverse, for: .long, at: c) == .infinity)
  }

  // MARK: - Maximum likelihood

  @Test(arguments: 0 ..< 3) func theLikelihoodOfStudentTIsThatOfScipy(index: Int) throws {
    let row = try Cases.json("parametric.json")["fits"].list[index]
    let returns = try row["returns"].numbers
    let given: Double? = try row["given"].numberOrNil
    var estimator = try StudentTModel(window: returns.count, degreesOfFreedom: given)
      .makeEstimator(over: .oneBar)
    estimator.observe(contentsOf: returns.span)
    try estimator.recalibrate()
    let fit = estimator.parameters
    #expect(fit.status == .converged)
    for (name, key) in [
      ("mu", "location"), ("sigma", "scale"), ("degreesOfFreedom", "degreesOfFreedom"),
    ] {
      let value = try #require(fit.values[name])
      // The optimized tolerance of the house.
      #expect(isClose(value, try row[key].number, relative: 1e-4), "\(name)")
    }
    let likelihood = try #require(fit.logLikelihood)
    #expect(isClose(likelihood, try row["logLikelihood"].number, absolute: 1e-6))
    // Observed and expected information differ by sampling: a fifth at these lengths.
    for (name, error) in zip(
      ["mu", "sigma", "degreesOfFreedom"], try row["fisherErrors"].numbers)
    {
      let own = try #require(fit.standardErrors[name])
      #expect(isClose(own, error, relative: 0.2), "\(name)")
    }
    #expect((fit.standardErrors["degreesOfFreedom"] == nil) == (given != nil))
  }
}
