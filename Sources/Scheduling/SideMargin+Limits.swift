internal import Instruments
internal import Margin
internal import MarketData

extension SideMargin {
  /// The warning for an initial rate that is limited to the notional.
  func limitedInitial(by plan: CalibrationPlan) -> MarginWarning? {
    let unlimited = plan.policy.margin(
      covering: waterfall.published, reaction: reaction?.valueAtRisk, in: plan.unit)
    return unlimited.initial > margin.initial ? .aboveNotional : nil
  }

  /// The warning for a margin of zero.
  func zeroMargin(in unit: LossUnit) -> MarginWarning? {
    guard margin.maintenance == .zero || margin.initial == .zero else { return nil }
    return MarginWarning(
      code: "zero-margin",
      message: "the \(side.rawValue) margin is \(unit == .fraction ? "0 %" : "0"), and no loss "
        + "is covered; check the prices, choose another model, or set a floor (step floor)")
  }
}

extension CalibrationPlan {
  /// The most that a position can lose, per unit of notional.
  ///
  /// A long linear position loses its notional at most. A short one, or an inverse one, can lose
  /// more, and so can any whose price may fall below zero.
  func largestLoss(of side: Side) -> Double {
    side == .long && contract == .linear && unit == .fraction ? 1 : .infinity
  }
}
