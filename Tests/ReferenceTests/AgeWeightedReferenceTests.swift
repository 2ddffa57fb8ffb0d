import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing

/// Age-weighted samples whose quantiles and tail means somebody else computed.
struct AgeWeightedReferenceTests {
  private static let relative = 1e-10
  /// The sample is of a few units; a simple return of −1 or less would be a total loss.
  private let unit = 100.0

  private func sample() throws -> [Double] {
    try #require(try Cases.columns("quantile_sample.csv")["x"]).map { $0 / unit }
  }

  @Test(arguments: [
    ("loss_first_cum_ge", WeightedQuantile.cumulatedWeight), ("loss_first_cum_gt", .inverse),
    ("interp", .interpolated),
  ])
  func theWeightedQuantilesOfTheSampleAgree(key: String, quantile: WeightedQuantile) throws {
    let vector = try Cases.vector("sample.brw")
    let model = AgeWeightedHistorical(
      window: 253, decay: try vector["inputs"]["lam"].number, quantile: quantile)
    let losses = try model.losses(after: try sample())
    for alpha in try vector["inputs"]["alpha"].numbers {
      let wanted = try vector["expected"]["var"]["\(alpha)"][key].number
      let value = losses.valueAtRisk(at: try level(1 - alpha)) * unit
      #expect(isClose(value, wanted, relative: Self.relative))
    }
  }

  @Test func theWeightsOfTheSampleAgree() throws {
    let expected = try Cases.vector("sample.brw")["expected"]
    let returns = try sample()
    let model = AgeWeightedHistorical(window: 253, decay: 0.98)
    let prediction = try model.losses(after: returns).returns
    let oldest = try #require(prediction.ascending.firstIndex(of: returns[0]))
    let newest = try #require(prediction.ascending.firstIndex(of: returns[252]))
    let last = try expected["weights_last"].number
    #expect(
      isClose(
        prediction.weight(oldest), try expected["weights_first"].number, relative: Self.relative))
    #expect(isClose(prediction.weight(newest), last, relative: Self.relative))
    var estimator = try model.makeEstimator(over: .oneBar)
    estimator.observe(contentsOf: returns.span)
    let effective = try #require(estimator.parameters.values["effectiveObservations"])
    #expect(isClose(effective, try expected["effective_n"].number, relative: Self.relative))
  }

  /// Five losses of Hull's five hundred scenarios, the others none.
  @Test func thePrintedTableFillsTheTailToOnePercent() throws {
    let vector = try Cases.vector("rmfi.brw995")
    var returns = [Double](repeating: 0, count: 500)
    let losses = try vector["inputs"]["losses"].numbers
    for (scenario, loss) in zip(try vector["inputs"]["scenarios"].numbers, losses) {
      returns[Int(scenario) - 1] = -loss / 10_000
    }
    let model = AgeWeightedHistorical(window: 500, decay: try vector["inputs"]["lam"].number)
    let predicted = try model.losses(after: returns)
    let c = try level(0.99)
    let expected = try vector["expected"]["full"]
    #expect(
      isClose(
        predicted.valueAtRisk(at: c) * 10_000, try expected["VaR"].number, relative: Self.relative))
    #expect(
      isClose(
        predicted.expectedShortfall(at: c) * 10_000, try expected["ES"].number,
        relative: Self.relative))
    #expect(
      isClose(predicted.returns.weight(0), try expected["w494"].number, relative: Self.relative))
  }

  @Test(.enabled(if: HullPortfolioTests.file.isWanted))
  func theFourIndicesGiveThePublishedTable() throws {
    let expected = try Cases.vector("hull.brw")["expected"]
    let model = AgeWeightedHistorical(window: 500, decay: 0.995)
    let losses = try model.losses(after: try HullPortfolioTests().days())
    let c = try level(0.99)
    let total = HullPortfolioTests.total
    #expect(
      isClose(
        losses.valueAtRisk(at: c) * total, try expected["VaR99_kUSD"].number,
        absolute: HullPortfolioTests.money))
    #expect(
      isClose(
        losses.expectedShortfall(at: c) * total, try expected["ES99_published"].number,
        absolute: HullPortfolioTests.money))
    for (place, row) in try expected["rows"].list.enumerated() {
      let loss = -losses.returns.ascending[place] * total
      #expect(isClose(loss, try row["loss"].number, relative: 1e-9))
      let weight = losses.returns.weight(place)
      #expect(isClose(weight, try row["weight"].number, relative: Self.relative))
    }
  }
}
