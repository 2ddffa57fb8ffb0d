public import Instruments

/// A futures or perpetual position at its mark, margined on its notional.
///
///     maintenance = MM(N),   initial = max(N/L, MM(N)),   N the notional at the mark
public struct MarginedFuture: MarginedPosition, Hashable {
  /// The futures position.
  public let future: FuturesPosition
  /// The current mark price.
  public let mark: Double
  /// The maintenance rule; nil if the position has a scenario margin.
  public let rule: MaintenanceRule?
  /// The initial rate 1/L; the initial margin is at least the maintenance margin.
  public let initialRate: Double
  /// The closing fee, as a fraction of notional.
  public let feeRate: Double
  /// The years to expiry of a dated future; zero for a perpetual.
  public let years: Double

  /// Creates a margined future.
  public init(
    _ future: FuturesPosition, mark: Double, rule: MaintenanceRule?, initialRate: Double = 0,
    feeRate: Double = 0, years: Double = 0
  ) {
    self.future = future
    self.mark = mark
    self.rule = rule
    self.initialRate = initialRate
    self.feeRate = feeRate
    self.years = years
  }

  /// The settlement currency of the contract.
  public var settlement: SettlementCurrency { future.contract.settlement }
  /// The name of the side: `long` or `short`.
  public var sideName: String { future.side.rawValue }
  /// The size of the position.
  public var size: Double? { future.size }
  /// The unrealized profit.
  public var value: Double { unrealizedProfit }
  /// The unrealized profit at the mark.
  public var unrealizedProfit: Double { future.unrealizedProfit(at: mark) }
  /// The notional at the mark.
  public var notional: Double { future.notional(at: mark) }
  /// The maintenance margin; nil above the last cap and for a scenario margin.
  public var maintenanceMargin: Double? { rule?.margin(of: notional) }
  /// The initial margin; nil if there is no maintenance margin.
  public var initialMargin: Double? { maintenanceMargin.map { max($0, notional * initialRate) } }
  /// The closing fee on the notional.
  public var closingFees: Double { feeRate * notional }
  /// Whether the position is long.
  public var gainsWithPrice: Bool { future.side == .long }
  /// The side; a second position on the same side is merged with the first.
  public var nettedSide: Side? { future.side }
  /// The maintenance rule, which also determines a partial liquidation.
  public var reductionRule: MaintenanceRule? { rule }
  /// The position for scenario revaluation.
  public var scenarioPosition: ScenarioPosition? { future.scenarioPosition(at: mark, years: years) }

  /// The position after the mark is multiplied by a factor.
  public func moved(by factor: Double) -> MarginedFuture {
    MarginedFuture(
      future, mark: mark * factor, rule: rule, initialRate: initialRate, feeRate: feeRate,
      years: years)
  }

  /// The roots of equity less requirement, in closed form.
  public func closedForm(beside rest: RestOfAccount) -> (
    liquidation: LiquidationPrice, bankruptcy: LiquidationPrice
  )? {
    guard let rule else { return nil }
    return (
      future.liquidationPrice(free: rest.free, rule: rule, fee: feeRate, mark: mark),
      future.bankruptcyPrice(collateral: rest.equity, fee: feeRate)
    )
  }
}
