public import MarketData

/// What an account owns and owes at its marks.
public struct AccountState: Hashable, Sendable {
  /// A position's part.
  public struct Part: Hashable, Sendable {
    /// The position.
    public let holding: Account.Holding
    /// IM; nil in a portfolio, whose positions have none of their own.
    public let initialMargin: Double?
    /// MM; nil in a portfolio.
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
        let move = (holding.underlyingPrice - price) / holding.underlyingPrice
        return holding.gainsWithPrice ? move : -move
      }
    }
  }

  /// What the positions of one underlying must keep in a portfolio.
  public struct RiskUnit: Hashable, Sendable {
    /// The underlying.
    public let underlying: InstrumentID
    /// Its requirement, without orders.
    public let requirement: PortfolioRequirement
  }

  /// M, all collateral and profits.
  public let equity: Double
  /// IM, the sum over positions, with what orders add.
  public let initialMargin: Double
  /// MM, the sum over positions.
  public let maintenanceMargin: Double
  /// What orders add to the initial margin.
  public let orderMargin: Double
  /// M − IM, below zero where it is short; in isolated mode what is beside the positions less what orders ask.
  public let freeCollateral: Double
  /// N/M; nil without equity.
  public let effectiveLeverage: Double?
  /// κ: of the account, in isolated mode the least of the positions; nil where nothing is to be maintained.
  public let solvencyRatio: SolvencyRatio?
  /// The stage of the account, in isolated mode of its worst position.
  public let stage: Stage
  /// The positions, in the account's order.
  public let parts: [Part]
  /// The underlyings of a portfolio; empty in other modes.
  public let units: [RiskUnit]
}

extension Account {
  /// The state of the account.
  ///
  /// - Parameter ladder: The ratios at which stages begin; that of the restriction is that of a call.
  /// - Returns: Its sums, its stage and the prices of its positions.
  /// - Throws: ``BeyondLastTier`` where a position is above the last cap of its brackets.
  public func state(_ ladder: StageLadder = StageLadder()) throws(BeyondLastTier) -> AccountState {
    guard let balance = balance() else { throw beyondLastTier }
    let parts = mode == .isolated ? isolatedParts(ladder) : sharedParts(ladder, balance)
    let whole = ladder.stage(
      equity: balance.equity, initialMargin: balance.initialMargin,
      maintenanceMargin: balance.maintenanceMargin)
    let ratios = parts.compactMap { part in
      SolvencyRatio(
        equity: part.holding.margin + part.holding.value,
        maintenanceMargin: part.maintenanceMargin ?? 0)
    }
    let notional = holdings.reduce(0) { $0 + $1.notional }
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
      units: portfolio.map { rule in
        requirements(rule).map { .init(underlying: $0.underlying, requirement: $0.positions) }
      } ?? [])
  }

  private var beyondLastTier: BeyondLastTier {
    if let holding = holdings.first(where: { $0.maintenanceMargin == nil }) {
      return BeyondLastTier(instrument: holding.instrument, notional: holding.notional)
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
    var found: [Way: Lines] = [:]
    for underlying in underlyings {
      var search = PriceSearch(self, balance, moving: underlying)
      for holding in holdings where holding.underlying == underlying {
        let way = Way(underlying: underlying, isFalling: holding.gainsWithPrice)
        guard found[way] == nil else { continue }
        found[way] = lines(ladder, &search, way)
      }
    }
    return holdings.compactMap { holding in
      let way = Way(underlying: holding.underlying, isFalling: holding.gainsWithPrice)
      guard let lines = found[way] else { return nil }
      let price = holding.underlyingPrice
      let exact = closedForm(of: holding, balance)
      return AccountState.Part(
        holding: holding, initialMargin: portfolio == nil ? holding.initialMargin : nil,
        maintenanceMargin: portfolio == nil ? holding.maintenanceMargin : nil,
        callPrice: lines.call.times(price),
        liquidationPrice: exact?.liquidation ?? lines.liquidation.times(price),
        bankruptcyPrice: exact?.bankruptcy ?? lines.bankruptcy.times(price), stage: stage)
    }
  }

  /// What moves, and on which way it costs.
  private struct Way: Hashable {
    let underlying: InstrumentID
    let isFalling: Bool
  }

  /// Relative prices at which an account is called, liquidated and bankrupt.
  private struct Lines {
    let call: LiquidationPrice
    let liquidation: LiquidationPrice
    let bankruptcy: LiquidationPrice
  }

  private func lines(
    _ ladder: StageLadder, _ search: inout PriceSearch, _ way: Way
  ) -> Lines {
    Lines(
      call: search.crossing(adverse: way.isFalling) { balance in
        balance.equity - min(ladder.restricted * balance.maintenanceMargin, balance.initialMargin)
      },
      liquidation: search.crossing(adverse: way.isFalling) {
        $0.equity - $0.maintenanceMargin - $0.closingFees
      },
      bankruptcy: search.crossing(adverse: way.isFalling) { $0.equity - $0.closingFees })
  }

  /// The prices of a position that alone is moved by its underlying; nil where others are, and of options.
  private func closedForm(
    of holding: Holding, _ balance: AccountBalance
  ) -> (liquidation: LiquidationPrice, bankruptcy: LiquidationPrice)? {
    guard portfolio == nil, holdings.count(where: { $0.underlying == holding.underlying }) == 1,
      !assets.contains(where: { $0.underlying == holding.underlying }),
      let own = holding.maintenanceMargin
    else { return nil }
    // What is left when this position's profit and requirement are taken out.
    let shared = balance.equity - holding.value
    let free = shared - (balance.maintenanceMargin - own)
    switch holding.claim {
    case .option: return nil
    case .spot(let pair):
      guard holdings.count == 1, collateral == 0, assets.isEmpty else { return nil }
      return (pair.liquidationPrice, pair.bankruptcyPrice)
    case .futures(let position):
      return (
        position.liquidationPrice(
          free: free, rule: holding.rule, fee: holding.fee, mark: holding.mark),
        position.bankruptcyPrice(collateral: shared, fee: holding.fee)
      )
    }
  }
}

extension LiquidationPrice {
  /// A relative price times a price; a reason stays.
  fileprivate func times(_ price: Double) -> LiquidationPrice {
    value.map { .price($0 * price) } ?? self
  }
}
