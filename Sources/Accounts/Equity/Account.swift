public import MarketData
internal import RiskMeasures

/// Collateral and positions that settle in one currency, marked to market.
public struct Account: Hashable, Sendable {
  /// Whose losses a collateral absorbs.
  public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each position has its own.
    case isolated
    /// All positions share it.
    case cross
  }

  /// A position of the account, at its mark and with what it must keep.
  public struct Holding: Hashable, Sendable {
    /// The name of the instrument.
    public let instrument: InstrumentID
    /// The position.
    public let position: FuturesPosition
    /// The price of today.
    public let mark: Double
    /// MM(N).
    public let rule: MaintenanceRule
    /// 1/L, the initial rate; the initial margin is no less than the maintenance margin.
    public let initialRate: Double
    /// φ, the fee of closing as a fraction of notional.
    public let fee: Double
    /// The collateral of the position alone; zero where the account's is shared.
    public let margin: Double

    /// A holding.
    public init(
      _ instrument: InstrumentID, _ position: FuturesPosition, mark: Double, rule: MaintenanceRule,
      initialRate: Double = 0, fee: Double = 0, margin: Double = 0
    ) {
      self.instrument = instrument
      self.position = position
      self.mark = mark
      self.rule = rule
      self.initialRate = initialRate
      self.fee = fee
      self.margin = margin
    }

    /// U, at the mark.
    public var unrealizedProfit: Double { position.unrealizedProfit(at: mark) }

    /// MM, at the mark; nil above the last cap.
    public var maintenanceMargin: Double? { rule.margin(of: position.notional(at: mark)) }

    /// max(N/L, MM), at the mark; nil above the last cap.
    public var initialMargin: Double? {
      maintenanceMargin.map { max($0, position.notional(at: mark) * initialRate) }
    }
  }

  /// Whose losses the collateral absorbs.
  public let mode: Mode
  /// W, after haircuts, in the settling currency; in isolated mode what is free beside the positions' own.
  public let collateral: Double
  /// The positions, each of another instrument in cross mode.
  public let holdings: [Holding]

  /// An account.
  public init(mode: Mode, collateral: Double, holdings: [Holding]) {
    self.mode = mode
    self.collateral = collateral
    self.holdings = holdings
  }
}

/// What an account owns and owes at its marks.
public struct AccountState: Hashable, Sendable {
  /// A position's part.
  public struct Part: Hashable, Sendable {
    /// The position.
    public let holding: Account.Holding
    /// IM.
    public let initialMargin: Double
    /// MM.
    public let maintenanceMargin: Double
    /// Where the position or, in cross mode, the account is liquidated if this price alone moves.
    public let liquidationPrice: LiquidationPrice
    /// Where nothing is left.
    public let bankruptcyPrice: LiquidationPrice
    /// The stage of an isolated position; nil in cross mode.
    public let stage: Stage?

    /// |liquidation price − mark|/mark, towards the loss; zero and below where it is past.
    public var distance: Double? {
      liquidationPrice.value.map { price in
        let move = (holding.mark - price) / holding.mark
        return holding.position.side == .long ? move : -move
      }
    }
  }

  /// M, all collateral and profits.
  public let equity: Double
  /// IM, the sum over positions.
  public let initialMargin: Double
  /// MM, the sum over positions.
  public let maintenanceMargin: Double
  /// κ: of the account in cross mode, the least of the positions in isolated mode; nil where nothing is to be maintained.
  public let solvencyRatio: SolvencyRatio?
  /// The stage of the account in cross mode, of its worst position in isolated mode.
  public let stage: Stage
  /// The positions, in the account's order.
  public let parts: [Part]
}

extension Account {
  /// The state of the account.
  ///
  /// - Throws: ``BeyondLastTier`` where a position is above the last cap of its brackets.
  public func state(_ ladder: StageLadder = StageLadder()) throws(BeyondLastTier) -> AccountState {
    var margins: [(initial: Double, maintenance: Double)] = []
    for holding in holdings {
      guard let initial = holding.initialMargin, let maintenance = holding.maintenanceMargin else {
        throw BeyondLastTier(
          instrument: holding.instrument, notional: holding.position.notional(at: holding.mark))
      }
      margins.append((initial, maintenance))
    }
    let equity =
      holdings.reduce(collateral) { $0 + $1.margin + $1.unrealizedProfit }
    let initial = margins.reduce(0) { $0 + $1.initial }
    let maintenance = margins.reduce(0) { $0 + $1.maintenance }
    let parts = holdings.indices.map { index in
      let (holding, own) = (holdings[index], margins[index])
      // Cross: what is left when this position's profit and requirement are taken out.
      let shared = equity - holding.unrealizedProfit
      let free = mode == .cross ? shared - (maintenance - own.maintenance) : holding.margin
      let isolated = holding.margin + holding.unrealizedProfit
      return AccountState.Part(
        holding: holding, initialMargin: own.initial, maintenanceMargin: own.maintenance,
        liquidationPrice: holding.position.liquidationPrice(
          free: free, rule: holding.rule, fee: holding.fee, mark: holding.mark),
        bankruptcyPrice: holding.position.bankruptcyPrice(
          collateral: mode == .cross ? shared : holding.margin, fee: holding.fee),
        stage: mode == .cross
          ? nil
          : ladder.stage(
            equity: isolated, initialMargin: own.initial, maintenanceMargin: own.maintenance))
    }
    let whole = ladder.stage(
      equity: equity, initialMargin: initial, maintenanceMargin: maintenance)
    let ratios = parts.compactMap { part in
      SolvencyRatio(
        equity: part.holding.margin + part.holding.unrealizedProfit,
        maintenanceMargin: part.maintenanceMargin)
    }
    return AccountState(
      equity: equity, initialMargin: initial, maintenanceMargin: maintenance,
      solvencyRatio: mode == .cross
        ? SolvencyRatio(equity: equity, maintenanceMargin: maintenance)
        : ratios.min { $0.value < $1.value },
      stage: mode == .cross ? whole : parts.compactMap(\.stage).max() ?? whole, parts: parts)
  }
}

/// A position above the last cap of its brackets.
public struct BeyondLastTier: Error, Hashable, Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// Its notional at the mark.
  public let notional: Double
}
