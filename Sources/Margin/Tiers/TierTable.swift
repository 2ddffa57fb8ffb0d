/// One bracket of notional with its maintenance rate and its largest leverage.
public struct Tier: Hashable, Sendable {
  /// Where the bracket begins, not included; zero for the first.
  public let floor: DecimalNumber
  /// Where it ends, included; nil for a last bracket without an end.
  public let cap: DecimalNumber?
  /// The maintenance rate, a fraction of notional.
  public let rate: DecimalNumber
  /// The largest leverage of a position in the bracket.
  public let maximumLeverage: DecimalNumber
  /// The cumulative deduction as it was published; nil where it was not.
  public let publishedDeduction: DecimalNumber?

  /// A bracket; what is wrong with it shows when it becomes part of a ``TierTable``.
  public init(
    floor: DecimalNumber, cap: DecimalNumber?, rate: DecimalNumber,
    maximumLeverage: DecimalNumber, publishedDeduction: DecimalNumber? = nil
  ) {
    self.floor = floor
    self.cap = cap
    self.rate = rate
    self.maximumLeverage = maximumLeverage
    self.publishedDeduction = publishedDeduction
  }
}

/// How the rates of brackets add up to a margin.
public enum TierRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// Each part of a position is charged at the rate of its own bracket, as income is by a tax.
  case marginal
  /// The whole position is charged at the rate of the bracket it is in, so that margin jumps at a floor.
  case cliff
}

/// What floors and caps are counted in.
public enum TierUnit: String, Hashable, Sendable, Codable, CaseIterable {
  /// The quote currency.
  case quote
  /// Units of the base.
  case base
  /// Contracts.
  case contract
}

/// The brackets of one symbol.
///
///     MM(N) = N rₙ − cₙ   for floorₙ < N ≤ capₙ,   c₁ = 0,   cₙ = cₙ₋₁ + floorₙ (rₙ − rₙ₋₁)
///
/// under the marginal rule, MM(N) = N rₙ under the cliff rule. By the marginal rule MM is continuous, increasing and convex
/// where rates do not fall. All numbers are exact decimals.
public struct TierTable: Hashable, Sendable {
  /// The name of the instrument.
  public let symbol: String
  /// The currency of amounts; empty where the source names none.
  public let currency: String
  /// What floors and caps are counted in.
  public let unit: TierUnit
  /// How the rates add up.
  public let rule: TierRule
  /// In ascending order, the first from zero, each beginning where the one before ends.
  public let tiers: [Tier]
  /// c₁, …, cₙ under the marginal rule; zeros under the cliff rule.
  public let deductions: [DecimalNumber]

  /// A table without a fault.
  ///
  /// - Throws: ``TierFault``, the first there is.
  public init(
    symbol: String, currency: String = "", unit: TierUnit = .quote, rule: TierRule = .marginal,
    tiers: [Tier], allowing allowance: Allowance = .none
  ) throws(TierFault) {
    self.symbol = symbol
    self.currency = currency
    self.unit = unit
    self.rule = rule
    self.tiers = tiers
    for (index, tier) in tiers.enumerated() { try Self.checkNumbers(tier, index + 1) }
    deductions = rule == .marginal ? Self.deductions(of: tiers) : tiers.map { _ in .zero }
    try check(allowance)
  }

  /// What a table may do that is a fault otherwise.
  public enum Allowance: Hashable, Sendable {
    case none
    /// Rates that fall: then no uniqueness of a liquidation price is promised.
    case fallingRates
  }

  private static func deductions(of tiers: [Tier]) -> [DecimalNumber] {
    var deductions: [DecimalNumber] = []
    for (index, tier) in tiers.enumerated() {
      guard index > 0 else {
        deductions.append(.zero)
        continue
      }
      deductions.append(
        deductions[index - 1] + tier.floor * (tier.rate - tiers[index - 1].rate))
    }
    return deductions
  }

  /// The bracket that holds a notional, from 0; nil beyond the last cap.
  public func index(of notional: DecimalNumber) -> Int? {
    tiers.firstIndex { tier in tier.cap.map { notional <= $0 } ?? true }
  }

  /// MM(N), in the unit of the notional.
  ///
  /// - Throws: ``TierFault/beyondLastTier(notional:cap:)``.
  public func maintenanceMargin(of notional: DecimalNumber) throws(TierFault) -> DecimalNumber {
    let index = try checkedIndex(of: notional)
    return notional * tiers[index].rate - deductions[index]
  }

  /// N divided by the largest leverage of its bracket, rounded up to 10⁻⁸.
  ///
  /// - Throws: ``TierFault/beyondLastTier(notional:cap:)``.
  public func initialMargin(of notional: DecimalNumber) throws(TierFault) -> DecimalNumber {
    let index = try checkedIndex(of: notional)
    return notional.dividedUp(by: tiers[index].maximumLeverage, decimals: 8)
  }

  private func checkedIndex(of notional: DecimalNumber) throws(TierFault) -> Int {
    guard !notional.isNegative, notional.isWithin(1e15, decimals: 11) else {
      throw .invalidNumber(tier: nil, field: "notional")
    }
    guard let index = index(of: notional) else {
      throw .beyondLastTier(notional: notional, cap: tiers.last?.cap ?? .zero)
    }
    return index
  }
}
