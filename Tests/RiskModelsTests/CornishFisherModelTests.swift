import Instruments
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing

/// Returns with the moments of a window.
struct CornishFisherModelTests {
  private let level = ConfidenceLevel.known(0.99)

  /// Returns of a cubic of a normal, within the domain for most seeds.
  private func returns(_ count: Int, seed: UInt64 = 21) -> [Double] {
    let stream = RandomStream(seed: seed, identifier: "cornish-fisher")
    let law = CornishFisher(skewnessParameter: -0.3, kurtosisParameter: 1.5)
    return (0 ..< count).map {
      0.001 + 0.01 * law.value(at: stream.normal(path: UInt32($0), step: 0))
    }
  }

  private func prediction(
    _ model: CornishFisherModel, _ values: [Double], over bars: Int = 1
  ) throws -> CornishFisherReturns {
    var estimator = try model.makeEstimator(over: Horizon(bars: bars))
    estimator.observe(contentsOf: values.span)
    return try estimator.prediction()
  }

  @Test func theSolvedLawHasTheMomentsOfTheWindow() throws {
    let values = returns(600)
    let moments = SampleMoments(Array(values.suffix(500)).span)
    let prediction = try prediction(CornishFisherModel(window: 500), values)
    #expect(abs(prediction.distribution.skewness - (try #require(moments.skewness))) < 1e-12)
    #expect(
      abs(prediction.distribution.excessKurtosis + 3 - (try #require(moments.kurtosis))) < 1e-11)
    let deviation = moments.populationVariance.squareRoot()
    #expect(abs(prediction.volatility / deviation - 1) < 1e-14)
    #expect(prediction.mean == moments.mean)
  }

  @Test func theSampleParametersAreTheModifiedValueAtRisk() throws {
    let values = returns(500)
    let moments = SampleMoments(values.span)
    let prediction = try prediction(CornishFisherModel(window: 500, parameters: .sample), values)
    let (s, k) = (try #require(moments.skewness), try #require(moments.kurtosis) - 3)
    let z = Normal.quantile(of: 0.01)
    let expanded =
      z + (z * z - 1) * s / 6 + (z * z * z - 3 * z) * k / 24
      - (2 * z * z * z - 5 * z) * s * s / 36
    let wanted = moments.mean + moments.populationVariance.squareRoot() * expanded
    let value = prediction.tailReturn(for: .long, at: level)
    #expect(abs(value / wanted - 1) < 1e-13)
  }

  @Test func fourBarsDoubleTheDeviation() throws {
    let values = returns(500)
    let (day, four) = (
      try prediction(CornishFisherModel(window: 500), values),
      try prediction(CornishFisherModel(window: 500), values, over: 4)
    )
    for side in Side.allCases {
      let edge = day.tailReturn(for: side, at: level) - day.mean
      #expect(abs(four.tailReturn(for: side, at: level) - 4 * day.mean - 2 * edge) < 1e-15)
    }
  }

  /// The influence of a return is what a little more of it does to the quantile.
  @Test(arguments: CornishFisherModel.Parameters.allCases, Side.allCases)
  func theErrorIsThatOfTheInfluences(
    parameters: CornishFisherModel.Parameters, side: Side
  ) throws {
    let values = returns(100)
    let copies = 200
    let many = (0 ..< copies).flatMap { _ in values }
    let model = CornishFisherModel(window: many.count + 1, parameters: parameters)
    let whole = try prediction(model, many)
    let quantile = whole.tailReturn(for: side, at: level)
    let square = try values.reduce(0.0) { sum, value in
      let more = try prediction(model, many + [value]).tailReturn(for: side, at: level)
      let influence = (more - quantile) * Double(many.count + 1)
      return sum + influence * influence
    }
    // The copies are no new returns: only the count of the mean square differs.
    let alone = CornishFisherModel(window: 100, parameters: parameters)
    let error = try #require(
      try prediction(alone, values).tailStandardError(for: side, at: level))
    // The curvature of a step of 1/20,001 in a return of up to a hundred deviations' influence.
    #expect(abs(error / (square.squareRoot() / 100) - 1) < 0.005)
    let interval = try prediction(alone, values).tailInterval(for: side, at: level)
    #expect(interval.reason == nil)
    #expect(abs(try #require(interval.inner)) < abs(try #require(interval.outer)))
  }

  @Test func theErrorOfNormalMomentsOverBarsIsThatOfTheMean() throws {
    // At the median the edge of a symmetric law is zero; over h bars the mean's error is hσ/√n.
    let half = returns(300).map { abs($0) }
    let values = half + half.map { -$0 }
    let model = CornishFisherModel(window: 600, parameters: .sample)
    let prediction = try prediction(model, values, over: 9)
    let almost = ConfidenceLevel.known(0.500_001)
    let error = try #require(prediction.tailStandardError(for: .long, at: almost))
    // The skewness moves the median too: e_s = −1/6 of √h σ, whose influence is u³ − 3u.
    let sigma = SampleMoments(values.span).populationVariance.squareRoot()
    let square = values.reduce(0.0) { sum, value in
      let u = value / sigma
      let influence = 9 * u + 3 * (-1.0 / 6) * (u * u * u - 3 * u)
      return sum + influence * influence
    }
    #expect(abs(error / (sigma * square.squareRoot() / 600) - 1) < 1e-4)
  }

  @Test func anInverseShortIsTheMeanOfItsLosses() throws {
    let prediction = try prediction(CornishFisherModel(window: 500), returns(500))
    let losses = SidedLosses(prediction, contract: .inverse, side: .short)
    let steps = 4000
    let mean = (0 ..< steps).reduce(0.0) { sum, k in
      let t = (Double(k) + 0.5) / Double(steps)
      let u = 0.01 * t * t * t
      let r =
        prediction.mean - prediction.volatility / prediction.distribution.variance.squareRoot()
        * prediction.distribution.mirrored.quantile(of: u)
      return sum + 3 * t * t * (1 - 1 / (1 + r)) / Double(steps)
    }
    #expect(abs(losses.expectedShortfall(at: level) / mean - 1) < 1e-5)
    #expect(prediction.tailMeanLoss(of: .inverse, for: .long, at: level) == .infinity)
  }

  // MARK: - Outside the domain

  /// Evenly spread returns have less kurtosis than any rising expansion.
  private let even: [Double] = (0 ..< 200).map { (place: Int) in
    Double((place * 77) % 200) / 1e4 - 0.01
  }

  @Test(arguments: CornishFisherModel.Parameters.allCases)
  func outsideTheDomainThereIsNoForecast(parameters: CornishFisherModel.Parameters) throws {
    let error = #expect(throws: RiskModelError.self) {
      _ = try prediction(CornishFisherModel(window: 200, parameters: parameters), even)
    }
    guard case .outsideCornishFisherDomain(let skewness, let kurtosis) = error else {
      Issue.record("not \(String(describing: error))")
      return
    }
    #expect(abs(skewness) < 1e-6)
    // −6/5 (n² + 1)/(n² − 1) for n even steps.
    #expect(abs(kurtosis + 1.2 * 40_001 / 39_999) < 1e-9)
  }

  @Test func aRearrangedForecastSaysSo() throws {
    let model = CornishFisherModel(window: 200, parameters: .sample, outsideDomain: .rearrange)
    let prediction = try prediction(model, even)
    #expect(prediction.warnings(at: level).map(\.code) == ["cornish-fisher-rearranged"])
    #expect(prediction.tailInterval(for: .long, at: level).reason == .rearranged)
    #expect(prediction.tailStandardError(for: .long, at: level) == nil)
    for side in Side.allCases {
      let losses = SidedLosses(prediction, contract: .linear, side: side)
      #expect(losses.valueAtRisk(at: level) > 0)
      #expect(losses.expectedShortfall(at: level) > losses.valueAtRisk(at: level))
    }
  }

  @Test func tooFewOrEqualReturnsHaveNoMoments() throws {
    #expect(throws: RiskModelError.insufficientHistory(available: 3, required: 4)) {
      _ = try prediction(CornishFisherModel(window: 100), [0.01, 0.02, -0.01])
    }
    #expect(throws: RiskModelError.noVariation(observations: 50)) {
      _ = try prediction(CornishFisherModel(window: 50), [Double](repeating: 0.01, count: 60))
    }
  }
}
