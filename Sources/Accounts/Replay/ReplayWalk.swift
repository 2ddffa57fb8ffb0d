internal import Instruments
internal import Margin
internal import MarketData
internal import Statistics

/// The margin rates of both sides in a bar.
struct SidedRates {
  let long: MarginRates
  let short: MarginRates

  subscript(side: Side) -> MarginRates { side == .long ? long : short }
}

/// The state of a replay between two bars.
struct ReplayWalk {
  let replay: Replay
  /// The prices on which the contract is linear, in subunits of the settlement currency.
  let prices: PriceHistory
  let scale: ReplayScale
  /// The tiers with amounts in minor units.
  let tiers: ReplayTiers?
  var book: AccountBook
  /// The desired position of each client and the time of its next action.
  var clients: [ClientState]
  /// The accounts that may act on each bar.
  var eventCalendar: [[Int]]
  /// The positions that earlier bars had no capacity to liquidate, in queue order.
  var liquidationQueue: [Int] = []
  /// The cumulative factor of permanent price impact from liquidations.
  var permanentImpact = 1.0
  var events = ReplayEvents()
  var barsWalked = 0
  /// The factor from an account's size to its owner's size on its side; empty without owners.
  var weights: [Double] = []
  /// The owner index of each account.
  let owners: [Int]

  struct ClientState {
    /// The bar of the next opening or closing; negative for never.
    ///
    /// A closing waits until a liquidation is complete.
    var due: Int
    /// The bar on which a call is paid; nil without an open call.
    var payment: Int?
    /// Whether the client has an unpaid call.
    var isCalled = false
    var turn: UInt32 = 0
    var isQueued = false
  }

  init(_ replay: Replay) {
    self.replay = replay
    prices = replay.history.linear(as: replay.contract, subunits: replay.subunitsPerUnit)
    scale = ReplayScale(lowest: min(prices.close.min() ?? 1, prices.low?.min() ?? .infinity))
    tiers = replay.tiers?.scaled(by: Amount.unitsInOne * replay.subunitsPerUnit)
    owners = replay.population.owners
    book = AccountBook(
      accounts: replay.population.count,
      fund: Amount(units: replay.fund.units * Int64(replay.subunitsPerUnit)))
    eventCalendar = Array(repeating: [], count: prices.count)
    clients = Array(repeating: ClientState(due: -1), count: replay.population.count)
    for account in clients.indices {
      switch replay.population {
      case .stated: plan(account, due: 0)
      case .drawn(let drawn): plan(account, due: drawn.turn(0, of: account, replay.stream).wait - 1)
      }
    }
  }

  /// Sets the bar of an account's next action.
  mutating func plan(_ account: Int, due bar: Int) {
    clients[account].due = bar
    remember(account, on: bar)
  }

  /// Schedules an account for review on a bar.
  mutating func remember(_ account: Int, on bar: Int) {
    if bar < eventCalendar.count { eventCalendar[bar].append(account) }
  }

  /// A bar's prices in ticks.
  struct Ticks {
    let open: Int64
    let low: Int64
    let high: Int64
    let close: Int64
    /// The traded value; nil if the source has no volumes.
    let volume: Double?

    /// The worst price for a position of a side.
    func worst(for side: Side) -> Int64 { side == .long ? low : high }
  }

  private func ticks(_ index: Int) -> Ticks {
    let history = prices
    func ticks(of price: Double) -> Int64 { scale.ticks(of: price * permanentImpact) }
    let close = history.close[index]
    let open = history.open?[index] ?? (index > 0 ? history.close[index - 1] : close)
    let isAdverse = replay.rules.path != .close
    return Ticks(
      open: ticks(of: open),
      low: ticks(of: isAdverse ? min(open, close, history.low?[index] ?? close) : close),
      high: ticks(of: isAdverse ? max(open, close, history.high?[index] ?? close) : close),
      close: ticks(of: close), volume: history.volume.map { $0[index] * close })
  }

  mutating func bar(
    _ index: Int, at time: Timestamp, _ rates: SidedRates
  ) throws(LedgerImbalance) -> ReplayBar {
    events = ReplayEvents()
    let fundBefore = book.fund
    let prices = ticks(index)
    trade(at: prices.open, rates)
    if replay.rules.marginsByOwner { weighOwners() }
    liquidate(triggered(by: prices, rates), prices, rates)
    barsWalked += 1
    if replay.rules.fundingRate != 0, barsWalked % replay.rules.fundingBars == 0 {
      fund(at: prices.close)
    }
    let totals = try book.checkedTotals(at: prices.close)
    events.fundChange = book.fund - fundBefore
    let price = scale.price(ofTicks: prices.close)
    return ReplayBar(
      time: time,
      mark: replay.contract == .inverse
        ? replay.subunitsPerUnit / price : price / replay.subunitsPerUnit,
      open: totals.open,
      collateral: totals.collateral, notional: Amount(units: totals.lots * prices.close),
      fund: book.fund, events: events)
  }
}

extension PriceHistory {
  /// The same bars in subunits of the settlement currency, for an inverse contract as 1/P.
  ///
  /// Traded values are unchanged.
  fileprivate func linear(as contract: Contract, subunits: Double) -> PriceHistory {
    let isInverse = contract == .inverse
    func scaled(_ price: Double) -> Double { isInverse ? subunits / price : price * subunits }
    func scaled(_ field: [Double]?) -> [Double]? { field.map { $0.map(scaled) } }
    return PriceHistory(
      instrument: instrument, axis: axis, open: scaled(open), high: scaled(isInverse ? low : high),
      low: scaled(isInverse ? high : low), close: close.map(scaled),
      volume: isInverse ? volume.map { zip($0, close).map(*) } : volume, source: source)
  }
}
