public import Margin

/// The maintenance margin MM(N) = N r − c, with rate r and deduction c of the tier that contains N.
public struct MaintenanceRule: Hashable, Sendable {
  /// A range of notional with its rate and deduction.
  struct Tier: Hashable, Sendable {
    let floor: Double
    let cap: Double
    let rate: Double
    let deduction: Double

    func margin(of notional: Double) -> Double { notional * rate - deduction }

    /// Whether the tier contains a notional, with a relative tolerance of 10⁻¹² at its ends.
    func holds(_ notional: Double) -> Bool {
      notional >= floor * (1 - 1e-12) && notional <= cap * (1 + 1e-12)
    }
  }

  /// The tiers in ascending order from zero.
  let tiers: [Tier]
  /// How tier rates combine.
  public let rule: TierRule

  /// Creates a rule with one rate for every size, less a deduction.
  ///
  /// - Precondition: 0 ≤ rate < 1.
  public init(rate: Double, deduction: Double = 0) {
    precondition((0 ..< 1).contains(rate), "A rate is in [0, 1), not \(rate)")
    tiers = [Tier(floor: 0, cap: .infinity, rate: rate, deduction: deduction)]
    rule = .marginal
  }

  /// A zero maintenance margin at every size.
  public static let zero = MaintenanceRule(rate: 0)

  /// Creates a rule with a fixed amount, as when a venue charges on the entry notional.
  public init(fixed amount: Double) { self.init(rate: 0, deduction: -amount) }

  /// Creates a rule from a tier table with amounts in the settlement currency.
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

  /// The rule with amounts in another unit and an unbounded last tier.
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

  /// The highest rate of the tiers up to a notional.
  func largestRate(of notional: Double) -> Double {
    tiers.prefix { $0.floor <= notional }.reduce(0) { max($0, $1.rate) }
  }

  /// The index of the tier of a notional; nil above the last cap.
  func index(of notional: Double) -> Int? { tiers.firstIndex { notional <= $0.cap } }

  /// MM(N), in the settlement currency; nil above the last cap.
  public func margin(of notional: Double) -> Double? {
    index(of: notional).map { tiers[$0].margin(of: notional) }
  }
}
