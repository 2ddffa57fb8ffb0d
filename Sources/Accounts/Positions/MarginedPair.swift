public import Instruments

/// A pair held on margin in the spot market, whose balances are its collateral.
///
///     maintenance = r · owed,   closing fees = f (1 + r) · owed
///
/// - SeeAlso: OKX, *Quick margin* (2024).
public struct MarginedPair: MarginedPosition, Hashable {
  /// What is owned and owed.
  public let pair: SpotPair
  /// The price of today.
  public let mark: Double
  /// The maintenance rate r of what is owed.
  public let rate: Double
  /// The fee f of closing.
  public let feeRate: Double

  /// A pair at a mark.
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
  /// `spot`.
  public var sideName: String { "spot" }
  /// Nil: a pair has two balances.
  public var size: Double? { nil }
  /// What is owned less what is owed.
  public var value: Double { pair.value(at: mark) }
  /// Zero: the entry is not known.
  public var unrealizedProfit: Double { 0 }
  /// What is owed.
  public var notional: Double { pair.owed(at: mark) }
  /// The maintenance margin: opening asks for no more.
  public var initialMargin: Double? { maintenanceMargin }
  /// The rate of what is owed.
  public var maintenanceMargin: Double? { pair.owed(at: mark) * rate }
  /// The fees of paying back what is owed.
  public var closingFees: Double { pair.owed(at: mark) * feeRate * (1 + rate) }
  /// Whether no more of the base is owed than owned.
  public var gainsWithPrice: Bool { pair.base.owned >= pair.base.owed }
  /// Nil: scenarios do not revalue pairs.
  public var scenarioPosition: ScenarioPosition? { nil }

  /// The pair at a moved mark.
  public func moved(by factor: Double) -> MarginedPair {
    MarginedPair(pair, mark: mark * factor, rate: rate, feeRate: feeRate)
  }

  /// Its own prices, where its balances are all there is.
  public func closedForm(beside rest: RestOfAccount) -> (
    liquidation: LiquidationPrice, bankruptcy: LiquidationPrice
  )? {
    rest.isEmpty ? (liquidationPrice, bankruptcyPrice) : nil
  }
}

extension MarginedPair {
  /// The price at which what is owned pays what is owed, its maintenance margin and the fee.
  ///
  ///     P = (quote owed (1 + r)(1 + f) − quote owned)/(base owned − base owed (1 + r)(1 + f))
  public var liquidationPrice: LiquidationPrice { price(keeping: rate) }

  /// The price at which what is owned pays what is owed and the fee.
  public var bankruptcyPrice: LiquidationPrice { price(keeping: 0) }

  private func price(keeping rate: Double) -> LiquidationPrice {
    let growth = (1 + rate) * (1 + feeRate)
    let need = pair.quote.owed * growth - pair.quote.owned
    let hold = pair.base.owned - pair.base.owed * growth
    let price = need / hold
    guard price > 0, price.isFinite else {
      // No root above zero: the surplus hold · P − need has one sign at every price.
      return .none(need <= 0 && hold >= 0 ? .overCollateralized : .insolvent)
    }
    return .price(price)
  }
}
