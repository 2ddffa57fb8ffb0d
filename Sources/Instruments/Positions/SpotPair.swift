/// Spot holdings and debts in both assets of a pair.
///
///     value = (quote owned − quote owed) + (base owned − base owed) P
public struct SpotPair: Hashable, Sendable {
  /// The amounts owned and owed of one asset.
  public struct Balance: Hashable, Sendable {
    /// The amount owned; not negative.
    public let owned: Double
    /// The amount owed including interest; not negative.
    public let owed: Double

    /// A balance of owned and owed amounts.
    ///
    /// - Precondition: Both are finite and not negative.
    public init(owned: Double = 0, owed: Double = 0) {
      precondition(
        owned >= 0 && owed >= 0 && owned.isFinite && owed.isFinite,
        "balances must be finite and not negative")
      self.owned = owned
      self.owed = owed
    }
  }

  /// The balance of the quote currency.
  public let quote: Balance
  /// The balance of the base.
  public let base: Balance

  /// A pair of a quote and a base balance.
  public init(quote: Balance, base: Balance) {
    self.quote = quote
    self.base = base
  }

  /// The net value at a price, in the quote currency.
  public func value(at price: Double) -> Double {
    quote.owned - quote.owed + (base.owned - base.owed) * price
  }

  /// The debt at a price, in the quote currency.
  public func owed(at price: Double) -> Double { quote.owed + base.owed * price }
}
