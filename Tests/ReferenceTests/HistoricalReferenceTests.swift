import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// Samples whose quantiles and tail means somebody else computed.
struct HistoricalReferenceTests {
  private static let relative = 1e-10

  /// Profit and loss of the portfolio of six, or of one of its holdings.
  private func profits(of holding: Int? = nil) throws -> [Double] {
    let columns = try Cases.columns("hs_portfolio_6.csv")
    let weights = try Cases.vector("hs.portfolio.6")["inputs"]["weights"].numbers
    let assets = try (0 ..< 6).map { try #require(columns["x\($0)"]) }
    return assets[0].indices.map { day in
      (0 ..< 6).filter { holding == nil || $0 == holding }
        .reduce(0) { $0 + weights[$1] * assets[$1][day] }
    }
  }

  private func expected(_ key: String) throws -> ReferenceValue {
    try Cases.vector("hs.portfolio.6")["expected"][key]
  }

  /// Money over 10⁷, so that no loss comes near −100 %.
  private let unit = 1e7

  @Test(arguments: [
    ("VaR99_kth_worst", QuantileConvention.kthWorst, 1),
    ("VaR99_type7", .hyndmanFan(type: 7), 1), ("VaR99_sqrt5", .hyndmanFan(type: 7), 5),
  ])
  func thePortfolioHasThePublishedQuantiles(
    key: String, convention: QuantileConvention, bars: Int
  ) throws {
    let model = Historical(
      window: 1000, quantileConvention: convention, horizonRule: .squareRootOfTime)
    let losses = try model.losses(after: try profits().map { $0 / unit }, over: bars)
    let value = losses.valueAtRisk(at: try level(0.99)) * unit
    #expect(isClose(value, try expected(key).number, relative: Self.relative))
  }

  @Test func theShortfallIsTheMeanOfTheWorstTwentyFive() throws {
    let model = Historical(window: 1000)
    let es = try model.losses(after: try profits().map { $0 / unit })
      .expectedShortfall(at: try level(0.975))
    #expect(isClose(es * unit, try expected("ES975_mean_worst").number, relative: Self.relative))
    for (holding, wanted) in try expected("standalone_ES975").numbers.enumerated() {
      let alone = try model.losses(after: try profits(of: holding).map { $0 / unit })
        .expectedShortfall(at: try level(0.975))
      #expect(isClose(alone * unit, wanted, relative: Self.relative))
    }
  }

  @Test func fiveDayLossesOverlap() throws {
    // Profits are added, as log returns are; at 10⁻²⁰ of a unit eˣ − 1 is x to the last digit.
    let tiny = 1e25
    let model = Historical(
      window: 1000, returnConvention: .log, quantileConvention: .hyndmanFan(type: 7))
    let losses = try model.losses(after: try profits().map { $0 / tiny }, over: 5)
    let value = losses.valueAtRisk(at: try level(0.99)) * tiny
    let wanted = try expected("VaR99_5day_overlapping_type7").number
    #expect(isClose(value, wanted, relative: Self.relative))
  }

  @Test func theIntervalLiesOnThePublishedRanks() throws {
    for row in try Cases.vector("hs.quantile_ci_ranks")["expected"]["rows"].list {
      let count = Int(try row["n"].number)
      let millionths = Int(((1 - (try row["alpha"].number)) * 1e6).rounded())
      let interval = try #require(
        OrderStatisticInterval(
          count: count, millionths: millionths, confidence: try row["level"].number))
      #expect(count - interval.upperIndex == Int(try row["lower_rank"].number))
      #expect(count - interval.lowerIndex == Int(try row["upper_rank"].number))
      #expect(isClose(interval.coverage, try row["coverage"].number, relative: Self.relative))
    }
  }

  @Test func theUncertaintyOfASampleNamesItsOrderStatistics() throws {
    // The n-th worst of 500 losses is n: the interval reads as ranks 1 and 11.
    let sample = EmpiricalReturns(sorted: (0 ..< 500).map { Double($0) / 1000 })
    let uncertainty = sample.tailInterval(for: .long, at: try level(0.99))
    #expect(uncertainty.outer == 0)
    #expect(uncertainty.inner == 0.010)
    #expect(uncertainty.reason == nil)
  }

  // MARK: - Textbook samples

  @Test func theDiscreteLossesOfHullAreNotSubadditive() throws {
    let expected = try Cases.vector("rmfi.12.5")["expected"]["full"]
    let inputs = try Cases.vector("rmfi.12.5")["inputs"]
    for (key, number) in [("one", "1"), ("two", "2")] {
      let outcomes = try inputs[key].list.flatMap { pair in
        let (loss, probability) = (try pair.numbers[0], try pair.numbers[1])
        return Array(repeating: -loss / 100, count: Int((probability * 1e6).rounded()))
      }
      #expect(outcomes.count == 1_000_000)
      let losses = SidedLosses(
        EmpiricalReturns(sorted: outcomes.sorted()), contract: .linear, side: .long)
      let wanted = (try expected["VaR" + number].number, try expected["ES" + number].number)
      #expect(isClose(losses.valueAtRisk(at: try level(0.99)) * 100, wanted.0, relative: 1e-15))
      #expect(
        isClose(losses.expectedShortfall(at: try level(0.99)) * 100, wanted.1, relative: 1e-10))
    }
  }

  @Test func theFiveWorstOfFiveHundredMakeTheShortfall() throws {
    let vector = try Cases.vector("rmfi.hs_es")
    let worst = try vector["inputs"]["worst5"].numbers
    let returns = worst.map { -$0 / 1e4 } + Array(repeating: 0, count: 495)
    let model = Historical(
      window: 500, quantileConvention: .kthWorst, horizonRule: .squareRootOfTime)
    let expected = try vector["expected"]["full"]
    let day = try model.losses(after: returns)
    #expect(
      isClose(
        day.valueAtRisk(at: try level(0.99)) * 1e4, try expected["VaR"].number, relative: 1e-10))
    #expect(
      isClose(
        day.expectedShortfall(at: try level(0.99)) * 1e4, try expected["ES"].number,
        relative: 1e-10))
    let ten = try model.losses(after: returns, over: 10)
    #expect(
      isClose(
        ten.valueAtRisk(at: try level(0.99)) * 1e4, try expected["VaR10"].number, relative: 1e-10))
  }
}
