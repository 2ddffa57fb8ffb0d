public import Margin
public import MarketData
internal import RiskMeasures
public import Statistics

/// Accounts walked through a price history: positions opened and closed, calls, liquidations and who pays what is lost.
///
/// A bar in order: positions open and close at the open; called clients pay; each account meets the bar's path and is
/// called or liquidated; losses beyond collateral go to the fund, then to the other side; funding at the close; the
/// ledger is checked to the minor unit. Nothing of a later bar is known to an earlier one.
///
/// Collateral is each position's own. Prices are linear contracts' in the settling currency.
public struct Replay: Sendable {
  /// The prices; dated, with volumes where the rules need them.
  public let history: PriceHistory
  /// The margins.
  public let margins: any MarginScheduleSource
  /// The clients.
  public let population: Population
  /// How venue and clients act.
  public let rules: ReplayRules
  /// The fund on the first bar.
  public let fund: Amount
  /// The random numbers of clients.
  public let stream: RandomStream

  /// A replay.
  public init(
    _ history: PriceHistory, margins: any MarginScheduleSource, population: Population,
    rules: ReplayRules = ReplayRules(), fund: Amount = .zero, seed: UInt64 = 1
  ) {
    precondition(history.axis.times != nil, "A replay needs dates")
    self.history = history
    self.margins = margins
    self.population = population
    self.rules = rules
    self.fund = fund
    stream = RandomStream(seed: seed, identifier: history.instrument.rawValue + "/accounts")
  }

  /// Walks all bars.
  ///
  /// - Throws: ``LedgerImbalance`` where money came from nowhere, which is a fault of this program.
  /// - Complexity: O(bars · accounts); memory O(bars + accounts).
  public func run() throws(LedgerImbalance) -> ReplayResult {
    var walk = ReplayWalk(self)
    var bars: [ReplayBar] = []
    let times = history.axis.times ?? []
    for index in times.indices {
      guard let long = margins.rates(for: .long, at: times[index]),
        let short = margins.rates(for: .short, at: times[index])
      else { continue }
      bars.append(try walk.bar(index, at: times[index], SidedRates(long: long, short: short)))
    }
    return ReplayResult(bars: bars)
  }
}

/// The margins of both sides in a bar.
struct SidedRates {
  let long: MarginRates
  let short: MarginRates

  subscript(isLong: Bool) -> MarginRates { isLong ? long : short }
}

/// The state of a replay between two bars.
struct ReplayWalk {
  let replay: Replay
  let scale: ReplayScale
  var book: AccountBook
  /// What each client wants now, and when it acts next.
  var desks: [Desk]
  /// Positions that the bars before had no capacity for, in the order of their turn.
  var waiting: [Int] = []
  /// What liquidations have moved the price by, for good.
  var pressure = 1.0
  var events = ReplayEvents()
  var barsWalked = 0

  struct Desk {
    /// The bar of the next opening, or of the closing of what is open, which waits for a liquidation; below zero for never.
    var due: Int
    /// The bar on which a call is paid; nil when none is open.
    var payment: Int?
    /// Whether the client has been called, and not paid yet.
    var isCalled = false
    var turn: UInt32 = 0
    var isQueued = false
  }

  init(_ replay: Replay) {
    self.replay = replay
    scale = ReplayScale(
      lowest: min(replay.history.close.min() ?? 1, replay.history.low?.min() ?? .infinity))
    book = AccountBook(accounts: replay.population.count, fund: replay.fund)
    desks = (0 ..< replay.population.count).map { account in
      switch replay.population {
      case .stated: Desk(due: 0)
      case .drawn(let drawn): Desk(due: drawn.turn(0, of: account, replay.stream).wait - 1)
      }
    }
  }

  /// A bar's prices in ticks.
  struct Ticks {
    let open: Int64
    let low: Int64
    let high: Int64
    let close: Int64
    /// The value traded; nil where the source has none.
    let volume: Double?

    /// What a position of a side meets at worst.
    func worst(_ isLong: Bool) -> Int64 { isLong ? low : high }
  }

  private func ticks(_ index: Int) -> Ticks {
    let history = replay.history
    func scaled(_ price: Double) -> Int64 { scale.ticks(of: price * pressure) }
    let close = history.close[index]
    let open = history.open?[index] ?? (index > 0 ? history.close[index - 1] : close)
    let isAdverse = replay.rules.path != .close
    return Ticks(
      open: scaled(open),
      low: scaled(isAdverse ? min(open, close, history.low?[index] ?? close) : close),
      high: scaled(isAdverse ? max(open, close, history.high?[index] ?? close) : close),
      close: scaled(close), volume: history.volume.map { $0[index] * close })
  }

  mutating func bar(
    _ index: Int, at time: Timestamp, _ rates: SidedRates
  ) throws(LedgerImbalance) -> ReplayBar {
    events = ReplayEvents()
    let fundBefore = book.fund
    let prices = ticks(index)
    trade(at: prices.open, rates)
    liquidate(triggered(by: prices, rates), prices, rates)
    barsWalked += 1
    if replay.rules.fundingRate != 0, barsWalked % replay.rules.fundingBars == 0 {
      fund(at: prices.close)
    }
    try book.check(at: prices.close)
    events.fundChange = book.fund - fundBefore
    return summary(time, prices.close)
  }

  private func summary(_ time: Timestamp, _ mark: Int64) -> ReplayBar {
    var (open, collateral, notional) = (0, Amount.zero, Amount.zero)
    for account in 0 ..< book.count where book.lots[account] != 0 {
      open += 1
      collateral += book.wallet[account]
      notional += book.notional(of: account, at: mark)
    }
    return ReplayBar(
      time: time, mark: scale.price(ofTicks: mark), open: open, collateral: collateral,
      notional: notional, fund: book.fund, events: events)
  }

  // MARK: - Clients

  private mutating func trade(at price: Int64, _ rates: SidedRates) {
    for account in desks.indices {
      if desks[account].payment == barsWalked { topUp(account, at: price, rates) }
      let due = desks[account].due
      guard due >= 0, due <= barsWalked, !desks[account].isQueued else { continue }
      if book.lots[account] == 0 {
        open(account, at: price, rates)
      } else {
        book.close(account, lots: abs(book.lots[account]), at: price)
        settle(account)
      }
    }
  }

  private func turn(of account: Int) -> DrawnPopulation.Turn {
    switch replay.population {
    case .stated(let clients):
      DrawnPopulation.Turn(wait: 1, client: clients[account], held: Int.max / 4)
    case .drawn(let drawn): drawn.turn(desks[account].turn, of: account, replay.stream)
    }
  }

  private mutating func open(_ account: Int, at price: Int64, _ rates: SidedRates) {
    let turn = turn(of: account)
    let isLong = turn.client.side == .long
    let lots = scale.lots(of: turn.client.notional, at: price)
    let notional = Amount(units: lots * price).value
    let rate = max(1 / turn.client.leverage, rates[isLong].initial.fraction)
    book.deposit(Amount(nearest: notional * rate), to: account)
    book.open(account, lots: isLong ? lots : -lots, at: price)
    desks[account].due = barsWalked + turn.held
    events.opened += 1
  }

  /// After a position is gone: what is left goes home, what is owed is covered, and the next turn is drawn.
  mutating func settle(_ account: Int) {
    let owed = book.wallet[account] < .zero ? Amount.zero - book.wallet[account] : .zero
    if owed > .zero {
      events.badDebt += owed
      let before = book.unpaid
      book.cover(account)
      events.unpaid += book.unpaid - before
    }
    book.deposit(Amount.zero - book.wallet[account], to: account)
    var desk = Desk(due: -1)
    desk.turn = desks[account].turn &+ 1
    desks[account] = desk
    if case .drawn = replay.population {
      desks[account].due = barsWalked + turn(of: account).wait
    }
  }

  private mutating func topUp(_ account: Int, at mark: Int64, _ rates: SidedRates) {
    desks[account].payment = nil
    desks[account].isCalled = false
    guard book.lots[account] != 0, !desks[account].isQueued else { return }
    let required = Amount(
      nearest: book.notional(of: account, at: mark).value
        * rates[book.lots[account] > 0].initial.fraction)
    let missing = required - book.equity(of: account, at: mark)
    guard missing > .zero else { return }
    book.deposit(missing, to: account)
    events.topUps += missing
  }

  private mutating func fund(at mark: Int64) {
    for account in 0 ..< book.count where book.lots[account] != 0 {
      let value = Amount(units: book.lots[account] * mark).value
      book.pay(Amount(nearest: value * replay.rules.fundingRate), from: account, to: \.house)
    }
  }

  // MARK: - Triggers

  /// Calls clients whose equity is short, and names the positions to liquidate: those waiting, then by the price that was met first.
  ///
  /// A long's equity is at most κ maintenance margins where E − W/q ≥ P(1 − κ r), a short's where −(E + W/q) ≥ −P(1 + κ r).
  private mutating func triggered(by prices: Ticks, _ rates: SidedRates) -> [Int] {
    let (long, short) = (rates.long.maintenance.fraction, rates.short.maintenance.fraction)
    let (ratioLong, ratioShort) = (callRatio(rates.long), callRatio(rates.short))
    let (low, high) = (Double(prices.low), Double(prices.high))
    let called = (
      long: low * (1 - ratioLong * long), short: -high * (1 + ratioShort * short)
    )
    let gone = (long: low * (1 - long), short: -high * (1 + short))
    var found: [(account: Int, distance: Double)] = []
    for account in 0 ..< book.count {
      let (reach, isLong) = (book.reach[account], book.lots[account] > 0)
      guard reach >= (isLong ? called.long : called.short), reach > -.infinity else { continue }
      if reach >= (isLong ? gone.long : gone.short) {
        if !desks[account].isQueued {
          let trigger = triggerPrice(account, rates)
          found.append((account, abs(trigger - Double(prices.open))))
        }
      } else if !desks[account].isCalled {
        call(account)
      }
    }
    found.sort { ($0.distance, $0.account) < ($1.distance, $1.account) }
    // One that was closed in between, and has opened again, waits no more.
    let queue = waiting.filter { desks[$0].isQueued } + found.map(\.account)
    waiting = []
    return queue
  }

  /// κ at which a client is called: never above that of its initial margin.
  private func callRatio(_ rates: MarginRates) -> Double {
    let (initial, maintenance) = (rates.initial.fraction, rates.maintenance.fraction)
    return maintenance > 0 ? max(1, min(replay.rules.callRatio, initial / maintenance)) : 1
  }

  /// (E − sW/q)/(1 − s r), in ticks.
  func triggerPrice(_ account: Int, _ rates: SidedRates) -> Double {
    let (reach, isLong) = (book.reach[account], book.lots[account] > 0)
    let rate = rates[isLong].maintenance.fraction
    return isLong ? reach / (1 - rate) : -reach / (1 + rate)
  }

  private mutating func call(_ account: Int) {
    desks[account].isCalled = true
    events.calls += 1
    let address = UInt32(truncatingIfNeeded: barsWalked) | 0x8000_0000
    let pays =
      replay.stream.uniform(path: UInt32(account), step: address) < replay.rules.topUpChance
    if pays { desks[account].payment = barsWalked + max(1, replay.rules.topUpBars) }
  }
}
