import TestSupport
import Testing
import Volatility

/// Exponentially weighted and score-driven volatility against arch, R's GAS and a computation in
/// Python, all with a constant mean of percent returns.
struct ScoreDrivenReferenceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let series: String
    let recursion: String
    let innovations: InnovationFamily
    var testDescription: String { "\(series) \(recursion) \(innovations)" }

    static func all(_ recursions: [String], _ families: [InnovationFamily]) -> [Case] {
      ["dem2gbp", "sp500_2010_2018", "synth_garch_t"].flatMap { series in
        recursions.flatMap { recursion in
          families.map { Case(series: series, recursion: recursion, innovations: $0) }
        }
      }
    }

    func vector(_ set: String) throws -> ReferenceValue {
      let cases = try Cases.json("volatility.json")[set].list
      let found = try cases.first {
        try $0["series"].text == series && $0["innovations"].text == innovations.rawValue
          && (set == "gas" || $0["recursion"].text == recursion)
      }
      return try #require(found)
    }

    func model(_ vector: ReferenceValue) throws -> ConditionalVolatility {
      let recursion: VarianceRecursion =
        switch recursion {
        case "ewma": .ewma
        case "ewma-asymmetric": .asymmetricEWMA
        case "score-symmetric": .scoreDriven(ScoreDriven(response: .symmetric))
        default: .scoreDriven(ScoreDriven())
        }
      return ConditionalVolatility(
        recursion: recursion, innovations: innovations,
        presample: .variance(try vector["presample"].number))
    }

    func returns() throws -> [Double] { try percentReturns(series) }
  }

  private static let own = Case.all(
    ["ewma-asymmetric", "score-symmetric", "score-asymmetric"], InnovationFamily.allCases)

  @Test(arguments: own)
  func aRunAtGivenParametersFollowsTheIndependentOne(_ reference: Case) throws {
    let vector = try reference.vector("own")
    let expected = try vector["fixed"]
    let run = try reference.model(vector).filter(
      try reference.returns(), parameters: try expected["parameters"].numbers)
    let pairs: [(String, Double)] = [
      ("logLikelihood", run.logLikelihood), ("first", run.variances[0]),
      ("hundredth", run.variances[99]), ("last", try #require(run.variances.last)),
      ("next", run.nextVariance),
    ]
    for (key, value) in pairs {
      #expect(isClose(value, try expected[key].number, relative: 1e-10), "\(key) \(value)")
    }
  }

  /// The other searches know no slopes: their likelihood is good to about 1e-6, a parameter to the root
  /// of that in standard errors.
  @Test(arguments: own)
  func anEstimateReachesTheIndependentOptimum(_ reference: Case) throws {
    let vector = try reference.vector("own")
    try expectEstimate(of: reference, vector, shortfall: 1e-7)
  }

  @Test(arguments: Case.all(["ewma"], InnovationFamily.allCases))
  func anEstimatedDecayIsThatOfArch(_ reference: Case) throws {
    try expectEstimate(of: reference, try reference.vector("arch"), shortfall: 1e-6)
  }

  private func expectEstimate(
    of reference: Case, _ vector: ReferenceValue, shortfall: Double
  ) throws {
    let expected = try vector["fit"]
    let returns = try reference.returns()
    let fit = try VolatilityFit(maximizing: try reference.model(vector), on: returns)
    let likelihood = try expected["logLikelihood"].number
    #expect(fit.logLikelihood > likelihood - shortfall, "\(fit.logLikelihood) \(likelihood)")
    guard fit.logLikelihood < likelihood + 1e-5 else { return }
    let errors = fit.covariance(on: returns)?.standardErrors
    for (index, wanted) in try expected["parameters"].numbers.enumerated() {
      let scale = errors?[index] ?? max(abs(wanted), 0.1)
      #expect(
        abs(fit.parameters[index] - wanted) < 0.01 * scale,
        "\(fit.model.parameterNames[index]) \(fit.parameters[index]) \(wanted)")
    }
  }

  /// Its likelihood sums the density of the scale, not of the standard deviation; the two agree.
  @Test(arguments: Case.all(["score-symmetric"], [.normal, .studentT]))
  func atItsParametersTheLikelihoodIsThatOfGAS(_ reference: Case) throws {
    let vector = try reference.vector("gas")
    let model = try reference.model(vector)
    let returns = try reference.returns()
    let run = model.filter(returns, parameters: try vector["parameters"].numbers)
    let likelihood = try vector["logLikelihood"].number
    #expect(isClose(run.logLikelihood, likelihood, relative: 1e-11), "\(run.logLikelihood)")
    let variances = [run.variances[0], run.variances[99], try #require(run.variances.last)]
    for (value, wanted) in zip(variances, try vector["variances"].numbers) {
      #expect(isClose(value, wanted, relative: 1e-11), "\(value) \(wanted)")
    }
    // It starts from the mean of the recursion, which moves with the parameters: ours is given here, so
    // that our optimum is no lower.
    let fit = try VolatilityFit(maximizing: model, on: returns)
    #expect(fit.logLikelihood > likelihood - 1e-7)
  }
}

struct ExponentialWeightsReferenceTests {
  private static let series = ["dem2gbp", "sp500_2010_2018", "synth_garch_t"]

  @Test(arguments: series)
  func theAverageFollowsTheIndependentOne(_ series: String) throws {
    let cases = try Cases.json("garch.json")["cases"].list
    let vector = try #require(try cases.first { try $0["id"].text == "ewma." + series })
    let expected = try vector["expected"]
    var filter = EWMA(decay: try vector["inputs"]["lam"].number).makeFilter()
    var forecasts: [Double?] = []
    let returns = try percentReturns(series)
    for value in returns {
      filter.observe(value)
      forecasts.append(filter.variance)
    }
    // h_1 and h_100 follow the first and the hundredth return; the start-up has seen twenty.
    let first = try #require(filter.firstVariance)
    let second = EWMA(decay: 0.94).variance(after: first, observing: returns[0])
    let pairs: [(String, Double?)] = [
      ("h0", first), ("h_1", second), ("h_100", forecasts[99]), ("h_forecast", filter.variance),
      ("VaR99", filter.variance.map { 2.3263478740408408 * $0.squareRoot() }),
      ("VaR995", filter.variance.map { 2.5758293035489004 * $0.squareRoot() }),
    ]
    for (key, value) in pairs {
      let value = try #require(value)
      #expect(isClose(value, try expected[key].number, relative: 1e-11), "\(key) \(value)")
    }
  }

  @Test(arguments: series)
  func riskMetrics2006FollowsArch(_ series: String) throws {
    let cases = try Cases.json("volatility.json")["riskMetrics2006"].list
    let vector = try #require(try cases.first { try $0["series"].text == series })
    let returns = try percentReturns(series)
    let first = try vector["first"].number
    var filter = RiskMetrics2006(start: .common(.variance(first))).makeFilter()
    var path: [Double] = []
    for value in returns {
      path.append(try #require(filter.variance))
      filter.observe(value)
    }
    for t in [0, 1, 99, 999] {
      #expect(isClose(path[t], try vector["path"]["\(t)"].number, relative: 1e-12), "\(t)")
    }
    for count in [30, 400, returns.count] {
      var filter = RiskMetrics2006(start: .backcast(observations: count)).makeFilter()
      for value in returns.prefix(count) { filter.observe(value) }
      let variance = try #require(filter.variance)
      let expected = try vector["forecasts"]["\(count)"].number
      #expect(isClose(variance, expected, relative: 1e-12), "\(count) \(variance) \(expected)")
    }
  }
}

private func percentReturns(_ series: String) throws -> [Double] {
  try #require(try Cases.columns("garch_\(series).csv")["r"])
}
