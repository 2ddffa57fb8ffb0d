public import Instruments

/// A position at its mark with its margin requirement.
///
/// This is the interface between accounts and contract types.
///
/// A new contract type requires one new conformance and no other change in this module.
public protocol MarginedPosition: Sendable {
  /// The current mark price; for options, of one option.
  var mark: Double { get }
  /// The price of the underlying: the index for options, otherwise the mark.
  var underlyingPrice: Double { get }
  /// The settlement currency.
  var settlement: SettlementCurrency { get }
  /// `long` or `short`; for a position without a side, the contract name, such as `spot`.
  var sideName: String { get }
  /// The size; nil for a position without a single size.
  var size: Double? { get }

  /// The position's contribution to equity.
  var value: Double { get }
  /// The unrealized profit at the mark; zero if the entry price is unknown.
  var unrealizedProfit: Double { get }
  /// The notional at the mark.
  var notional: Double { get }
  /// The initial margin at the mark; nil above the last cap of the tiers and for a scenario margin.
  var initialMargin: Double? { get }
  /// The maintenance margin at the mark; nil above the last cap and for a scenario margin.
  var maintenanceMargin: Double? { get }
  /// The closing fees at the mark.
  var closingFees: Double { get }

  /// Whether the position gains when its underlying's price rises.
  var gainsWithPrice: Bool { get }
  /// The position after its underlying's price is multiplied by a factor.
  func moved(by factor: Double) -> Self
  /// The position for scenario revaluation; nil if scenarios cannot revalue it.
  var scenarioPosition: ScenarioPosition? { get }

  /// The side on which shared collateral nets positions; nil if positions are separate.
  var nettedSide: Side? { get }
  /// The rule for a partial liquidation; nil if only the whole position is closed.
  var reductionRule: MaintenanceRule? { get }
  /// The liquidation and bankruptcy price in closed form; nil if they must be found by search.
  ///
  /// A closed form requires that the underlying moves nothing else in the account.
  ///
  /// - Parameter rest: The rest of the account.
  /// - Returns: Both prices, or the reasons why there are none.
  func closedForm(beside rest: RestOfAccount) -> (
    liquidation: LiquidationPrice, bankruptcy: LiquidationPrice
  )?
}

extension MarginedPosition {
  /// The mark by default.
  public var underlyingPrice: Double { mark }
  /// Zero by default.
  public var closingFees: Double { 0 }
  /// Nil by default: an instrument may have several positions.
  public var nettedSide: Side? { nil }
  /// Nil by default: the whole position is closed.
  public var reductionRule: MaintenanceRule? { nil }
  /// Nil by default: prices are found by search.
  public func closedForm(beside rest: RestOfAccount) -> (
    liquidation: LiquidationPrice, bankruptcy: LiquidationPrice
  )? { nil }
}

/// The rest of an account besides one position.
public struct RestOfAccount: Hashable, Sendable {
  /// Equity without the value of the position, in the settlement currency.
  public let equity: Double
  /// The maintenance margin of the other positions.
  public let maintenanceMargin: Double
  /// Whether the rest is empty: no other position and no collateral.
  public let isEmpty: Bool

  /// The free collateral for the position.
  public var free: Double { equity - maintenanceMargin }
}
