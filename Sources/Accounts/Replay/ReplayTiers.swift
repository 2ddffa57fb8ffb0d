public import Margin

/// Brackets of size that positions of a replay are margined by, of one instrument for both sides.
///
/// A client opens no more than the last cap; a position that prices carry above it stays at the last rate.
public struct ReplayTiers: Hashable, Sendable {
  /// MM(N), the last bracket without an end.
  let rule: MaintenanceRule
  /// 1/L of each bracket, with its cap.
  let initial: [(cap: Double, rate: Double)]
  /// What amounts are multiplied by.
  private let scale: Double
  private let table: TierTable

  /// The brackets of a table, whose amounts are in the settling currency.
  public init(_ table: TierTable) { self.init(table, scale: 1) }

  private init(_ table: TierTable, scale: Double) {
    self.table = table
    self.scale = scale
    rule = MaintenanceRule(table).openEnded(scaled: scale)
    initial = table.tiers.map { tier in
      ((tier.cap?.doubleValue ?? .infinity) * scale, 1 / tier.maximumLeverage.doubleValue)
    }
  }

  /// The same in another unit of money.
  func scaled(by factor: Double) -> ReplayTiers { ReplayTiers(table, scale: scale * factor) }

  /// 1/L of the bracket of a notional, the last above its cap.
  func initialRate(of notional: Double) -> Double {
    initial.first { notional <= $0.cap }?.rate ?? initial[initial.count - 1].rate
  }

  /// The highest rate of the brackets up to a notional.
  func largestRate(of notional: Double) -> Double { rule.largestRate(of: notional) }

  /// The lots of the last cap at a price.
  func lots(at price: Int64) -> Int64 {
    Int64(within: initial[initial.count - 1].cap / Double(price))
  }

  /// Whether two are of the same table in the same unit.
  public static func == (a: Self, b: Self) -> Bool { a.table == b.table && a.scale == b.scale }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(table)
    hasher.combine(scale)
  }
}
