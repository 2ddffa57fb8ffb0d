import Statistics
import TestSupport
import Testing
import Volatility

/// Estimates and fixed-parameter runs against independent computations in percent returns.
struct GARCHReferenceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let id: String
    let series: String
    let model: String
    let distribution: String
    var testDescription: String { id }

    init(_ kind: String, _ series: String, _ name: String) {
      id = "garch.\(kind).\(series).\(name)"
      self.series = series
      let parts = name.split(separator: ".").map(String.init)
      (model, distribution) = (parts[0], parts[1])
    }

    static let names = [
      "garch.normal", "garch.t", "gjr.normal", "gjr.t", "gjr.skewt", "egarch.normal", "egarch.t",
    ]
    static let series = ["dem2gbp", "sp500_2010_2018", "synth_garch_t"]
    static func all(_ kind: String) -> [Case] {
      series.flatMap { series in names.map { Case(kind, series, $0) } }
    }

    func recipe(_ presample: PresampleVariance) -> ConditionalVolatility {
      let recursion: VarianceRecursion =
        switch model {
        case "garch": .garch(GARCH())
        case "gjr": .garch(.gjr)
        default: .egarch(EGARCH())
        }
      let innovations: InnovationFamily =
        switch distribution {
        case "normal": .normal
        case "t": .studentT
        default: .skewedT
        }
      return ConditionalVolatility(
        recursion: recursion, innovations: innovations, presample: presample)
    }

    /// The names of the parameters in the cases, in the order of the model's.
    var keys: [String] {
      let recursion = ["omega", "alpha"] + (model == "garch" ? [] : ["gamma"]) + ["beta"]
      let shape = ["normal": [], "t": ["nu"], "skewt": ["eta", "lambda"]][distribution] ?? []
      return ["mu"] + recursion + shape
    }

    func returns() throws -> [Double] {
      try #require(try Cases.columns("garch_\(series).csv")["r"])
    }
  }

  private func vector(_ id: String) throws -> ReferenceValue {
    let cases = try Cases.json("garch.json")["cases"].list
    return try #require(try cases.first { try $0["id"].text == id }, "no case \(id)")
  }

  @Test(arguments: Case.all("fixed"))
  func aRunAtGivenParametersFollowsTheIndependentOne(_ reference: Case) throws {
    let vector = try vector(reference.id)
    let inputs = try vector["inputs"]
    let expected = try vector["expected"]
    let parameters = try reference.keys.map { try inputs["params"][$0].number }
    let recipe = reference.recipe(.variance(try inputs["backcast"].number))
    let run = recipe.filter(try reference.returns(), parameters: parameters)
    let standardized = run.standardized
    let pairs: [(String, Double)] = [
      ("loglik", run.logLikelihood), ("h_first", run.variances[0]), ("h_100", run.variances[99]),
      ("h_last", try #require(run.variances.last)),
      ("z_mean", standardized.reduce(0, +) / Double(standardized.count)),
      ("z_min", try #require(standardized.min())),
    ]
    for (key, value) in pairs {
      #expect(relativeError(value, try expected[key].number) < 1e-9, "\(key) \(value)")
    }
    try expectRisk(run, recipe, parameters, expected)
    if let path = recipe.varianceForecast(
      from: run.nextVariance, bars: 10, parameters: parameters)
    {
      for (value, wanted) in zip(path, try expected["var_forecast_1_10"].list) {
        #expect(relativeError(value, try wanted.number) < 1e-9)
      }
    } else {
      let wanted = try expected["var_forecast_1"].number
      #expect(relativeError(run.nextVariance, wanted) < 1e-9)
    }
  }

  /// The value at risk of the next day by the law, and by the residuals with quantiles of type 7.
  private func expectRisk(
    _ run: FilteredVolatility, _ recipe: ConditionalVolatility, _ parameters: [Double],
    _ expected: ReferenceValue
  ) throws {
    let shape = Array(parameters.suffix(recipe.innovations.parameterNames.count))
    let law = recipe.innovations.distribution(shape: shape)
    let sigma = run.nextVariance.squareRoot()
    let standardized = run.standardized.sorted()
    for level in ["0.990", "0.995", "0.950"] {
      let tail = 1 - (try #require(Double(level)))
      let value = -run.nextMean - sigma * law.quantile(of: tail)
      #expect(relativeError(value, try expected["VaR1_\(level)"].number) < 1e-9)
      guard let wanted = try? expected["FHS_VaR1_\(level)_type7"].number else { continue }
      let position = tail * Double(standardized.count - 1)
      let below = Int(position)
      let quantile =
        standardized[below]
        + (position - Double(below)) * (standardized[below + 1] - standardized[below])
      #expect(relativeError(-run.nextMean - sigma * quantile, wanted) < 1e-9)
    }
  }

  @Test func thePublishedEGARCHWithinOnePercent() throws {
    let expected = try vector("egarch.bg.dem2gbp")["expected"]
    let returns = try #require(try Cases.columns("garch_dem2gbp.csv")["r"])
    let fit = try VolatilityFit(
      maximizing: ConditionalVolatility(recursion: .egarch(EGARCH())), on: returns)
    let keys = ["mu", "omega", "alpha_abs", "gamma_sign", "beta"]
    for (key, value) in zip(keys, fit.parameters) {
      #expect(relativeError(value, try expected["params"][key].number) < 0.01, "\(key) \(value)")
    }
  }

  /// A fit passes where its likelihood is no lower than the independent one; a higher one is a finding
  /// about the other, and its parameters are then not compared.
  @Test(arguments: Case.all("fit"))
  func anEstimateReachesTheIndependentOptimum(_ reference: Case) throws {
    let vector = try vector(reference.id)
    let expected = try vector["expected"]
    let tolerance = try vector["tolerance"]
    let returns = try reference.returns()
    let given = try vector["inputs"]["backcast"].number
    for (presample, suffix) in [(PresampleVariance.variance(given), ""), (.sample, "_init_sample")]
    {
      let recipe = reference.recipe(presample)
      let fit = try VolatilityFit(maximizing: recipe, on: returns)
      let likelihood = try expected["loglik\(suffix)"].number
      #expect(fit.logLikelihood > likelihood - (try tolerance["loglik_min_shortfall"].number))
      let rerun = recipe.filter(returns, parameters: fit.parameters).logLikelihood
      #expect(abs(rerun - fit.logLikelihood) < 1e-8)
      guard fit.logLikelihood < likelihood + 1e-5 else { continue }
      for (key, value) in zip(reference.keys, fit.parameters) {
        let wanted = try expected["params\(suffix)"][key].number
        let error = abs(value - wanted) / max(abs(wanted), 1e-2)
        let isRough = reference.model == "egarch" || fit.status == .boundary
        #expect(error < (isRough ? 6e-3 : 1e-4), "\(suffix) \(key) \(value) \(wanted)")
      }
      guard suffix.isEmpty, let errors = try? expected["se_hessian"] else { continue }
      let covariance = try #require(fit.covariance(on: returns))
      // EGARCH has a kink in μ at every return: the case's error of μ differs by half with the step
      // of its difference quotients, and with it slightly that of ω. The others are smooth.
      let kinked = reference.model == "egarch" ? ["mu", "omega"] : []
      for (index, key) in reference.keys.enumerated() where !kinked.contains(key) {
        let hessian = try errors[key].number
        let robust = try expected["se_robust"][key].number
        #expect(
          relativeError(covariance.standardErrors[index], hessian) < 0.02,
          "\(key) \(covariance.standardErrors[index]) \(hessian)")
        #expect(
          relativeError(covariance.robustStandardErrors[index], robust) < 0.02,
          "\(key) \(covariance.robustStandardErrors[index]) \(robust)")
      }
    }
  }

  @Test func aStepOfHullsExample() throws {
    let vector = try vector("rmfi.10.8")
    let inputs = try vector["inputs"]
    let parameters = try ["omega", "alpha", "beta"].map { try inputs[$0].number }
    let variance = try inputs["sigma"].number * inputs["sigma"].number
    // The presample that leads to the example's volatility on its one day.
    let presample = (variance - parameters[0]) / (parameters[1] + parameters[2])
    let model = ConditionalVolatility(mean: .zero, presample: .variance(presample))
    let run = model.filter([try inputs["u"].number], parameters: parameters)
    let sigma = try vector["expected"]["full"]["sigma"].number
    #expect(relativeError(run.nextVariance.squareRoot(), sigma) < 1e-10)
    let path = try #require(
      model.varianceForecast(from: run.nextVariance, bars: 20_000, parameters: parameters))
    let longRun = try vector["expected"]["full"]["VL"].number
    #expect(relativeError(try #require(path.last), longRun) < 1e-10)
  }

  @Test func theBenchmarkOfFiorentiniCalzolariAndPanattoniToItsPrintedDigits() throws {
    let vector = try vector("garch.fcp.dem2gbp")
    let returns = try #require(try Cases.columns("garch_dem2gbp.csv")["r"])
    let fit = try VolatilityFit(maximizing: ConditionalVolatility(), on: returns)
    let covariance = try #require(fit.covariance(on: returns))
    let expected = try vector["expected"]
    #expect(abs(fit.logLikelihood - (try expected["loglik"].number)) < 1e-10)
    let digits = [5e-14, 5e-14, 5e-12, 5e-12]
    for (index, key) in ["mu", "omega", "alpha", "beta"].enumerated() {
      #expect(
        abs(fit.parameters[index] - (try expected["params"][key].number)) < digits[index],
        "\(key) \(fit.parameters[index])")
      let hessian = try expected["se_hessian"][key].number
      let robust = try expected["se_robust_qmle"][key].number
      #expect(abs(covariance.standardErrors[index] - hessian) < 5e-8, "\(key) \(hessian)")
      #expect(
        abs(covariance.robustStandardErrors[index] - robust) < 5e-9,
        "\(key) \(robust) \(covariance.robustStandardErrors[index])")
    }
  }
}

private func relativeError(_ value: Double, _ expected: Double) -> Double {
  abs(value - expected) / max(abs(expected), 1e-300)
}

/// The models of the documentation of Python's arch, on the S&P 500 in percent, 1999 to 2018.
struct ArchDocumentationTests {
  @Test(
    arguments: [
      (GARCH(), InnovationFamily.normal, -6936.72, [0.056353, 0.017507, 0.10215, 0.885206]),
      (.gjr, .normal, -6822.88, [0.017505, 0.019566, 0, 0.183069, 0.892236]),
      (.tarch, .normal, -6799.18, [0.014314, 0.025826, 0, 0.170708, 0.909772]),
      (.tarch, .studentT, -6722.15, [0.032263, 0.020063, 0, 0.172147, 0.913927, 7.955269]),
    ])
  func theDocumentedModelsOfArch(
    recursion: GARCH, innovations: InnovationFamily, likelihood: Double, parameters: [Double]
  ) throws {
    let returns = try #require(try Cases.columns("garch_sp500_1999_2018.csv")["r"])
    let fit = try VolatilityFit(
      maximizing: ConditionalVolatility(
        recursion: .garch(recursion), innovations: innovations, presample: .backcast),
      on: returns)
    #expect(abs(fit.logLikelihood - likelihood) < 0.01)
    for (value, wanted) in zip(fit.parameters, parameters) {
      #expect(abs(value - wanted) < 0.002, "\(value) \(wanted)")
    }
  }
}
