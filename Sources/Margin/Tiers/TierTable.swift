/// One tier: a range of notional with its maintenance rate and maximum leverage.
public struct Tier: Hashable, Sendable {
  /// The lower end of the tier, excluded; zero for the first tier.
  public let floor: DecimalNumber
  /// The upper end, included; nil for an unbounded last tier.
  public let cap: DecimalNumber?
  /// The maintenance rate, a fraction of notional.
  public let rate: DecimalNumber
  /// The maximum leverage of a position in the tier.
  public let maximumLeverage: DecimalNumber
  /// The published cumulative deduction; nil if none was published.
  public let publishedDeduction: DecimalNumber?

  /// Creates a tier; it is validated when it becomes part of a ``TierTable``.
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

/// How tier rates combine to a margin.
public enum TierRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// Each part of a position is charged at the rate of its own tier, like marginal income tax.
  case marginal
  /// The whole position is charged at the rate of its tier, so the margin jumps at each floor.
  case cliff
}

/// The unit of floors and caps.
public enum TierUnit: String, Hashable, Sendable, Codable, CaseIterable {
  /// Amounts in the quote currency.
  case quote
  /// Units of the base currency.
  case base
  /// Numbers of contracts.
  case contract
}

/// The margin tiers of one symbol.
///
///     MM(N) = N rₙ − cₙ   for floorₙ < N ≤ capₙ,   c₁ = 0,   cₙ = cₙ₋₁ + floorₙ (rₙ − rₙ₋₁)
///
/// under the marginal rule, and MM(N) = N rₙ under the cliff rule. Under the marginal rule MM is
/// continuous and increasing, and convex where rates do not fall. All numbers are exact decimals.
public struct TierTable: Hashable, Sendable {
  /// The name of the instrument.
  public let symbol: String
  /// The currency of amounts; empty if the source does not state it.
  public let currency: String
  /// The unit of floors and caps.
  public let unit: TierUnit
  /// How tier rates combine.
  public let rule: TierRule
  /// The tiers in ascending order from zero, without gaps.
  public let tiers: [Tier]
  /// The cumulative deductions c₁, …, cₙ under the marginal rule; zeros under the cliff rule.
  public let deductions: [DecimalNumber]

  /// Creates a valid table.
  ///
  /// - Throws: ``TierFault``, the first that is found.
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

  /// Exceptions from the validation of a table.
  public enum Allowance: Hashable, Sendable {
    case none
    /// Falling rates, with which a liquidation price need not be unique.
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

  /// The index of the tier that contains a notional, from 0; nil beyond the last cap.
  public func index(of notional: DecimalNumber) -> Int? {
    tiers.firstIndex { tier in tier.cap.map { notional <= $0 } ?? true }
  }

  /// The maintenance margin MM(N), in the unit of the notional.
  ///
  /// - Throws: ``TierFault/beyondLastTier(notional:cap:)``.
  public func maintenanceMargin(of notional: DecimalNumber) throws(TierFault) -> DecimalNumber {
    let index = try checkedIndex(of: notional)
    return notional * tiers[index].rate - deductions[index]
  }

  /// The initial margin: N ÷ maximum leverage of its tier, rounded up to 10⁻⁸.
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
