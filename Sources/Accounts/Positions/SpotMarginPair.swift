/// A pair held on margin in the spot market: what is owned and owed of both assets.
///
///     equity = (Qₐ − Qₗ) + (Bₐ − Bₗ) P,   MM = r (Qₗ + Bₗ P),   fees = f (1 + r)(Qₗ + Bₗ P)
///
/// - SeeAlso: OKX, *Quick margin* (2024).
public struct SpotMarginPair: Hashable, Sendable {
  /// What is owned and owed of an asset.
  public struct Balance: Hashable, Sendable {
    /// Owned, from 0 on.
    public let owned: Double
    /// Owed with its interest, from 0 on.
    public let owed: Double

    /// A balance.
    ///
    /// - Precondition: Both are finite and from 0 on.
    public init(owned: Double = 0, owed: Double = 0) {
      precondition(
        owned >= 0 && owed >= 0 && owned.isFinite && owed.isFinite, "Balances are from 0 on")
      self.owned = owned
      self.owed = owed
    }
  }

  /// Qₐ and Qₗ, of the quote currency.
  public let quote: Balance
  /// Bₐ and Bₗ, of the base.
  public let base: Balance
  /// r, the maintenance rate of what is owed.
  public let rate: Double
  /// f, the fee of closing.
  public let fee: Double

  /// A pair.
  ///
  /// - Precondition: r and f are in [0, 1).
  public init(quote: Balance, base: Balance, rate: Double, fee: Double = 0) {
    precondition((0 ..< 1).contains(rate) && (0 ..< 1).contains(fee), "Rates are in [0, 1)")
    self.quote = quote
    self.base = base
    self.rate = rate
    self.fee = fee
  }

  /// M at a price, in the quote currency.
  public func equity(at price: Double) -> Double {
    quote.owned - quote.owed + (base.owned - base.owed) * price
  }

  /// MM at a price, in the quote currency.
  public func maintenanceMargin(at price: Double) -> Double {
    owed(at: price) * rate
  }

  /// What is owed at a price, in the quote currency.
  public func owed(at price: Double) -> Double { quote.owed + base.owed * price }

  /// The fees of closing at a price: f (1 + r) of what is owed.
  public func closingFees(at price: Double) -> Double { owed(at: price) * fee * (1 + rate) }

  /// The price at which what is owned pays what is owed, its maintenance margin and the fee.
  ///
  ///     P = (Qₗ (1 + r)(1 + f) − Qₐ)/(Bₐ − Bₗ (1 + r)(1 + f))
  public var liquidationPrice: LiquidationPrice { price(keeping: rate) }

  /// The price at which what is owned pays what is owed and the fee.
  public var bankruptcyPrice: LiquidationPrice { price(keeping: 0) }

  private func price(keeping rate: Double) -> LiquidationPrice {
    let growth = (1 + rate) * (1 + fee)
    let (need, hold) = (quote.owed * growth - quote.owned, base.owned - base.owed * growth)
    let price = need / hold
    guard price > 0, price.isFinite else {
      // No root above zero: the surplus hold · P − need has one sign at every price.
      return .none(need <= 0 && hold >= 0 ? .overCollateralized : .insolvent)
    }
    return .price(price)
  }
}
