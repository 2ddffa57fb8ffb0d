/// What a position pays as its price moves.
public enum Contract: String, Hashable, Sendable, Codable, CaseIterable {
  /// Profit in the quote currency, proportional to the price.
  case linear
  /// Quoted in the quote currency, margined and settled in the coin.
  case inverse

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
}

extension Contract {
  /// The loss per unit of notional of a simple return, increasing in the adverse direction of `side`.
  public func loss(ofSimpleReturn r: Double, for side: Side) -> Double {
    switch side {
    case .long: -longProfit(ofSimpleReturn: r)
    case .short: longProfit(ofSimpleReturn: r)
    }
  }
}
