import Backtesting
import Instruments
import MarketData
import RiskMeasures
import TestSupport
import Testing

/// A verdict needs the forecasts that could show the coverage: ⌈ln 0.05 / ln c⌉ of them.
struct VerdictTests {
  private func result(
    _ forecasts: Int, exceedances: Int = 0, level: Double = 0.99, bars: Int = 1,
    _ settings: TestSettings = TestSettings(tests: [.kupiec])
  ) throws -> BacktestResult {
    let level = try #require(ConfidenceLevel(level))
    var record = ForecastRecord(
      ForecastRecord.Subject(
        instrument: InstrumentID(rawValue: "a"), model: "m", rate: .maintenance, side: .long,
        level: level, horizon: Horizon(bars: bars)))
    for day in 0 ..< forecasts {
      record.append(
        ForecastRecord.Entry(date: nil, loss: day < exceedances ? 0.2 : 0, forecast: 0.1))
    }
    return record.result(settings)
  }

  @Test(arguments: [(0.99, 299), (0.995, 598), (0.95, 59)])
  func coverageIsShownFromACountOn(level: Double, needed: Int) throws {
    #expect(try result(needed, level: level).forecastsNeeded == needed)
    #expect(try result(needed, level: level).verdict == .holds)
    #expect(try result(needed - 1, level: level).verdict == .tooFew)
  }

  @Test func aTrafficLightNeedsThoseOfItsTable() throws {
    let settings = TestSettings(tests: [.trafficLight])
    #expect(try result(249, settings).verdict == .tooFew)
    #expect(try result(250, settings).verdict == .holds)
    #expect(try result(250, exceedances: 10, settings).verdict == .tooMany)
  }

  @Test func aRejectionStandsOnAnyNumber() throws {
    #expect(try result(9, exceedances: 3).verdict == .tooMany)
    #expect(try result(0).verdict == .untested)
  }

  @Test func ofOverlappingLossesOneInAHorizonIsCounted() throws {
    #expect(try result(598, bars: 2).tested.forecasts == 299)
    #expect(try result(596, bars: 2).verdict == .tooFew)
  }

  @Test func theSignedRootIsTheOneSidedLimit() throws {
    let settings = TestSettings(pValues: .asymptotic, tests: [.kupiec, .binomial])
    let tests = try result(500, exceedances: 10, settings).tests
    #expect(tests.map(\.pValueMethod) == [.asymptotic, .asymptotic])
    // ½ erfc(x/√2) of √LR = 1.978287 for 10 of 500 at 1 %, and of z = 5/√4.95 = 2.247333.
    #expect(abs(try #require(tests[0].pValue) - 0.023948167675) < 1e-11)
    #expect(abs(try #require(tests[1].pValue) - 0.012309380690) < 1e-11)
  }
}
