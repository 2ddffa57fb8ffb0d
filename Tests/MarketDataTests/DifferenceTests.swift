import Foundation
import MarketData
import Testing

/// Differences of prices, from the file to the findings.
struct DifferenceTests {
  private static let oil = [18.27, -36.98, 8.91, 13.64]

  @Test func differencesCrossZero() {
    let history = SimulatedPrices.history(Self.oil)
    let differences = history.returns(.difference)
    #expect(differences.values == [-36.98 - 18.27, 8.91 + 36.98, 13.64 - 8.91])
    #expect(history.returns(.difference, over: 3).values == [13.64 - 18.27])
    // Three sums of numbers below 64 round four times.
    let sum = differences.compounded(over: 3).values
    #expect(sum.count == 1 && abs(sum[0] - (13.64 - 18.27)) <= 4 * 64 * Double.ulpOfOne)
    #expect(differences.converted(to: .difference) == differences)
  }

  @Test func differencesDoNotConvertToReturns() async {
    await #expect(processExitsWith: .failure) {
      let history = PriceHistory(
        instrument: InstrumentID(rawValue: "A"), axis: .positions(2), close: [1, 2])
      _ = history.returns(.difference).converted(to: .simple)
    }
  }

  private func csv(_ prices: [Double]) -> String {
    "date,close\n"
      + zip(SimulatedPrices.weekdays(prices.count), prices).map { "\($0.date),\($1)\n" }.joined()
  }

  @Test func aPriceBelowZeroNamesDifferencesAsItsRemedy() async throws {
    let loaded = try await load(csv(Self.oil))
    #expect(loaded.panel.histories.isEmpty)
    let message = try #require(loaded.failures.first?.message)
    #expect(message.contains("the price \"-36.98\" is not above zero"))
    #expect(message.contains("--convention difference"))
    let found = DataScreen().findings(in: SimulatedPrices.history(Self.oil))
    let finding = try #require(found.first { $0.kind == .nonPositivePrice })
    #expect(finding.remedy.contains("--convention difference"))
  }

  @Test func pricesOfAnySignAreReadAsTheyAre() async throws {
    var options = LoadOptions()
    options.priceSign = .any
    let loaded = try await load(csv(Self.oil), options: options)
    #expect(loaded.failures.isEmpty)
    #expect(loaded.panel.histories.first?.close == Self.oil)
    #expect(loaded.findings.map(\.kind) == [.shortHistory])
    // What is said of such prices comes first.
    options.treatments = [.nonPositivePrice: .excludeReturn]
    let excluded = try await load(csv(Self.oil), options: options)
    #expect(excluded.panel.histories.first?.close == [18.27, 8.91, 13.64])
    #expect(excluded.panel.histories.first?.excludedReturns == [1])
  }

  private func kinds(_ close: [Double], _ sign: PriceSign = .any) -> [DataFinding.Kind] {
    DataScreen(priceSign: sign).findings(in: SimulatedPrices.history(close)).map(\.kind)
  }

  @Test func aYieldNearZeroIsNoFault() {
    // Around a tenth by steps of some three hundredths, of which one ends a hundredth of a basis
    // point above zero: a thousandth as a ratio, three steps as a difference.
    var close = (0 ..< 300).map { 0.1 + 0.03 * sin(2.1 * Double($0)) }
    close[150] = 0.0001
    #expect(kinds(close, .positive) == [.revertingPrint])
    #expect(kinds(close).isEmpty)
  }

  @Test func aSplitIsFoundInPricesOfAnySign() {
    let close = SimulatedPrices.walk(seed: 5).scaled(from: 250, by: 0.5)
    #expect(kinds(close) == [.splitLikeJump])
  }
}
