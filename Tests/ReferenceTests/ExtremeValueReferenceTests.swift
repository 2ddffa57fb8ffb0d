import RiskMeasures
import RiskModels
import TestSupport
import Testing

/// Generalized Pareto tails against published fits and other programs.
struct ExtremeValueReferenceTests {
  static let danish = SharedFile("vectors/open/data/danish_fire.csv")

  private func vector(_ id: String) throws -> ReferenceValue {
    let found = try Cases.json("extreme-value.json")["cases"].list
      .first { try $0["id"].text == id }
    return try #require(found, "no case \(id)")
  }

  private func danishLosses() throws -> [Double] {
    try #require(try ReferenceFile.columns(try Self.danish.located())["loss"])
  }

  private func expect(_ fit: GeneralizedParetoFit, _ vector: ReferenceValue) throws {
    let expected = try vector["expected"]
    let relative = try vector["tolerance"]["params_rel"].number
    #expect(isClose(fit.shape, try expected["xi"].number, relative: relative))
    #expect(isClose(fit.scale, try expected["beta"].number, relative: relative))
    let likelihood = try #require(fit.logLikelihood)
    #expect(abs(likelihood - (try expected["loglik"].number)) <= 1e-5)
    #expect(fit.status == .converged)
  }

  private func expectErrors(_ fit: GeneralizedParetoFit, _ vector: ReferenceValue) throws {
    let expected = try vector["expected"]
    let relative = try vector["tolerance"]["se_rel"].number
    let errors = (try #require(fit.shapeError), try #require(fit.scaleError))
    #expect(isClose(errors.0, try expected["se_xi"].number, relative: relative))
    #expect(isClose(errors.1, try expected["se_beta"].number, relative: relative))
  }

  @Test(.enabled(if: danish.isWanted), arguments: ["u3", "u5", "u10", "u20"])
  func danishFireLossesHaveThePublishedTail(threshold: String) throws {
    let vector = try vector("evt.danish." + threshold)
    let losses = try danishLosses()
    let u = try vector["inputs"]["threshold"].number
    let tail = try ParetoTail(of: losses, beyond: .value(u))
    #expect(tail.observations == 2167)
    #expect(Double(tail.exceedances) == (try vector["expected"]["n_exceed"].number))
    try expect(tail.fit, vector)
    try expectErrors(tail.fit, vector)
    let relative = try vector["tolerance"]["risk_rel"].number
    for text in ["0.99", "0.995", "0.999"] {
      let risk = try vector["expected"]["risk"][text]
      let probability = try #require(Double(text))
      let c = try level(probability)
      #expect(isClose(tail.valueAtRisk(at: c), try risk["VaR"].number, relative: relative))
      #expect(isClose(tail.expectedShortfall(at: c), try risk["ES"].number, relative: relative))
    }
  }

  /// McNeil (1997) prints the fits beyond ten and twenty.
  @Test(.enabled(if: danish.isWanted), arguments: ["u10", "u20"])
  func danishFireLossesHaveTheFitsThatWerePrinted(threshold: String) throws {
    let vector = try vector("evt.danish." + threshold)
    let published = try vector["expected"]["published"]
    let tail = try ParetoTail(
      of: try danishLosses(), beyond: .value(try vector["inputs"]["threshold"].number))
    // Half a unit of the digits printed, as the case names it.
    let absolute = try vector["tolerance"]["published_abs"].number
    #expect(isClose(tail.fit.shape, try published["xi"].number, absolute: absolute))
    #expect(isClose(tail.fit.scale, try published["beta"].number, absolute: absolute))
  }

  @Test(.enabled(if: danish.isWanted)) func danishFireLossesHaveTheHillPlot() throws {
    let vector = try vector("evt.danish.hill")
    let losses = try danishLosses()
    let plot = ThresholdPlots.hill(of: losses)
    let shapes = try vector["expected"]["xi"].numbers
    for (k, shape) in zip(try vector["inputs"]["k"].numbers, shapes) {
      #expect(plot[Int(k) - 1].exceedances == Int(k))
      #expect(isClose(plot[Int(k) - 1].shape, shape, relative: 1e-10))
    }
  }

  @Test(arguments: ["5001", "5002"]) func simulatedExcessesHaveTheirFits(seed: String) throws {
    let vector = try vector("evt.synth." + seed)
    let excesses = try #require(try Cases.columns("gpd_\(seed).csv")["excess"])
    let likely = try GeneralizedParetoFit(excesses)
    try expect(likely, vector)
    try expectErrors(likely, vector)
    let moments = try GeneralizedParetoFit(excesses, by: .probabilityWeightedMoments)
    let expected = try vector["expected"]["pwm"]
    #expect(isClose(moments.shape, try expected["xi"].number, relative: 1e-10))
    #expect(isClose(moments.scale, try expected["beta"].number, relative: 1e-10))
    #expect(moments.status == .closedForm)
  }

  @Test(.enabled(if: HullPortfolioTests.file.isWanted))
  func hullsPortfolioHasThePrintedTail() throws {
    let vector = try vector("hull.evt")
    let expected = try vector["expected"]
    let tail = try ParetoTail(
      of: try HullPortfolioTests().dailyLosses(),
      beyond: .value(try vector["inputs"]["threshold"].number))
    #expect(tail.observations == 500)
    #expect(Double(tail.exceedances) == (try expected["n_exceed"].number))
    try expect(tail.fit, vector)
    let money = try vector["tolerance"]["money_abs"].number
    for (c, name) in [(0.99, "99"), (0.999, "999")] {
      let value = tail.valueAtRisk(at: try level(c))
      let shortfall = tail.expectedShortfall(at: try level(c))
      #expect(isClose(value, try expected["VaR" + name].number, absolute: money))
      #expect(isClose(shortfall, try expected["ES" + name].number, absolute: money))
    }
  }
}
