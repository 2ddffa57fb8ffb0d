public import Margin

/// The size tiers of the positions in a replay, for one instrument and both sides.
///
/// A client opens at most the notional of the last cap; a position that price moves carry above it
/// keeps the last rate.
public struct ReplayTiers: Sendable {
  /// The maintenance rule, with an unbounded last tier.
  let rule: MaintenanceRule
  /// The initial rate 1/L of each tier, with its cap.
  private let initial: [(cap: Double, rate: Double)]

  /// Creates the tiers from a table with amounts in the settlement currency.
  public init(_ table: TierTable) {
    rule = MaintenanceRule(table).openEnded(scaled: 1)
    initial = table.tiers.map { tier in
      (tier.cap?.doubleValue ?? .infinity, 1 / tier.maximumLeverage.doubleValue)
    }
  }

  private init(_ tiers: ReplayTiers, scaled factor: Double) {
    rule = tiers.rule.openEnded(scaled: factor)
    initial = tiers.initial.map { ($0.cap * factor, $0.rate) }
  }

  /// The tiers in another unit of money.
  func scaled(by factor: Double) -> ReplayTiers { ReplayTiers(self, scaled: factor) }

  /// The initial rate 1/L of the tier of a notional; the last rate above the last cap.
  func initialRate(of notional: Double) -> Double {
    initial.first { notional <= $0.cap }?.rate ?? initial[initial.count - 1].rate
  }

  /// The highest rate of the tiers up to a notional.
  func largestRate(of notional: Double) -> Double { rule.largestRate(of: notional) }

  /// The number of lots of the last cap at a price.
  func lots(at price: Int64) -> Int64 {
    Int64(within: initial[initial.count - 1].cap / Double(price))
  }
}
