public import MarketData

/// Collateral, positions and open orders that settle in one currency, marked to market.
public struct Account: Sendable {
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
  /// The collateral after haircuts, in the settling currency; in isolated mode what is free beside the positions' own.
  public let collateral: Double
  /// Collateral that moves with an underlying.
  public let assets: [Asset]
  /// The positions.
  public let holdings: [Holding]
  /// Open orders.
  public let orders: [Order]
  /// The scenario margin of the portfolio mode; nil in the others.
  public let scenarioRule: ScenarioMarginRule?

  /// An account.
  ///
  /// - Precondition: The portfolio mode has a rule, and positions that scenarios revalue; other modes have no rule.
  public init(
    mode: Mode, collateral: Double, assets: [Asset] = [], holdings: [Holding],
    orders: [Order] = [], scenarioRule: ScenarioMarginRule? = nil
  ) {
    precondition((mode == .portfolio) == (scenarioRule != nil), "The portfolio mode has a rule")
    precondition(
      mode != .portfolio || holdings.allSatisfy { $0.position.scenarioPosition != nil },
      "Scenarios revalue every position of the portfolio mode")
    self.mode = mode
    self.collateral = collateral
    self.assets = assets
    self.holdings = holdings
    self.orders = orders
    self.scenarioRule = scenarioRule
  }
}

extension Account {
  /// Collateral in an asset that moves with what positions are in: it is worth less where a long loses.
  public struct Asset: Hashable, Sendable {
    /// What moves it.
    public let underlying: InstrumentID
    /// How much of it, below zero for a debt.
    public let amount: Double
    /// Its price in the settling currency, above zero.
    public let price: Double
    /// What it counts for.
    public let haircut: HaircutSlices

    /// An asset.
    public init(
      _ underlying: InstrumentID, amount: Double, price: Double, haircut: HaircutSlices
    ) {
      self.underlying = underlying
      self.amount = amount
      self.price = price
      self.haircut = haircut
    }

    /// What it counts for, in the settling currency.
    public var value: Double { haircut.value(of: amount * price) }

    /// The asset after its price has moved by a factor.
    func moved(by factor: Double) -> Asset {
      Asset(underlying, amount: amount, price: price * factor, haircut: haircut)
    }
  }
}

/// A position above the last cap of its tiers.
public struct BeyondLastTier: Error, Hashable, Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// Its notional at the mark, with its orders where they are what is above.
  public let notional: Double
}
