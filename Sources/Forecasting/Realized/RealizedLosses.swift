public import Instruments
public import MarketData
public import RiskMeasures
public import RiskModels

/// The realized losses of a position over the horizon after each index of a history.
///
/// The horizon rule is that of the tested model: the return at the end of the horizon, or the worst
/// return within it.
public struct RealizedLosses: Sendable {
  private let long: [Double]
  private let short: [Double]
  private let contract: Contract

  /// Creates the losses of a contract over a horizon, at its end or the worst within it.
  ///
  /// They are fractions of notional, or in price units where the convention is `difference`.
  public init(
    _ history: InstrumentHistory, over horizon: Horizon, by rule: HorizonRule, contract: Contract,
    in convention: ReturnConvention = .simple
  ) {
    self.contract = contract
    let moves = HorizonMoves(history, over: horizon, by: rule, in: convention)
    long = moves.long
    short = moves.short
  }

  /// The loss of a side over the horizon after `count` returns; nil if the horizon is incomplete.
  public func after(_ count: Int, _ side: Side) -> Double? {
    let moves = side == .long ? long : short
    guard count < moves.count else { return nil }
    return contract.loss(ofSimpleReturn: moves[count], for: side)
  }
}

/// The simple returns, or differences, over the horizon that begins after each index of a history,
/// by side.
package struct HorizonMoves: Sendable {
  /// The returns for a long position.
  package let long: [Double]
  /// The returns for a short position.
  package let short: [Double]

  package init(
    _ history: InstrumentHistory, over horizon: Horizon, by rule: HorizonRule,
    in convention: ReturnConvention
  ) {
    guard rule == .adverseExcursion else {
      long =
        ReturnSeries(
          instrument: history.instrument, axis: history.axis, convention: convention.realized,
          values: history.returns(convention.realized)
        ).compounded(over: horizon.bars).values
      short = long
      return
    }
    let bars = history.barMoves
    let starts = 0 ..< max(0, bars.count - horizon.bars + 1)
    let excursions = starts.map { AdverseExcursion(over: bars[$0 ..< $0 + horizon.bars]) }
    long = excursions.map(\.lowest)
    short = excursions.map(\.highest)
  }

  package subscript(side: Side) -> [Double] { side == .long ? long : short }
}
