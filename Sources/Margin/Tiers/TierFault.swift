/// An error in a tier table; tiers are numbered from 1.
public enum TierFault: Error, Hashable, Sendable {
  /// The table has no tiers.
  case empty
  /// A number is negative, zero where that is not allowed, or out of range.
  case invalidNumber(tier: Int?, field: String)
  /// The first tier begins above zero, or a tier begins above the end of the previous one.
  case gap(tier: Int, from: DecimalNumber, to: DecimalNumber)
  /// A tier begins below the end of the previous one, or ends where it begins.
  case overlap(tier: Int, floor: DecimalNumber, before: DecimalNumber)
  /// A tier follows a tier without an upper end.
  case afterOpenTier(tier: Int)
  /// A maintenance rate is below the previous one.
  case fallingRate(tier: Int, rate: DecimalNumber, before: DecimalNumber)
  /// The maximum leverage implies an initial margin below the maintenance margin.
  case initialBelowMaintenance(tier: Int, leverage: DecimalNumber, maintenance: DecimalNumber)
  /// The published deduction differs from the recalculated one.
  case deductionMismatch(tier: Int, published: DecimalNumber, computed: DecimalNumber)
  /// A required rate is above the last of the allowed rates; for an initial rate that is 1.
  case aboveLadder(tier: Int, rate: Double, last: DecimalNumber)
  /// A notional is above the last cap.
  case beyondLastTier(notional: DecimalNumber, cap: DecimalNumber)

  /// The stable identifier of the error, for programs.
  public var code: String {
    switch self {
    case .empty: "no-tiers"
    case .invalidNumber: "invalid-number"
    case .gap: "bracket-gap"
    case .overlap, .afterOpenTier: "bracket-overlap"
    case .fallingRate: "falling-rate"
    case .initialBelowMaintenance: "im-below-mm"
    case .deductionMismatch: "cum-mismatch"
    case .aboveLadder: "above-ladder"
    case .beyondLastTier: "beyond-last-tier"
    }
  }

  /// The number of the invalid tier, from 1; nil for an error of the whole table.
  public var tier: Int? {
    switch self {
    case .empty, .beyondLastTier: nil
    case .invalidNumber(let tier, _): tier
    case .gap(let tier, _, _), .overlap(let tier, _, _), .afterOpenTier(let tier),
      .fallingRate(let tier, _, _), .initialBelowMaintenance(let tier, _, _),
      .deductionMismatch(let tier, _, _), .aboveLadder(let tier, _, _):
      tier
    }
  }

  /// The error and the remedy, for people.
  public var message: String {
    switch self {
    case .empty: "has no tiers; write at least one"
    case .invalidNumber(let tier, let field):
      (tier.map { "tier \($0): " } ?? "")
        + "\(field) is out of its range; amounts are above 0, rates "
        + "from 0 to below 1, leverage at least 1"
    case .gap(let tier, let from, let to):
      "tier \(tier) begins at \(to), not at \(from); close the gap, or repair the table"
    case .overlap(let tier, let floor, let before):
      "tier \(tier) begins or ends at \(floor), not above \(before); put the tiers in order, or repair the table"
    case .afterOpenTier(let tier):
      "tier \(tier) stands after one without an end; give that one a cap"
    case .fallingRate(let tier, let rate, let before):
      "tier \(tier) has rate \(rate) after \(before); rates do not fall, unless that is allowed"
    case .initialBelowMaintenance(let tier, let leverage, let maintenance):
      "tier \(tier): leverage \(leverage) leaves less than the maintenance rate \(maintenance); lower the "
        + "leverage or the rate"
    case .deductionMismatch(let tier, let published, let computed):
      "tier \(tier) publishes deduction \(published), its floors and rates give \(computed); the table is "
        + "stale, or a number is wrong"
    case .aboveLadder(let tier, let rate, let last):
      "tier \(tier) needs a rate of \((rate * 1e4).rounded(.up) / 1e4), above the last allowed, \(last); lower the "
        + "last cap, or let larger positions close faster"
    case .beyondLastTier(let notional, let cap):
      "\(notional) is above the last cap \(cap); no position may be that large"
    }
  }
}

extension TierTable {
  func check(_ allowance: Allowance) throws(TierFault) {
    guard !tiers.isEmpty else { throw .empty }
    var end: DecimalNumber? = .zero
    for (index, tier) in tiers.enumerated() {
      let number = index + 1
      guard let before = end else { throw .afterOpenTier(tier: number) }
      guard tier.floor <= before else {
        throw .gap(tier: number, from: before, to: tier.floor)
      }
      guard tier.floor == before else {
        throw .overlap(tier: number, floor: tier.floor, before: before)
      }
      if let cap = tier.cap, cap <= tier.floor {
        throw .overlap(tier: number, floor: cap, before: tier.floor)
      }
      if index > 0, allowance == .none, tier.rate < tiers[index - 1].rate {
        throw .fallingRate(tier: number, rate: tier.rate, before: tiers[index - 1].rate)
      }
      try checkLeverage(tier, index)
      try checkDeduction(tier, index)
      end = tier.cap
    }
  }

  static func checkNumbers(_ tier: Tier, _ number: Int) throws(TierFault) {
    if tier.floor.isNegative { throw .invalidNumber(tier: number, field: "floor") }
    if tier.cap?.isNegative ?? false { throw .invalidNumber(tier: number, field: "cap") }
    // Within these bounds no sum or product of a table exceeds 38 digits.
    for (field, value, decimals) in [
      ("floor", tier.floor, 9), ("cap", tier.cap ?? .zero, 9),
      ("deduction", tier.publishedDeduction ?? .zero, 21),
    ] where !value.isWithin(1e15, decimals: decimals) {
      throw .invalidNumber(tier: number, field: field)
    }
    guard tier.rate.isWithin(1, decimals: 12), tier.maximumLeverage.isWithin(1e6, decimals: 4)
    else {
      throw .invalidNumber(tier: number, field: "maintenance rate or leverage")
    }
    if tier.rate.isNegative || tier.rate >= DecimalNumber(1) {
      throw .invalidNumber(tier: number, field: "maintenance rate")
    }
    if tier.maximumLeverage < DecimalNumber(1) {
      throw .invalidNumber(tier: number, field: "leverage")
    }
  }

  /// MM(N) L ≤ N at the cap, where MM/N is largest; rate · L ≤ 1 in an unbounded tier.
  private func checkLeverage(_ tier: Tier, _ index: Int) throws(TierFault) {
    let margin = tier.cap.map { $0 * tier.rate - deductions[index] } ?? tier.rate
    let end = tier.cap ?? DecimalNumber(1)
    // Tolerance of 10⁻¹²: the product fits a double but possibly not a decimal.
    guard
      margin.doubleValue * tier.maximumLeverage.doubleValue <= end.doubleValue * (1 + 1e-12)
    else {
      throw .initialBelowMaintenance(
        tier: index + 1, leverage: tier.maximumLeverage, maintenance: tier.rate)
    }
  }

  /// Tolerance of 10⁻⁶ and half a cent, or 0.5·10⁻⁸ for amounts in coin or contracts.
  private func checkDeduction(_ tier: Tier, _ index: Int) throws(TierFault) {
    guard rule == .marginal, let published = tier.publishedDeduction else { return }
    let computed = deductions[index]
    let error = abs((published - computed).doubleValue)
    guard error <= abs(computed.doubleValue) * 1e-6 + (unit == .quote ? 5e-3 : 5e-9) else {
      throw .deductionMismatch(tier: index + 1, published: published, computed: computed)
    }
  }

  /// The tiers sorted by floor and made contiguous from zero, without published deductions.
  public static func repaired(_ tiers: [Tier]) -> [Tier] {
    let sorted = tiers.sorted { $0.floor < $1.floor }
    return sorted.enumerated().map { index, tier in
      let next = index + 1 < sorted.count ? sorted[index + 1].floor : tier.cap
      return Tier(
        floor: index == 0 ? .zero : tier.floor, cap: next, rate: tier.rate,
        maximumLeverage: tier.maximumLeverage)
    }
  }
}
