public import MarketData

/// An account in one settlement currency: collateral, positions and open orders, marked to market.
public struct Account: Sendable {
  /// How collateral is shared among positions.
  public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each position has its own collateral.
    case isolated
    /// All positions share the collateral; each has its own margin.
    case cross
    /// All positions share the collateral, with one scenario margin per underlying.
    case portfolio
  }

  /// How collateral is shared among positions.
  public let mode: Mode
  /// The collateral after haircuts, in the settlement currency.
  ///
  /// In isolated mode, it is the collateral that is not assigned to a position.
  public let collateral: Double
  /// Collateral assets whose prices move with an underlying.
  public let assets: [Asset]
  /// The positions.
  public let holdings: [Holding]
  /// The open orders.
  public let orders: [Order]
  /// The scenario margin of the portfolio mode; nil in the others.
  public let scenarioRule: ScenarioMarginRule?

  /// Creates an account.
  ///
  /// - Precondition: Portfolio mode has a scenario rule, and positions that scenarios can revalue;
  ///   other modes have no rule.
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
  /// A collateral asset whose price moves with an underlying.
  public struct Asset: Hashable, Sendable {
    /// The underlying that moves the price.
    public let underlying: InstrumentID
    /// The quantity; negative for a debt.
    public let amount: Double
    /// The price in the settlement currency, above zero.
    public let price: Double
    /// The haircuts.
    public let haircut: HaircutSlices

    /// Creates an asset.
    public init(
      _ underlying: InstrumentID, amount: Double, price: Double, haircut: HaircutSlices
    ) {
      self.underlying = underlying
      self.amount = amount
      self.price = price
      self.haircut = haircut
    }

    /// The value after haircuts, in the settlement currency.
    public var value: Double { haircut.value(of: amount * price) }

    /// The asset after its price is multiplied by a factor.
    func moved(by factor: Double) -> Asset {
      Asset(underlying, amount: amount, price: price * factor, haircut: haircut)
    }
  }
}

/// A position whose notional is above the last cap of its tiers.
public struct BeyondLastTier: Error, Hashable, Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The notional at the mark, including orders if they exceed the cap.
  public let notional: Double
}
