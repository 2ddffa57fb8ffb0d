public import MarketData

/// Collateral, positions and open orders that settle in one currency, marked to market.
public struct Account: Hashable, Sendable {
  /// Whose losses a collateral absorbs.
  public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each position has its own.
    case isolated
    /// All positions share it, each with a margin of its own.
    case cross
    /// All positions share it, those of one underlying have one margin by scenarios.
    case portfolio
  }

  /// Whose losses the collateral absorbs.
  public let mode: Mode
  /// W, after haircuts, in the settling currency; in isolated mode what is free beside the positions' own.
  public let collateral: Double
  /// The positions.
  public let holdings: [Holding]
  /// Open orders.
  public let orders: [Order]
  /// The scenarios of the portfolio mode; nil in the others.
  public let portfolio: PortfolioRule?

  /// An account.
  ///
  /// - Precondition: A portfolio has a rule and holds no pairs of the spot market; other modes have none.
  public init(
    mode: Mode, collateral: Double, holdings: [Holding], orders: [Order] = [],
    portfolio: PortfolioRule? = nil
  ) {
    precondition((mode == .portfolio) == (portfolio != nil), "A portfolio has a rule")
    precondition(
      mode != .portfolio || holdings.allSatisfy { $0.scenarioPosition != nil },
      "A portfolio holds no pairs")
    self.mode = mode
    self.collateral = collateral
    self.holdings = holdings
    self.orders = orders
    self.portfolio = portfolio
  }
}

/// A position above the last cap of its brackets.
public struct BeyondLastTier: Error, Hashable, Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// Its notional at the mark, with its orders where they are what is above.
  public let notional: Double
}
