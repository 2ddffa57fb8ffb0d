public import Margin

/// What a position must keep: MM(N) = N r − c with the rate and the deduction of the tier that holds N.
public struct MaintenanceRule: Hashable, Sendable {
  /// A range of notional with its rate and deduction.
  struct Tier: Hashable, Sendable {
    let floor: Double
    let cap: Double
    let rate: Double
    let deduction: Double

    func margin(of notional: Double) -> Double { notional * rate - deduction }

    /// Whether the tier holds a notional, forgiving one part in 10¹² at its ends.
    func holds(_ notional: Double) -> Bool {
      notional >= floor * (1 - 1e-12) && notional <= cap * (1 + 1e-12)
    }
  }

  /// In ascending order, the first from zero.
  let tiers: [Tier]
  /// How the rates add up.
  public let rule: TierRule

  /// One rate for every size, less a deduction.
  ///
  /// - Precondition: 0 ≤ rate < 1.
  public init(rate: Double, deduction: Double = 0) {
    precondition((0 ..< 1).contains(rate), "A rate is in [0, 1), not \(rate)")
    tiers = [Tier(floor: 0, cap: .infinity, rate: rate, deduction: deduction)]
    rule = .marginal
  }

  /// Nothing of any size.
  public static let zero = MaintenanceRule(rate: 0)

  /// An amount that does not move with the price, as where a venue charges the notional at the entry.
  public init(fixed amount: Double) { self.init(rate: 0, deduction: -amount) }

  /// The tiers of a table whose amounts are in the settling currency.
  public init(_ table: TierTable) {
    tiers = zip(table.tiers, table.deductions).map { tier, deduction in
      Tier(
        floor: tier.floor.doubleValue, cap: tier.cap?.doubleValue ?? .infinity,
        rate: tier.rate.doubleValue, deduction: deduction.doubleValue)
    }
    rule = table.rule
  }

  private init(_ tiers: [Tier], _ rule: TierRule) {
    self.tiers = tiers
    self.rule = rule
  }

  /// The same with amounts in another unit, the last tier without an end.
  func openEnded(scaled factor: Double) -> MaintenanceRule {
    let last = tiers.count - 1
    return MaintenanceRule(
      tiers.enumerated().map { index, tier in
        Tier(
          floor: tier.floor * factor, cap: index == last ? .infinity : tier.cap * factor,
          rate: tier.rate, deduction: tier.deduction * factor)
      }, rule)
  }

  /// The highest rate.
  public var largestRate: Double { tiers.reduce(0) { max($0, $1.rate) } }

  /// The highest rate of the tiers that hold a notional or a smaller one.
  func largestRate(of notional: Double) -> Double {
    tiers.prefix { $0.floor <= notional }.reduce(0) { max($0, $1.rate) }
  }

  /// The place of the tier of a notional; nil above the last cap.
  func index(of notional: Double) -> Int? { tiers.firstIndex { notional <= $0.cap } }

  /// MM(N), in the settling currency; nil above the last cap.
  public func margin(of notional: Double) -> Double? {
    index(of: notional).map { tiers[$0].margin(of: notional) }
  }
}
