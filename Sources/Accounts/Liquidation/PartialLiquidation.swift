/// How much of a position is closed to bring the solvency ratio back to a target.
public enum PartialLiquidation: Hashable, Sendable {
  /// Nothing: the ratio is at the target already.
  case none
  /// x*, the least fraction of the size, in (0, 1).
  case fraction(Double)
  /// All of it: no smaller part restores the ratio, as where closing costs more than it frees (φ ≥ κ* r).
  case full

  /// The least fraction x with M − φ x N = κ* MM((1 − x) N), within the bracket that holds what is left.
  ///
  ///     x* = (κ* (r N − c) − M)/(N (κ* r − φ))
  ///
  /// - Parameters:
  ///   - notional: N at the mark, above zero.
  ///   - equity: M.
  ///   - rule: The brackets.
  ///   - target: κ*, above zero.
  ///   - cost: φ, fee and slippage of closing as a fraction of what is closed.
  public init(
    notional: Double, equity: Double, rule: MaintenanceRule, target: Double, cost: Double
  ) {
    precondition(notional > 0 && target > 0 && cost >= 0, "N and κ* are above 0, φ is not below")
    guard let first = rule.index(of: notional) else {
      self = .full
      return
    }
    guard equity < target * rule.brackets[first].margin(of: notional) else {
      self = .none
      return
    }
    self = .full
    for bracket in rule.brackets[...first].reversed() {
      let gain = notional * (target * bracket.rate - cost)
      // Rates only fall from here on: closing more never restores the ratio.
      guard gain > 0 else { return }
      let x = (target * bracket.margin(of: notional) - equity) / gain
      let left = (1 - x) * notional
      if left > 0, left >= bracket.floor {
        self = .fraction(max(0, min(x, 1 - bracket.floor / notional)))
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
  /// How much of a future is closed so that what its collateral stands for is back at a ratio, the other positions as they are.
  ///
  ///     M − κ* MMₒ − φ x N = κ* MM((1 − x) N),   MMₒ of the others that share the collateral
  ///
  /// - Parameters:
  ///   - part: A position of this state.
  ///   - target: κ*, above zero.
  ///   - cost: φ, fee and slippage of closing, a fraction of what is closed.
  /// - Returns: Nil for what is no future, and in a portfolio.
  public func reduction(
    of part: Part, to target: Double, cost: Double
  ) -> PartialLiquidation? {
    guard case .futures = part.holding.claim, let own = part.maintenanceMargin else { return nil }
    let isIsolated = part.stage != nil
    return PartialLiquidation(
      notional: part.holding.notional,
      equity: isIsolated
        ? part.holding.margin + part.holding.value
        : equity - target * (maintenanceMargin - own),
      rule: part.holding.rule, target: target, cost: cost)
  }
}
