public import Instruments

/// A position at its mark with what it must keep: all that an account asks of a contract type.
///
/// A new contract type is a new conformance; no other file of this module changes.
public protocol MarginedPosition: Sendable {
  /// The price of today; of an option that of one.
  var mark: Double { get }
  /// The price of what moves the position: the index of options, else the mark.
  var underlyingPrice: Double { get }
  /// What the position settles in.
  var settlement: SettlementCurrency { get }
  /// `long` or `short`; of a position without a side the name of its contract, as `spot`.
  var sideName: String { get }
  /// The size; nil of a position that has no single one.
  var size: Double? { get }

  /// What the position adds to equity.
  var value: Double { get }
  /// The profit that has not been realized, at the mark; zero where the entry is not known.
  var unrealizedProfit: Double { get }
  /// The notional at the mark.
  var notional: Double { get }
  /// The initial margin at the mark; nil where it has none: above the last cap of its tiers, or where scenarios margin it.
  var initialMargin: Double? { get }
  /// The maintenance margin at the mark; nil where it has none.
  var maintenanceMargin: Double? { get }
  /// What closing costs at the mark.
  var closingFees: Double { get }

  /// Whether the position gains when its underlying rises.
  var gainsWithPrice: Bool { get }
  /// The position after its underlying has moved by a factor.
  func moved(by factor: Double) -> Self
  /// The position as scenarios revalue it; nil where they cannot.
  var scenarioPosition: ScenarioPosition? { get }

  /// The side on which a shared collateral holds one position of an instrument; nil where it may hold many.
  var nettedSide: Side? { get }
  /// The rule by which a part of the position is closed to restore a solvency ratio; nil where only all of it is closed.
  var reductionRule: MaintenanceRule? { get }
  /// Liquidation and bankruptcy price in closed form, where its underlying moves nothing else; nil where they are searched.
  ///
  /// - Parameter rest: What the account holds beside the position.
  /// - Returns: Both prices, or why there is none.
  func closedForm(beside rest: RestOfAccount) -> (
    liquidation: LiquidationPrice, bankruptcy: LiquidationPrice
  )?
}

extension MarginedPosition {
  /// The mark.
  public var underlyingPrice: Double { mark }
  /// Zero.
  public var closingFees: Double { 0 }
  /// Nil, because an instrument may have several positions.
  public var nettedSide: Side? { nil }
  /// Nil: the position is closed as a whole.
  public var reductionRule: MaintenanceRule? { nil }
  /// Nil: prices are searched.
  public func closedForm(beside rest: RestOfAccount) -> (
    liquidation: LiquidationPrice, bankruptcy: LiquidationPrice
  )? { nil }
}

/// What an account holds beside one position.
public struct RestOfAccount: Hashable, Sendable {
  /// Equity without the value of the position, in the settling currency.
  public let equity: Double
  /// The maintenance margin of the other positions.
  public let maintenanceMargin: Double
  /// Whether there is nothing: no other position and no collateral.
  public let isEmpty: Bool

  /// What is free for the position.
  public var free: Double { equity - maintenanceMargin }
}
