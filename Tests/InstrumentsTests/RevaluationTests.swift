import Instruments
import Testing

/// Positions revalued under shocks of price and volatility.
@Suite struct RevaluationTests {
  private static let flat = VolatilityShock(up: 0.5, down: 0.25)

  /// A future gains its return, in coin what an inverse contract pays; volatility does not move it.
  @Test func futuresGainTheirReturn() {
    let up = Scenario(0.1, .up)
    #expect(
      ScenarioPosition(.future, amount: 2, forward: 100).profit(in: up, Self.flat) == 20)
    let coin = ScenarioPosition(.inverseFuture, amount: -3, forward: 100)
    #expect(coin.profit(in: up, Self.flat) == -3 * (1 - 1 / 1.1))
    #expect(coin.isFuture && coin.delta == -3 && coin.baseValue == 1 && coin.markToMarket == 0)
  }

  /// The profit of an option is the difference of two prices; its delta that of small moves.
  @Test(arguments: SettlementCurrency.allCases)
  func optionsGainTheDifferenceOfTwoPrices(settlement: SettlementCurrency) {
    let option = VanillaOption(.call, strike: 105, years: 0.5)
    let revaluation = OptionRevaluation(option, volatility: 0.6, settlement: settlement)
    let position = ScenarioPosition(revaluation, amount: -2, forward: 100, index: 99)
    let moved = Black76(
      option, forward: 80,
      volatility: Self.flat.shocked(0.6, .down, years: 0.5))
    let after = settlement == .coin ? moved.price / 80 : moved.price
    let profit = position.profit(in: Scenario(-0.2, .down), Self.flat)
    #expect(profit == -2 * (after - revaluation.value(at: 100)))
    // A central difference: its error is a sixth of the third derivative times the squared step, below 10⁻⁹ here.
    let step = 1e-4
    let (up, down) = (Scenario(step), Scenario(-step))
    let slope =
      (position.profit(in: up, Self.flat) - position.profit(in: down, Self.flat)) / (2 * step * 100)
    let wanted = settlement == .coin ? position.delta / 100 : position.delta
    #expect(abs(slope - wanted) < 1e-6 * abs(wanted))
    #expect(!position.isFuture && position.baseValue == (settlement == .coin ? 1 : 99))
  }

  /// An inverse future of a face value is a size in coin at the mark.
  @Test func aPositionIsRevaluedAtItsMark() throws {
    let held = try FuturesPosition(.inverse, .short, size: 20_000, entryPrice: 50_000)
    let position = held.scenarioPosition(at: 40_000, years: 0.25)
    #expect(position.amount == -0.5 && position.years == 0.25)
    let profit = position.profit(in: Scenario(0.25), Self.flat)
    let wanted = held.unrealizedProfit(at: 50_000) - held.unrealizedProfit(at: 40_000)
    // Three roundings of amounts below one.
    #expect(abs(profit - wanted) < 1e-15)
  }
}
