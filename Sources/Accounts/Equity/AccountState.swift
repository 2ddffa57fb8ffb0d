public import MarketData

/// What an account owns and owes at its marks.
public struct AccountState: Sendable {
  /// A position's part.
  public struct Part: Sendable {
    /// The position.
    public let holding: Account.Holding
    /// The initial margin; nil where scenarios margin the positions of an underlying together.
    public let initialMargin: Double?
    /// The maintenance margin; nil where scenarios margin the positions of an underlying together.
    public let maintenanceMargin: Double?
    /// Where the position, or the account, is called if this price alone moves: κ of the ladder's restriction.
    public let callPrice: LiquidationPrice
    /// Where it is liquidated.
    public let liquidationPrice: LiquidationPrice
    /// Where nothing is left.
    public let bankruptcyPrice: LiquidationPrice
    /// The stage of an isolated position; nil where the collateral is shared.
    public let stage: Stage?

    /// How far the price is from the liquidation; see ``away(_:)``.
    public var distance: Double? { away(liquidationPrice) }
    /// How far the price is from the call; see ``away(_:)``.
    public var distanceToCall: Double? { away(callPrice) }

    /// |price − mark|/mark towards the loss, of options that of their index; below zero where it is past, nil where there is none.
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
    /// Its requirement, without orders.
    public let requirement: ScenarioRequirement
  }

  /// All collateral and profits.
  public let equity: Double
  /// The initial margin, the sum over positions, with what orders add.
  public let initialMargin: Double
  /// The maintenance margin, the sum over positions.
  public let maintenanceMargin: Double
  /// What orders add to the initial margin.
  public let orderMargin: Double
  /// Equity less initial margin, below zero where it is short; in isolated mode what is beside the positions less what orders ask.
  public let freeCollateral: Double
  /// Notional over equity; nil without equity.
  public let effectiveLeverage: Double?
  /// The solvency ratio of the account, in isolated mode the least of the positions; nil where nothing is to be maintained.
  public let solvencyRatio: SolvencyRatio?
  /// The stage of the account, in isolated mode of its worst position.
  public let stage: Stage
  /// The positions, in the account's order.
  public let parts: [Part]
  /// The scenario margin of each underlying; empty where scenarios margin nothing.
  public let underlyingMargins: [UnderlyingMargin]
}

extension Account {
  /// The state of the account.
  ///
  /// - Parameter ladder: The ratios at which stages begin; that of the restriction is that of a call.
  /// - Returns: Its sums, its stage and the prices of its positions.
  /// - Throws: ``BeyondLastTier`` where a position is above the last cap of its tiers.
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

  /// Each position as an account of its own collateral.
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

  /// The positions that share the collateral: a price moves its underlying's positions alone.
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

  /// The move of an underlying on which a holding loses.
  private struct AdverseMove: Hashable {
    let underlying: InstrumentID
    let direction: PriceDirection

    init(_ holding: Holding) {
      underlying = holding.underlying
      direction = holding.position.gainsWithPrice ? .down : .up
    }
  }

  /// Prices relative to today's at which an account is called, liquidated and bankrupt.
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

  /// The prices of a position that alone is moved by its underlying; nil where others are, and where it has no closed form.
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
  /// A relative price times a price; a reason stays.
  fileprivate func times(_ price: Double) -> LiquidationPrice {
    value.map { .price($0 * price) } ?? self
  }
}
