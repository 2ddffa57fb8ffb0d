internal import Instruments
internal import Margin
internal import MarketData

extension SideMargin {
  /// The warning for a margin of zero, and for one that exceeds the greatest possible loss.
  ///
  /// A long linear position loses its notional at most. A short one, or an inverse one, can lose
  /// more, and so can any whose price may fall below zero.
  func implausibleMargin(of contract: Contract, in unit: LossUnit) -> MarginWarning? {
    if margin.maintenance == .zero || margin.initial == .zero {
      return MarginWarning(
        code: "zero-margin",
        message: "the \(side.rawValue) margin is \(unit == .fraction ? "0 %" : "0"), and no loss "
          + "is covered; check the prices, choose another model, or set a floor (step floor)")
    }
    guard unit == .fraction else { return nil }
    let whole = MarginRate(millionths: 1_000_000)
    guard side == .long, contract == .linear, max(margin.initial, margin.maintenance) > whole else {
      return nil
    }
    return MarginWarning(
      code: "margin-above-notional",
      message: "the long margin exceeds 100 %, the most that a long position can lose; check the "
        + "prices, or set a cap (step cap)")
  }
}
