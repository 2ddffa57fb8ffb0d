/// How much of a position is closed to bring the solvency ratio back to a target.
public enum PartialLiquidation: Hashable, Sendable {
  /// Nothing: the ratio is at the target already.
  case none
  /// The least fraction x* of the size, in (0, 1).
  case fraction(Double)
  /// All of it: no smaller part restores the ratio, as where closing costs more than it frees (φ ≥ κ* r).
  case full

  /// The least fraction x with M − φ x N = κ* MM((1 − x) N), within the tier that holds what is left.
  ///
  ///     x* = (κ* (r N − c) − M)/(N (κ* r − φ))
  ///
  /// - Parameters:
  ///   - notional: The notional N at the mark, above zero.
  ///   - equity: The equity M.
  ///   - rule: The tiers.
  ///   - target: The solvency ratio κ* to restore, above zero.
  ///   - cost: The cost φ, fee and slippage of closing as a fraction of what is closed.
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
      // Rates only fall from here on: closing more never restores the ratio.
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
  /// The part of the size that is closed: 0 for nothing, 1 for all.
  public var share: Double {
    switch self {
    case .none: 0
    case .fraction(let x): x
    case .full: 1
    }
  }
}

extension AccountState {
  /// How much of a position is closed so that what its collateral stands for is back at a ratio, the other positions as they are.
  ///
  ///     M − κ* MMₒ − φ x N = κ* MM((1 − x) N),   MMₒ of the others that share the collateral
  ///
  /// - Parameters:
  ///   - part: A position of this state.
  ///   - target: The solvency ratio κ* to restore, above zero.
  ///   - cost: The cost φ, fee and slippage of closing, a fraction of what is closed.
  /// - Returns: Nil where no rule says what a part of the position keeps.
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
