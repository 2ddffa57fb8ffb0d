import Foundation
import Instruments
import MarketData
import RiskMeasures
import TestSupport
import Testing

@testable import Backtesting

/// The quantitative disclosure of one unit.
@Suite struct DisclosureTests {
  private func record(
    rate: BacktestedRate = .initial, days: Int, price: Double? = 100, isDated: Bool = true
  ) -> ForecastRecord {
    var record = ForecastRecord(
      ForecastRecord.Subject(
        instrument: InstrumentID(rawValue: "A"), model: "m", rate: rate, side: .long,
        level: .known(0.99)))
    for day in 0 ..< days {
      // The margin is 5 %; every hundredth day loses 6 %, the last but one 9 %.
      let loss = day == days - 2 ? 0.09 : day % 100 == 50 ? 0.06 : 0.01
      record.append(
        ForecastRecord.Entry(
          date: isDated ? Timestamp(CalendarDate(days: Int32(18_000 + day))) : nil, loss: loss,
          forecast: 0.05, price: price))
    }
    return record
  }

  @Test func theFieldsAreThoseOfTheLastTwelveMonths() throws {
    let disclosure = try #require(QuantitativeDisclosure(record(days: 1_000)))
    // 2019-04-14 + 999 days is 2022-01-07; a year before it is left out, the next day is in.
    #expect(disclosure.dates.upperBound.description == "2022-01-07")
    #expect(disclosure.dates.lowerBound.description == "2021-01-08")
    #expect(disclosure.observations == 365)
    #expect(disclosure.timesBelow == 5)
    #expect(abs(disclosure.achievedCoverage - 360.0 / 365) < 1e-15)
    #expect(abs(disclosure.peakUncovered - 4) < 1e-12)
    // Once 4 and four times 1.
    let average = try #require(disclosure.averageUncovered)
    #expect(abs(average - 1.6) < 1e-12)
    #expect(disclosure.unit == .amount)
  }

  @Test func withoutPricesExposuresAreFractions() throws {
    let disclosure = try #require(QuantitativeDisclosure(record(days: 300, price: nil)))
    #expect(disclosure.unit == .rate && abs(disclosure.peakUncovered - 0.04) < 1e-15)
    #expect(disclosure.observations == 300)
  }

  @Test func aModelAndAnUndatedMarginDiscloseNothing() {
    #expect(QuantitativeDisclosure(record(rate: .model, days: 10)) == nil)
    #expect(QuantitativeDisclosure(record(days: 10, isDated: false)) == nil)
    #expect(QuantitativeDisclosure(record(days: 0)) == nil)
  }

  @Test func coveredThroughoutThereIsNoAverage() throws {
    let disclosure = try #require(QuantitativeDisclosure(record(days: 1)))
    #expect(disclosure.timesBelow == 0 && disclosure.averageUncovered == nil)
    #expect(disclosure.achievedCoverage == 1 && disclosure.peakUncovered == 0)
  }
}
