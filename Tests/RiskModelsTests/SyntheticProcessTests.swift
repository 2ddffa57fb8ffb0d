import Instruments
import MarketData
import RiskMeasures
import RiskModels
import TestSupport
import Testing

/// Prices of a process whose risk is known.
struct SyntheticProcessTests {
  private static let processes = [
    SyntheticProcess(drift: 0.0003, volatility: 0.01),
    SyntheticProcess(volatility: 0.01, degreesOfFreedom: 4),
    SyntheticProcess(volatility: 0.012, degreesOfFreedom: 8, alpha: 0.08, beta: 0.9),
  ]

  private static let start = CalendarDate(days: 10_959)

  private static func prices(
    _ process: SyntheticProcess, _ count: Int, seed: UInt64 = 3
  ) throws -> SyntheticPrices {
    try process.prices(of: InstrumentID(rawValue: "S1"), count: count, from: start, seed: seed)
  }

  @Test func theRiskOfNormalReturnsIsThatOfTheTable() throws {
    let prices = try Self.prices(SyntheticProcess(drift: 0.001, volatility: 0.02), 3)
    let long = prices.risk(after: 1, .long, .known(0.99))
    let short = prices.risk(after: 1, .short, .known(0.99))
    #expect(abs(long.valueAtRisk - (0.02 * 2.3263478740408408 - 0.001)) < 1e-15)
    #expect(abs(long.expectedShortfall - (0.02 * 2.6652142203457966 - 0.001)) < 1e-14)
    #expect(abs(short.valueAtRisk - (0.02 * 2.3263478740408408 + 0.001)) < 1e-15)
  }

  /// The number of exceedances is binomial, whatever the variance does: four standard errors.
  @Test(arguments: processes, Side.allCases)
  func lossesExceedTheTruthAtTheRateOfTheLevel(process: SyntheticProcess, side: Side) throws {
    let count = SlowTests.enabled ? 100_000 : 10_000
    let prices = try Self.prices(process, count + 1)
    let level = ConfidenceLevel.known(0.99)
    let returns = prices.history.returns(.simple).values
    var exceedances = 0
    var excess = 0.0
    for (bar, r) in returns.enumerated() {
      let risk = prices.risk(after: bar, side, level)
      let loss = side == .long ? -r : r
      guard loss > risk.valueAtRisk else { continue }
      exceedances += 1
      excess += loss / risk.expectedShortfall
    }
    let expected = 0.01 * Double(count)
    #expect(abs(Double(exceedances) - expected) < 4 * (0.99 * expected).squareRoot())
    // The mean loss beyond VaR is ES; its relative deviation is below one half for these tails.
    #expect(abs(excess / Double(exceedances) - 1) < 4 * 0.5 / Double(exceedances).squareRoot())
  }

  @Test(arguments: processes)
  func aLongerSeriesBeginsAsAShorterOne(process: SyntheticProcess) throws {
    let short = try Self.prices(process, 50).history
    let long = try Self.prices(process, 80).history
    #expect(Array(long.close[..<50]) == short.close)
    #expect(long.axis[0 ..< 50] == short.axis)
    #expect(long.close[49] != (try Self.prices(process, 50, seed: 4)).history.close[49])
    #expect(long.axis.times?.allSatisfy { !$0.date.weekday.isWeekend } == true)
  }

  @Test func varianceClustersAroundItsLevel() throws {
    let clustered = try Self.prices(Self.processes[2], 20_000)
    #expect(clustered.volatilities[0] == 0.012 && Set(clustered.volatilities).count > 10_000)
    let mean = clustered.volatilities.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(mean / (0.012 * 0.012) - 1) < 0.3)
    #expect(Set(try Self.prices(Self.processes[1], 100).volatilities) == [0.01])
  }

  @Test func aReturnOfATotalLossIsRefused() {
    let process = SyntheticProcess(volatility: 0.2, degreesOfFreedom: 2.1)
    #expect(throws: SyntheticProcess.TotalLoss.self) {
      try Self.prices(process, 1_000_000)
    }
  }
}
