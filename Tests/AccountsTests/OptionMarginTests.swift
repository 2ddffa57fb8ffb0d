import Accounts
import Instruments
import Statistics
import TestSupport
import Testing

/// Margins of options as venues print them, by rule and by scenarios.
///
/// Amounts are sums of a few products near 10³: 10⁻⁶ is far below the cent that a page prints, 10⁻¹² a thousand roundings of
/// amounts in coin. Other bounds are half of the last digit that is printed.
@Suite struct OptionMarginTests {
  // MARK: - The published margins

  @Test func shortOptionsAreThoseOfTheVenues() {
    let bybit = VanillaOption(.put, strike: 18_500, years: 0.1)
    #expect(
      abs(OptionMarginRule.bybit.maintenanceMargin(of: bybit, index: 20_250, mark: 290) - 938)
        < 1e-6)
    #expect(
      abs(
        OptionMarginRule.bybit.initialMargin(of: bybit, index: 20_250, mark: 290, order: 280) - 2315
      ) < 1e-6)
    let bitcom = VanillaOption(.put, strike: 1850, years: 0.1)
    let rule = OptionMarginRule.standard
    #expect(abs(rule.maintenanceMargin(of: bitcom, index: 2098, mark: 2.4) * 50 - 7987.5) < 1e-6)
    #expect(abs(rule.initialMargin(of: bitcom, index: 2098, mark: 2.4) * 50 - 10_610) < 1e-6)
    let derive = VanillaOption(.call, strike: 1800, years: 0.1)
    let own = OptionMarginRule.derive
    #expect(abs(3 * own.initialMargin(of: derive, index: 1900, mark: 120) - 1215) < 1e-6)
    #expect(abs(3 * own.maintenanceMargin(of: derive, index: 1900, mark: 120) - 873) < 1e-6)
  }

  /// Deribit's formula in coin, computed by a peer: type, strike, mark, initial, maintenance; the index is 50,000.
  @Test func shortOptionsInCoinAreThoseOfDeribit() {
    let cases: [(VanillaOption.Kind, Double, Double, Double, Double)] = [
      (.call, 50_000, 0.05, 0.2, 0.125), (.call, 52_000, 0.03, 0.14, 0.105),
      (.call, 60_000, 0.01, 0.11, 0.085), (.put, 50_000, 0.05, 0.2, 0.125),
      (.put, 47_500, 0.025, 0.125, 0.1), (.put, 100_000, 1.02, 1.17, 1.0965),
    ]
    for (kind, strike, mark, initial, maintenance) in cases {
      let option = VanillaOption(kind, strike: strike / 50_000, years: 0.1)
      let rule = OptionMarginRule.standard
      #expect(abs(rule.initialMargin(of: option, index: 1, mark: mark) - initial) < 1e-12)
      #expect(abs(rule.maintenanceMargin(of: option, index: 1, mark: mark) - maintenance) < 1e-12)
    }
  }

  // MARK: - Scenarios

  /// Deribit's simulator: the worst cell of ±16 % in four steps, the roll shock and the margins it prints.
  @Test func theSimulatorOfDeribitIsReproduced() {
    let rule = ScenarioScan(
      ScenarioScan.grid(range: 0.16, buckets: 4), shock: VolatilityShock(up: 0.5, down: 0.25),
      maintenanceFactor: 0.8)
    let sizes = [0.314538364, -0.001187534]
    let worst = rule.scan(
      sizes.map { ScenarioPosition(.inverseFuture, amount: $0, forward: 65_000) })
    #expect(abs(worst - 0.05968587238095239) < 5e-9)
    let roll = sizes.reduce(0) { $0 + abs($1) * 0.01 }
    #expect(abs(worst + roll - 0.06284313098) < 5e-9)
    #expect(abs(worst + roll + 0.06 + 1.8212e-05 - 0.122861343) < 5e-9)
    #expect(abs(0.8 * (worst + roll) - 0.050274504784) < 5e-9)
  }

  /// The unit test of Derive's contracts: a short call, spot ±5, 10 and 15 %, three volatilities.
  @Test func theUnitTestOfDeriveIsReproduced() {
    let shock = VolatilityShock(up: 0.45, down: 0.3, longPower: 0.3)
    let years = 500_400.0 / 31_536_000
    #expect(abs(shock.factor(.up, years: years) - 1.7370684514926746) < 1e-9)
    #expect(abs(shock.factor(.down, years: years) - 0.508621032338217) < 1e-9)
    let rule = ScenarioScan(ScenarioScan.grid(range: 0.15, buckets: 3), shock: shock)
    let forward = 1500.833279310994
    let position = ScenarioPosition(
      .option(
        VanillaOption(.call, strike: 1500, years: years), volatility: 1.0478844940849863),
      amount: -1, forward: forward)
    #expect(abs(position.markToMarket + 79.37158518905994) < 1e-6)
    // min of profit − value, as the contract counts it: here the profit alone.
    #expect(abs(rule.scan([position]) - 207.39694967130436) < 1e-6)
  }

  @Test func spanIsTheLargestLossOfTheSum() {
    let future: [Double] = [
      0, 0, 3330, 3330, -3330, -3330, 6670, 6670, -6670, -6670, 10000, 10000, -10000, -10000, 7000,
      -7000,
    ]
    let call: [Double] = [
      -460, 610, -2640, -1730, 1270, 2340, -5210, -4540, 2540, 3430, -8060, -7640, 3380, 3990,
      -3130, 1500,
    ]
    #expect(ScenarioScan.scan(arrays: [future]) == 10_000)
    #expect(ScenarioScan.scan(arrays: [future, call]) == 6620)
    // The same future by our rows: a range of 10,000 in thirds, twice the range at 35 %.
    let rows =
      ScenarioScan.grid(range: 0.1, buckets: 3, [.up, .down]) + [
        Scenario(0.2, weight: 0.35), Scenario(-0.2, weight: 0.35),
      ]
    #expect(rows.count == 16)
    let rule = ScenarioScan(rows, shock: VolatilityShock(up: 0, down: 0))
    #expect(
      abs(rule.scan([ScenarioPosition(.future, amount: 1, forward: 100_000)]) - 10_000) < 1e-9)
  }

  @Test func theTailWeightsOfParadex() {
    let moves: [Double] = [-0.66, -0.33, 0.5, 1, 2, 3, 4, 5]
    let published = [0.24, 0.48, 0.32, 0.16, 0.08, 0.0533, 0.04, 0.032]
    for (row, weight) in zip(ScenarioScan.tails(range: 0.16, moves), published) {
      #expect(abs(row.weight - weight) < 0.006)
      #expect(abs(row.weight * abs(row.move) - 0.16) < 1e-12)
    }
  }
}
