public import Instruments

/// A future or perpetual at its mark, margined by its notional.
///
///     maintenance = MM(N),   initial = max(N/L, MM(N)),   N the notional at the mark
public struct MarginedFuture: MarginedPosition, Hashable {
  /// What is held.
  public let future: FuturesPosition
  /// The price of today.
  public let mark: Double
  /// What must be kept of a notional; nil where scenarios margin it.
  public let rule: MaintenanceRule?
  /// The initial rate 1/L; the initial margin is no less than the maintenance margin.
  public let initialRate: Double
  /// The fee of closing, as a fraction of notional.
  public let feeRate: Double
  /// The years to expiry of a dated future; zero for a perpetual.
  public let years: Double

  /// A future at a mark.
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

  /// The currency of the contract.
  public var settlement: SettlementCurrency { future.contract.settlement }
  /// `long` or `short`.
  public var sideName: String { future.side.rawValue }
  /// The size of the position.
  public var size: Double? { future.size }
  /// The profit that has not been realized.
  public var value: Double { unrealizedProfit }
  /// The profit that has not been realized, at the mark.
  public var unrealizedProfit: Double { future.unrealizedProfit(at: mark) }
  /// The notional at the mark.
  public var notional: Double { future.notional(at: mark) }
  /// The maintenance margin; nil above the last cap and where scenarios margin it.
  public var maintenanceMargin: Double? { rule?.margin(of: notional) }
  /// The initial margin; nil where there is no maintenance margin.
  public var initialMargin: Double? { maintenanceMargin.map { max($0, notional * initialRate) } }
  /// The fee of the notional.
  public var closingFees: Double { feeRate * notional }
  /// Whether it is long.
  public var gainsWithPrice: Bool { future.side == .long }
  /// The side: a second future on it is made one with the first.
  public var nettedSide: Side? { future.side }
  /// The rule of the maintenance margin.
  public var reductionRule: MaintenanceRule? { rule }
  /// The position as scenarios revalue it.
  public var scenarioPosition: ScenarioPosition? { future.scenarioPosition(at: mark, years: years) }

  /// The future at a moved mark.
  public func moved(by factor: Double) -> MarginedFuture {
    MarginedFuture(
      future, mark: mark * factor, rule: rule, initialRate: initialRate, feeRate: feeRate,
      years: years)
  }

  /// The roots of the lines of equity and requirement.
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
