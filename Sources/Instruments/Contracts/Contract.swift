/// The way a position's profit depends on its price, in the currency it settles in.
///
///     linear    profit s q m (P − E),      value q m P,   in the quote currency
///     inverse   profit s Q m (1/E − 1/P),  value Q m/P,   in coin
///
/// with s = 1 for a long and −1 for a short, q the size in base units, Q the face value in the
/// quote currency, m the multiplier, E the entry price and P the price. A quanto contract is
/// linear: its multiplier is the value of one price point in the settlement currency.
///
/// - SeeAlso: BitMEX, *Inverse contracts* and *Quanto contracts*.
public enum Contract: String, Hashable, Sendable, Codable, CaseIterable {
  /// Profit in the quote currency, proportional to the price.
  case linear
  /// Quoted in the quote currency, margined and settled in the coin.
  case inverse

  /// The currency of profits and margins.
  public var settlement: SettlementCurrency {
    switch self {
    case .linear: .quote
    case .inverse: .coin
    }
  }

  /// The profit of a long position of one unit of notional, for a simple return.
  ///
  ///     linear   R
  ///     inverse  1 − 1/(1 + R), in coin
  ///
  /// A total loss (R ≤ −1) of an inverse contract is `-.infinity`.
  public func longProfit(ofSimpleReturn r: Double) -> Double {
    switch self {
    case .linear: r
    case .inverse: r > -1 ? 1 - 1 / (1 + r) : -.infinity
    }
  }

  /// The loss per unit of notional of a simple return, increasing in the adverse direction of `side`.
  public func loss(ofSimpleReturn r: Double, for side: Side) -> Double {
    switch side {
    case .long: -longProfit(ofSimpleReturn: r)
    case .short: longProfit(ofSimpleReturn: r)
    }
  }
}

extension Contract {
  /// The variable in which profit and value are linear: the price, or 1/price for an inverse
  /// contract.
  package func coordinate(of price: Double) -> Double { self == .inverse ? 1 / price : price }

  /// The price of a coordinate.
  package func price(at coordinate: Double) -> Double {
    self == .inverse ? 1 / coordinate : coordinate
  }
}

/// The currency of profits, premiums and payoffs.
public enum SettlementCurrency: String, Hashable, Sendable, Codable, CaseIterable {
  /// The quote currency, or another whose value does not depend on the price.
  case quote
  /// The coin being priced.
  case coin
}
