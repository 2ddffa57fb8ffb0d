public import Instruments

/// A spot margin pair, whose balances are its collateral.
///
///     maintenance = r · owed,   closing fees = f (1 + r) · owed
///
/// - SeeAlso: OKX, *Quick margin*.
public struct MarginedPair: MarginedPosition, Hashable {
  /// The balances that are owned and owed.
  public let pair: SpotPair
  /// The current mark price.
  public let mark: Double
  /// The maintenance rate r on the amount owed.
  public let rate: Double
  /// The closing fee f, as a fraction of the amount repaid.
  public let feeRate: Double

  /// Creates a margined pair.
  ///
  /// - Precondition: Both rates are in [0, 1).
  public init(_ pair: SpotPair, mark: Double, rate: Double, feeRate: Double = 0) {
    precondition((0 ..< 1).contains(rate) && (0 ..< 1).contains(feeRate), "Rates are in [0, 1)")
    self.pair = pair
    self.mark = mark
    self.rate = rate
    self.feeRate = feeRate
  }

  /// The quote currency.
  public var settlement: SettlementCurrency { .quote }
  /// The name of the side: `spot`.
  public var sideName: String { "spot" }
  /// Nil, because a pair has two balances.
  public var size: Double? { nil }
  /// The amount owned less the amount owed.
  public var value: Double { pair.value(at: mark) }
  /// Zero, because the entry price is unknown.
  public var unrealizedProfit: Double { 0 }
  /// The amount owed.
  public var notional: Double { pair.owed(at: mark) }
  /// The maintenance margin; opening requires no more.
  public var initialMargin: Double? { maintenanceMargin }
  /// The maintenance rate times the amount owed.
  public var maintenanceMargin: Double? { pair.owed(at: mark) * rate }
  /// The fees of repaying the amount owed.
  public var closingFees: Double { pair.owed(at: mark) * feeRate * (1 + rate) }
  /// Whether at least as much of the base is owned as owed.
  public var gainsWithPrice: Bool { pair.base.owned >= pair.base.owed }
  /// Nil, because scenarios do not revalue pairs.
  public var scenarioPosition: ScenarioPosition? { nil }

  /// The pair after the mark is multiplied by a factor.
  public func moved(by factor: Double) -> MarginedPair {
    MarginedPair(pair, mark: mark * factor, rate: rate, feeRate: feeRate)
  }

  /// The pair's own prices, if the account holds nothing else.
  public func closedForm(beside rest: RestOfAccount) -> (
    liquidation: LiquidationPrice, bankruptcy: LiquidationPrice
  )? {
    rest.isEmpty ? (liquidationPrice, bankruptcyPrice) : nil
  }
}

extension MarginedPair {
  /// The price at which the balances owned cover those owed, their maintenance margin and the fee.
  ///
  ///     P = (quote owed (1 + r)(1 + f) − quote owned)/(base owned − base owed (1 + r)(1 + f))
  public var liquidationPrice: LiquidationPrice { price(keeping: rate) }

  /// The price at which the amount owned covers the amount owed and the fee.
  public var bankruptcyPrice: LiquidationPrice { price(keeping: 0) }

  private func price(keeping rate: Double) -> LiquidationPrice {
    let growth = (1 + rate) * (1 + feeRate)
    let need = pair.quote.owed * growth - pair.quote.owned
    let hold = pair.base.owned - pair.base.owed * growth
    let price = need / hold
    guard price > 0, price.isFinite else {
      // Without a positive root, the surplus hold · P − need has the same sign at every price.
      return .none(need <= 0 && hold >= 0 ? .overCollateralized : .insolvent)
    }
    return .price(price)
  }
}
