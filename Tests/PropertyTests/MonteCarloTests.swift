import Dependence
import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// The simulation against what it simulates.
struct MonteCarloTests {
  private let universe = ["A", "B", "C"].map { InstrumentID(rawValue: $0) }
  private let count = 200

  private func series() -> [[Double]] {
    universe.map { Samples.normals(count, seed: 6, name: $0.rawValue) }
  }

  private func predictions(_ model: MonteCarlo, over bars: Int = 1) throws -> [SimulatedReturns] {
    try joint(model, over: bars).marginals()
  }

  private func joint(_ model: MonteCarlo, over bars: Int = 1) throws -> MonteCarloReturns {
    var estimator = try model.makeEstimator(for: universe, over: Horizon(bars: bars))
    let series = series()
    for day in 0 ..< count {
      let returns = series.map { $0[day] }
      estimator.observe(contentsOf: returns.span)
    }
    try estimator.recalibrate()
    return try estimator.prediction()
  }

  private func normalRisk(_ index: Int, over bars: Int, _ convention: ReturnConvention) throws
    -> Double
  {
    let model = EWMAModel(
      window: 500, volatility: EWMA(decay: 0.97), returnConvention: convention)
    var estimator = try model.makeEstimator(over: Horizon(bars: bars))
    let returns = series()[index]
    estimator.observe(contentsOf: returns.span)
    return -(try estimator.prediction().tailReturn(for: .long, at: ninetyNine))
  }

  @Test(arguments: [1, 5]) func normalPathsGiveTheClosedFormWithinFourErrors(bars: Int) throws {
    let model = MonteCarlo(covariance: .ewma(decay: 0.97), paths: 20_000, seed: 3)
    for (index, prediction) in try predictions(model, over: bars).enumerated() {
      let value = -prediction.tailReturn(for: .long, at: ninetyNine)
      let error = try #require(
        prediction.tailStandardError(for: .long, at: ninetyNine))
      #expect(abs(value - (try normalRisk(index, over: bars, .log))) < 4 * error)
      #expect(error > 0)
    }
  }

  @Test func theStandardErrorIsTheSpreadOverSeeds() throws {
    var values: [Double] = []
    var errors: [Double] = []
    for seed in 1 ... 30 as ClosedRange<UInt64> {
      let model = MonteCarlo(covariance: .ewma(decay: 0.97), paths: 2_000, seed: seed)
      let prediction = try predictions(model)[0]
      values.append(-prediction.tailReturn(for: .long, at: ninetyNine))
      errors.append(
        try #require(prediction.tailStandardError(for: .long, at: ninetyNine)))
    }
    let spread = try #require(SampleMoments(values.span).sampleVariance).squareRoot()
    let mean = errors.reduce(0, +) / 30
    // A standard deviation of 30 draws has a relative error of 1/√58: four of them either way.
    #expect(abs(spread / mean - 1) < 4 / 58.0.squareRoot())
  }

  @Test(arguments: [4.5, 8]) func theVarianceOfStudentPathsIsSigma(nu: Double) throws {
    let paths = 100_000
    let model = MonteCarlo(
      covariance: .ewma(decay: 0.97), innovations: .studentT(degreesOfFreedom: nu), paths: paths,
      seed: 9)
    let variance = try predictions(model).map(\.volatility).map { $0 * $0 }
    for (index, value) in variance.enumerated() {
      let sigma = try normalRisk(index, over: 1, .simple) / -Normal.quantile(of: 0.01)
      // var s² = σ⁴ (κ − 1)/n, κ = 3 + 6/(ν − 4) for a t.
      let error = ((2 + 6 / (nu - 4)) / Double(paths)).squareRoot()
      #expect(abs(value / (sigma * sigma) - 1) < 4 * error)
    }
  }

  @Test func correlationsSurviveTheFactor() throws {
    // B repeats A but for a little noise: so do its paths.
    let base = Samples.normals(count, seed: 6, name: "A")
    let noise = Samples.normals(count, seed: 6, name: "B")
    let model = MonteCarlo(covariance: .sample(window: count), paths: 5_000)
    var estimator = try model.makeEstimator(for: Array(universe.prefix(2)), over: .oneBar)
    for day in 0 ..< count {
      let returns = [base[day], 2 * base[day] + 1e-4 * noise[day]]
      estimator.observe(contentsOf: returns.span)
    }
    try estimator.recalibrate()
    let both = try estimator.prediction().marginals()
    let ratio = both[1].volatility / both[0].volatility
    #expect(abs(ratio - 2) < 1e-3)
  }

  @Test func aSumOfUnboundedStudentLossesHasNoMean() throws {
    let model = MonteCarlo(
      covariance: .ewma(decay: 0.97), innovations: .studentT(degreesOfFreedom: 5), paths: 500)
    let prediction = try predictions(model)[0]
    #expect(prediction.tailMeanLoss(of: .linear, for: .short, at: ninetyNine) == .infinity)
    #expect(prediction.tailMeanLoss(of: .linear, for: .long, at: ninetyNine).isFinite)
  }

  /// Paths of more than one block, of one step whose shocks are added and of steps that compound.
  @Test(arguments: [ReturnConvention.log, .simple], [1, 3])
  func aPathIsTheSameInEveryChunk(convention: ReturnConvention, bars: Int) throws {
    let paths = MonteCarloReturns.blockSize + 700
    let model = MonteCarlo(
      covariance: .ewma(decay: 0.97), innovations: .studentT(degreesOfFreedom: 5), paths: paths,
      returnConvention: convention)
    let joint = try joint(model, over: bars)
    let whole = joint.scenarios(0 ..< paths)
    #expect(whole.instrumentCount == universe.count && whole.convention == convention)
    let chunks = [0 ..< 1, 13 ..< 470, MonteCarloReturns.blockSize - 3 ..< paths, paths ..< paths]
    for chunk in chunks {
      let part = joint.scenarios(chunk)
      for instrument in universe.indices {
        let same = chunk.allSatisfy {
          part[path: $0, instrument: instrument] == whole[path: $0, instrument: instrument]
        }
        #expect(same, "\(chunk), instrument \(instrument)")
      }
    }
  }

  @Test func chunksCoverAllPathsOnceAndMakeTheMarginals() throws {
    let paths = MonteCarloReturns.blockSize + 700
    let joint = try joint(MonteCarlo(covariance: .ewma(decay: 0.97), paths: paths))
    var columns = [[Double]](repeating: [], count: universe.count)
    var seen = 0
    joint.forEachChunk(of: 5_000) { scenarios in
      #expect(scenarios.paths.lowerBound == seen && scenarios.paths.count <= 5_000)
      seen = scenarios.paths.upperBound
      for instrument in universe.indices {
        scenarios.withReturns(of: instrument) { returns in
          for i in returns.indices { columns[instrument].append(returns[i] + 0) }
        }
      }
    }
    #expect(seen == paths)
    #expect(joint.marginals().map(\.sample.ascending) == columns.map { $0.sorted() })
  }

  /// More shocks than are kept are drawn anew for each block, with the same numbers.
  @Test func shocksThatAreNotKeptAreTheSame() throws {
    let few = try joint(MonteCarlo(covariance: .ewma(decay: 0.97), paths: 1_000))
    let many = try joint(MonteCarlo(covariance: .ewma(decay: 0.97), paths: 20_000_000))
    #expect(few.scenarios(3 ..< 900) == many.scenarios(3 ..< 900))
    let last = 19_999_990 ..< 20_000_000
    #expect(many.scenarios(last).paths == last)
  }
}
