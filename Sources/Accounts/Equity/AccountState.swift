public import MarketData

/// The equity, margins, stage and critical prices of an account at its marks.
public struct AccountState: Sendable {
  /// The state of one position.
  public struct Part: Sendable {
    /// The position.
    public let holding: Account.Holding
    /// The initial margin; nil for positions under a scenario margin.
    public let initialMargin: Double?
    /// The maintenance margin; nil for positions under a scenario margin.
    public let maintenanceMargin: Double?
    /// The price of a margin call if this price alone moves, at the ladder's restriction ratio κ.
    public let callPrice: LiquidationPrice
    /// The liquidation price.
    public let liquidationPrice: LiquidationPrice
    /// The bankruptcy price, at which equity is zero.
    public let bankruptcyPrice: LiquidationPrice
    /// The stage of an isolated position; nil for shared collateral.
    public let stage: Stage?

    /// The distance of the price to liquidation; see ``away(_:)``.
    public var distance: Double? { away(liquidationPrice) }
    /// The distance of the price to a margin call; see ``away(_:)``.
    public var distanceToCall: Double? { away(callPrice) }

    /// The relative distance |price − mark|/mark in the adverse direction; for options, of the
    /// index.
    ///
    /// Negative if the price is already past it; nil without such a price.
    public func away(_ price: LiquidationPrice) -> Double? {
      price.value.map { price in
        let today = holding.position.underlyingPrice
        let move = (today - price) / today
        return holding.position.gainsWithPrice ? move : -move
      }
    }
  }

  /// The scenario margin of one underlying.
  public struct UnderlyingMargin: Hashable, Sendable {
    /// The underlying.
    public let underlying: InstrumentID
    /// The requirement without orders.
    public let requirement: ScenarioRequirement
  }

  /// The equity: collateral and unrealized profits.
  public let equity: Double
  /// The initial margin: the sum over positions, plus open orders.
  public let initialMargin: Double
  /// The maintenance margin, the sum over positions.
  public let maintenanceMargin: Double
  /// The initial margin of open orders.
  public let orderMargin: Double
  /// Equity less initial margin, negative for a shortfall.
  ///
  /// In isolated mode, it is the unassigned collateral less order margin.
  public let freeCollateral: Double
  /// Notional ÷ equity; nil without positive equity.
  public let effectiveLeverage: Double?
  /// The solvency ratio of the account; nil without maintenance margin.
  ///
  /// In isolated mode, it is the lowest ratio of its positions.
  public let solvencyRatio: SolvencyRatio?
  /// The stage of the account, in isolated mode of its worst position.
  public let stage: Stage
  /// The states of the positions, in the account's order.
  public let parts: [Part]
  /// The scenario margin of each underlying; empty if there is none.
  public let underlyingMargins: [UnderlyingMargin]
}

extension Account {
  /// The state of the account.
  ///
  /// - Parameter ladder: The solvency ratios at which stages begin; the restriction ratio is also
  ///   that of margin calls.
  /// - Returns: The totals, the stage and the critical prices of the positions.
  /// - Throws: ``BeyondLastTier`` if a position is above the last cap of its tiers.
  public func state(_ ladder: StageLadder = StageLadder()) throws(BeyondLastTier) -> AccountState {
    guard let balance = balance() else { throw beyondLastTier }
    let parts = mode == .isolated ? isolatedParts(ladder) : sharedParts(ladder, balance)
    let whole = ladder.stage(
      equity: balance.equity, initialMargin: balance.initialMargin,
      maintenanceMargin: balance.maintenanceMargin)
    let ratios = parts.compactMap { part in
      SolvencyRatio(
        equity: part.holding.equity,
        maintenanceMargin: part.maintenanceMargin ?? 0)
    }
    let notional = holdings.reduce(0) { $0 + $1.position.notional }
    return AccountState(
      equity: balance.equity, initialMargin: balance.initialMargin,
      maintenanceMargin: balance.maintenanceMargin, orderMargin: balance.orderMargin,
      freeCollateral: mode == .isolated
        ? assets.reduce(collateral) { $0 + $1.value } - balance.orderMargin
        : balance.equity - balance.initialMargin,
      effectiveLeverage: balance.equity > 0 ? notional / balance.equity : nil,
      solvencyRatio: mode == .isolated
        ? ratios.min { $0.value < $1.value }
        : SolvencyRatio(
          equity: balance.equity, maintenanceMargin: balance.maintenanceMargin),
      stage: mode == .isolated ? parts.compactMap(\.stage).max() ?? whole : whole, parts: parts,
      underlyingMargins: scenarioRule.map { rule in
        requirements(rule).map { .init(underlying: $0.underlying, requirement: $0.positions) }
      } ?? [])
  }

  private var beyondLastTier: BeyondLastTier {
    if let holding = holdings.first(where: { $0.position.maintenanceMargin == nil }) {
      return BeyondLastTier(
        instrument: holding.instrument, notional: holding.position.notional)
    }
    let ordered = orders.max { $0.filled.notional < $1.filled.notional }
    return BeyondLastTier(
      instrument: ordered?.instrument ?? InstrumentID(rawValue: ""),
      notional: ordered?.filled.notional ?? 0)
  }

  /// The states of the positions, each as an account with its own collateral.
  private func isolatedParts(_ ladder: StageLadder) -> [AccountState.Part] {
    holdings.flatMap { holding -> [AccountState.Part] in
      let own = Account(mode: .cross, collateral: 0, holdings: [holding])
      guard let balance = own.balance() else { return [] }
      let stage = ladder.stage(
        equity: balance.equity, initialMargin: balance.initialMargin,
        maintenanceMargin: balance.maintenanceMargin)
      return own.sharedParts(ladder, balance, stage: stage)
    }
  }

  /// The states of positions that share collateral; a price moves only its underlying's positions.
  private func sharedParts(
    _ ladder: StageLadder, _ balance: AccountBalance, stage: Stage? = nil
  ) -> [AccountState.Part] {
    var found: [AdverseMove: RelativePrices] = [:]
    for underlying in underlyings {
      var search = PriceSearch(self, balance, moving: underlying)
      for holding in holdings where holding.underlying == underlying {
        let move = AdverseMove(holding)
        guard found[move] == nil else { continue }
        found[move] = relativePrices(ladder, &search, move)
      }
    }
    return holdings.compactMap { holding in
      guard let relative = found[AdverseMove(holding)] else { return nil }
      let position = holding.position
      let price = position.underlyingPrice
      let exact = closedForm(of: holding, balance)
      return AccountState.Part(
        holding: holding, initialMargin: scenarioRule == nil ? position.initialMargin : nil,
        maintenanceMargin: scenarioRule == nil ? position.maintenanceMargin : nil,
        callPrice: relative.call.times(price),
        liquidationPrice: exact?.liquidation ?? relative.liquidation.times(price),
        bankruptcyPrice: exact?.bankruptcy ?? relative.bankruptcy.times(price), stage: stage)
    }
  }

  /// The direction of the underlying in which a holding loses.
  private struct AdverseMove: Hashable {
    let underlying: InstrumentID
    let direction: PriceDirection

    init(_ holding: Holding) {
      underlying = holding.underlying
      direction = holding.position.gainsWithPrice ? .down : .up
    }
  }

  /// The prices of margin call, liquidation and bankruptcy, relative to the current price.
  private struct RelativePrices {
    let call: LiquidationPrice
    let liquidation: LiquidationPrice
    let bankruptcy: LiquidationPrice
  }

  private func relativePrices(
    _ ladder: StageLadder, _ search: inout PriceSearch, _ move: AdverseMove
  ) -> RelativePrices {
    RelativePrices(
      call: search.crossing(adverse: move.direction) { balance in
        balance.equity - min(ladder.restricted * balance.maintenanceMargin, balance.initialMargin)
      },
      liquidation: search.crossing(adverse: move.direction) {
        $0.equity - $0.maintenanceMargin - $0.closingFees
      },
      bankruptcy: search.crossing(adverse: move.direction) { $0.equity - $0.closingFees })
  }

  /// The closed-form prices of a position, if there are any.
  ///
  /// Nil if its underlying moves other positions, or without a closed form.
  private func closedForm(
    of holding: Holding, _ balance: AccountBalance
  ) -> (liquidation: LiquidationPrice, bankruptcy: LiquidationPrice)? {
    guard scenarioRule == nil,
      holdings.count(where: { $0.underlying == holding.underlying }) == 1,
      !assets.contains(where: { $0.underlying == holding.underlying }),
      let own = holding.position.maintenanceMargin
    else { return nil }
    return holding.position.closedForm(
      beside: RestOfAccount(
        equity: balance.equity - holding.position.value,
        maintenanceMargin: balance.maintenanceMargin - own,
        isEmpty: holdings.count == 1 && collateral == 0 && assets.isEmpty))
  }
}

extension LiquidationPrice {
  /// Multiplies a relative price by a price; a missing price keeps its reason.
  fileprivate func times(_ price: Double) -> LiquidationPrice {
    value.map { .price($0 * price) } ?? self
  }
}
