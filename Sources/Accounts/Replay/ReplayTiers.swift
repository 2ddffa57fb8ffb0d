public import Margin

/// Tiers of size that positions of a replay are margined by, of one instrument for both sides.
///
/// A client opens no more than the last cap; a position that prices carry above it stays at the last rate.
public struct ReplayTiers: Sendable {
  /// The maintenance rule, the last tier without an end.
  let rule: MaintenanceRule
  /// The initial rate 1/L of each tier, with its cap.
  private let initial: [(cap: Double, rate: Double)]

  /// The tiers of a table, whose amounts are in the settling currency.
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

  /// The same in another unit of money.
  func scaled(by factor: Double) -> ReplayTiers { ReplayTiers(self, scaled: factor) }

  /// The initial rate 1/L of the tier of a notional, the last above its cap.
  func initialRate(of notional: Double) -> Double {
    initial.first { notional <= $0.cap }?.rate ?? initial[initial.count - 1].rate
  }

  /// The highest rate of the tiers up to a notional.
  func largestRate(of notional: Double) -> Double { rule.largestRate(of: notional) }

  /// The lots of the last cap at a price.
  func lots(at price: Int64) -> Int64 {
    Int64(within: initial[initial.count - 1].cap / Double(price))
  }
}
