import Foundation
import Instruments
import MarketData
import RiskMeasures
import Statistics
import TestSupport
import Testing

@testable import Backtesting

/// Several instruments at once.
@Suite struct PanelTests {
  private static func day(_ number: Int) -> Timestamp {
    Timestamp(CalendarDate(days: Int32(19_000 + number)))
  }

  // MARK: - False discoveries

  /// By statsmodels 0.15.0, multipletests fdr_by and fdr_bh.
  @Test func adjustedPValuesAreThoseOfThePapers() throws {
    let pValues: [Double?] = [0.01, nil, 0.04, 0.03, 0.5]
    let any = FalseDiscovery.adjusted(pValues)
    let positive = FalseDiscovery.adjusted(pValues, under: .positive)
    #expect(any[1] == nil && positive[1] == nil)
    let expectedAny = [1 / 12.0, 1 / 9.0, 1 / 9.0, 1]
    let expectedPositive = [0.04, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.5]
    for (place, index) in [0, 2, 3, 4].enumerated() {
      #expect(abs(try #require(any[index]) - expectedAny[place]) < 1e-12)
      #expect(abs(try #require(positive[index]) - expectedPositive[place]) < 1e-12)
    }
    #expect(FalseDiscovery.adjusted([nil, nil]).allSatisfy { $0 == nil })
  }

  @Test func eValuesAreRejectedFromTheTop() {
    // 4/(k·0.05) is 80, 40, 27, 20: the second is enough for two.
    #expect(
      FalseDiscovery.rejected(eValues: [41, 1, nil, 45, 19], at: 0.05)
        == [true, false, false, true, false])
    #expect(FalseDiscovery.rejected(eValues: [79, 15], at: 0.05) == [true, false])
    #expect(FalseDiscovery.rejected(eValues: [39, 19], at: 0.05) == [false, false])
  }

  // MARK: - Exceedances of a date

  @Test func exceedancesAreCountedByDate() {
    let panel = CoExceedances([
      [(Self.day(1), false), (Self.day(2), true), (Self.day(3), true)],
      [(Self.day(2), true), (Self.day(3), false)], [(nil, true)],
    ])
    #expect(panel.days.map(\.forecasts) == [1, 2, 2])
    #expect(panel.days.map(\.exceedances) == [0, 2, 1])
    #expect(panel.worst?.date == Self.day(2) && panel.days(withAtLeast: 1) == 2)
    #expect(panel.exceedances == 3 && panel.forecasts == 5)
    #expect(CoExceedances([[(Self.day(1), false)]]).worst == nil)
  }

  /// Twenty instruments that fail together, at the right rate: a count of all as independent rejects in a
  /// third of samples, whole dates at about the size.
  @Test func instrumentsThatFailTogetherAreNotTakenForIndependent() {
    let (samples, dates, instruments) = (200, 250, 20)
    var pooled = 0
    var asymptotic = 0
    var binomial = 0
    for sample in 0 ..< samples {
      let stream = RandomStream(seed: 8, identifier: "panel \(sample)")
      let outcomes = (0 ..< instruments).map { instrument in
        (0 ..< dates).map { date -> (date: Timestamp?, isExceeded: Bool) in
          let common = stream.normal(path: 0, step: UInt32(date))
          let own = stream.normal(path: UInt32(1 + instrument), step: UInt32(date))
          let loss = 0.8.squareRoot() * common + 0.2.squareRoot() * own
          return (Self.day(date), loss > -Normal.quantile(of: 0.05))
        }
      }
      let panel = CoExceedances(outcomes)
      func isRejected(_ draws: Int?) -> Bool {
        let test = PooledCoverageTest(
          panel, tail: 0.05, alternative: .twoSided, draws: draws, identifier: "\(sample)")
        return (test?.pValue ?? 1) <= 0.05
      }
      if isRejected(199) { pooled += 1 }
      if isRejected(nil) { asymptotic += 1 }
      let count = KupiecTest(
        exceedances: panel.exceedances, forecasts: panel.forecasts, level: .known(0.95))
      if count.result().rejected == true { binomial += 1 }
    }
    // 5 %: sixteen of 200 are four and a half standard errors of independent samples; dates are few.
    #expect(pooled <= 26 && asymptotic <= 26)
    #expect(pooled > 0)
    #expect(binomial > 60)
  }

  @Test func aPanelWithoutExceedancesHasNoErrorToTestBy() throws {
    let panel = CoExceedances([(0 ..< 100).map { (Self.day($0), false) }])
    let test = try #require(PooledCoverageTest(panel, tail: 0.01, alternative: .twoSided))
    #expect(test.rate == 0 && test.pValue == nil)
    #expect(PooledCoverageTest(CoExceedances([]), tail: 0.01, alternative: .greater) == nil)
  }

  @Test func tooFewExceedancesAreNoFaultOfAMargin() throws {
    let panel = CoExceedances([(0 ..< 1_000).map { (Self.day($0), $0 == 500) }])
    let margin = try #require(PooledCoverageTest(panel, tail: 0.01, alternative: .greater))
    let model = try #require(PooledCoverageTest(panel, tail: 0.01, alternative: .twoSided))
    #expect(try #require(margin.pValue) > 0.9)
    #expect(try #require(model.pValue) < 0.05)
  }

  // MARK: - Leagues

  private static func record(
    _ label: String, dates: Range<Int>, risk: Double, side: Side = .long
  ) -> ForecastRecord {
    var record = ForecastRecord(
      ForecastRecord.Subject(
        instrument: InstrumentID(rawValue: "A"), model: label, side: side, level: .known(0.95)))
    let stream = RandomStream(seed: 2, identifier: "league")
    for date in dates {
      record.append(
        ForecastRecord.Entry(
          date: day(date), loss: stream.normal(path: 0, step: UInt32(date)), forecast: risk))
    }
    return record
  }

  @Test func modelsAreRankedOnTheDatesThatAllForecast() throws {
    let results = [
      Self.record("wide", dates: 0 ..< 900, risk: 3),
      Self.record("right", dates: 50 ..< 1_000, risk: 1.645),
      Self.record("wide", dates: 0 ..< 900, risk: 3, side: .short),
    ].map { $0.result(TestSettings(tests: [.kupiec])) }
    let groups = ModelRanking.groups(results)
    #expect(groups.map(\.count) == [2])
    let league = try #require(ModelRanking(groups[0], TestSettings()))
    #expect(league.dates == 850)
    #expect(league.rows.map(\.label) == ["right", "wide"])
    #expect(league.rows[0].dieboldMariano == nil && league.rows[0].confidence == 1)
    #expect(try #require(league.rows[1].dieboldMariano) < 0.01)
    #expect(try #require(league.rows[1].confidence) <= 0.05)
    #expect(league.thresholds.count == 40 && league.thresholds.first == 1.645)
    #expect(league.rows.allSatisfy { $0.elementaryScores.count == 40 })
    let asymptotic = try #require(ModelRanking(groups[0], TestSettings(pValues: .asymptotic)))
    #expect(asymptotic.rows.allSatisfy { $0.confidence == nil })
  }

  @Test func tooFewCommonDatesAreNoLeague() {
    let results = [
      Self.record("a", dates: 0 ..< 100, risk: 1), Self.record("b", dates: 90 ..< 200, risk: 1),
    ].map { $0.result(TestSettings(tests: [.kupiec])) }
    #expect(ModelRanking(results, TestSettings()) == nil)
  }
}
