/// What is owned and owed of both assets of a pair in the spot market.
///
///     value = (quote owned − quote owed) + (base owned − base owed) P
public struct SpotPair: Hashable, Sendable {
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

  /// The balance of the quote currency.
  public let quote: Balance
  /// The balance of the base.
  public let base: Balance

  /// A pair.
  public init(quote: Balance, base: Balance) {
    self.quote = quote
    self.base = base
  }

  /// What is owned less what is owed at a price, in the quote currency.
  public func value(at price: Double) -> Double {
    quote.owned - quote.owed + (base.owned - base.owed) * price
  }

  /// What is owed at a price, in the quote currency.
  public func owed(at price: Double) -> Double { quote.owed + base.owed * price }
}
