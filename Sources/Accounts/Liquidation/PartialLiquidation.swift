/// The part of a position that is closed to restore a target solvency ratio.
public enum PartialLiquidation: Hashable, Sendable {
  /// Nothing: the ratio is already at the target.
  case none
  /// The smallest fraction x* of the size, in (0, 1).
  case fraction(Double)
  /// The whole position, as no smaller part restores the ratio.
  ///
  /// This is the case when closing costs more than it releases (φ ≥ κ* r).
  case full

  /// Finds the smallest fraction of the size that restores the target ratio.
  ///
  /// It solves M − φ x N = κ* MM((1 − x) N) in the tier of the remaining notional:
  ///
  ///     x* = (κ* (r N − c) − M)/(N (κ* r − φ))
  ///
  /// - Parameters:
  ///   - notional: The notional N at the mark, above zero.
  ///   - equity: The equity M.
  ///   - rule: The tiers.
  ///   - target: The solvency ratio κ* to restore, above zero.
  ///   - cost: The cost φ of closing, fee and slippage, as a fraction of the closed notional.
  public init(
    notional: Double, equity: Double, rule: MaintenanceRule, target: Double, cost: Double
  ) {
    precondition(notional > 0 && target > 0 && cost >= 0, "N and κ* are above 0, φ is not below")
    guard let first = rule.index(of: notional) else {
      self = .full
      return
    }
    guard equity < target * rule.tiers[first].margin(of: notional) else {
      self = .none
      return
    }
    self = .full
    for tier in rule.tiers[...first].reversed() {
      let gain = notional * (target * tier.rate - cost)
      // From here on rates only fall, so closing more never restores the ratio.
      guard gain > 0 else { return }
      let x = (target * tier.margin(of: notional) - equity) / gain
      let left = (1 - x) * notional
      if left > 0, left >= tier.floor {
        self = .fraction(max(0, min(x, 1 - tier.floor / notional)))
        return
      }
    }
  }
}

extension PartialLiquidation {
  /// The share of the size that is closed: 0 for nothing, 1 for all.
  public var share: Double {
    switch self {
    case .none: 0
    case .fraction(let x): x
    case .full: 1
    }
  }
}

extension AccountState {
  /// The part of a position to close to restore a solvency ratio, with other positions unchanged.
  ///
  ///     M − κ* MMₒ − φ x N = κ* MM((1 − x) N)
  ///
  /// with MMₒ the maintenance margin of the other positions that share the collateral.
  ///
  /// - Parameters:
  ///   - part: A position of this state.
  ///   - target: The solvency ratio κ* to restore, above zero.
  ///   - cost: The cost φ of closing, fee and slippage, as a fraction of the closed notional.
  /// - Returns: Nil if no rule gives the margin of a part of the position.
  public func reduction(
    of part: Part, to target: Double, cost: Double
  ) -> PartialLiquidation? {
    guard let rule = part.holding.position.reductionRule, let own = part.maintenanceMargin
    else { return nil }
    let isIsolated = part.stage != nil
    return PartialLiquidation(
      notional: part.holding.position.notional,
      equity: isIsolated
        ? part.holding.equity
        : equity - target * (maintenanceMargin - own),
      rule: rule, target: target, cost: cost)
  }
}
