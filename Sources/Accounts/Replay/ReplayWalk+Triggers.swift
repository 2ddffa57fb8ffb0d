internal import Instruments
internal import Margin

extension ReplayWalk {
  /// Calls clients whose equity is short, and names the positions to liquidate: those waiting, then by the price that was met first.
  mutating func triggered(by prices: Ticks, _ rates: SidedRates) -> [Int] {
    var found: [(account: Int, distance: Double)] = []
    if let tiers {
      meet(tiers, prices, rates, &found)
    } else {
      meet(prices, rates, &found)
    }
    found.sort { ($0.distance, $0.account) < ($1.distance, $1.account) }
    // One that was closed in between, and has opened again, waits no more.
    let queue = waiting.filter { desks[$0].isQueued } + found.map(\.account)
    waiting = []
    return queue
  }

  /// One rate for all sizes.
  ///
  /// A long's equity is at most κ maintenance margins where E − W/q ≥ P(1 − κ r), a short's where −(E + W/q) ≥ −P(1 + κ r).
  private mutating func meet(
    _ prices: Ticks, _ rates: SidedRates, _ found: inout [(account: Int, distance: Double)]
  ) {
    let (long, short) = (rates.long.maintenance.fraction, rates.short.maintenance.fraction)
    let (ratioLong, ratioShort) = (callRatio(rates.long), callRatio(rates.short))
    let (low, high) = (Double(prices.low), Double(prices.high))
    let called = (
      long: low * (1 - ratioLong * long), short: -high * (1 + ratioShort * short)
    )
    let gone = (long: low * (1 - long), short: -high * (1 + short))
    let met = book.accounts(long: called.long, short: called.short)
    for account in met.longs {
      note(account, book.longReach[account] >= gone.long, prices, rates, &found)
    }
    for account in met.shorts {
      note(account, book.shortReach[account] >= gone.short, prices, rates, &found)
    }
  }

  /// Rates by size: M ≤ κ MM(w N)/w, with w N what the owner holds on the side.
  ///
  /// Only those are looked at whom the highest rate that a position reaches would call.
  private mutating func meet(
    _ tiers: ReplayTiers, _ prices: Ticks, _ rates: SidedRates,
    _ found: inout [(account: Int, distance: Double)]
  ) {
    let (low, high) = (Double(prices.low), Double(prices.high))
    let most = replay.rules.callRatio * tiers.largestRate(of: largestSize * high)
    let met = book.accounts(long: low * (1 - most), short: -high * (1 + most))
    for account in met.longs + met.shorts {
      let price = prices.worst(book.lots[account] > 0)
      let weight = weight(of: account)
      let equity = Double(book.equity(of: account, at: price).units)
      let notional = Double(book.notional(of: account, at: price).units) * weight
      let kept = (tiers.rule.margin(of: notional) ?? 0) / weight
      let initial = notional * tiers.initialRate(of: notional) / weight
      guard equity <= max(kept, min(replay.rules.callRatio * kept, initial)) else { continue }
      note(account, equity <= kept, prices, rates, &found)
    }
  }

  /// The most lots that a position, or an owner on a side, has held so far.
  private var largestSize: Double { Double(book.largestLots) * (weights.max() ?? 1) }

  private mutating func note(
    _ account: Int, _ isGone: Bool, _ prices: Ticks, _ rates: SidedRates,
    _ found: inout [(account: Int, distance: Double)]
  ) {
    if !isGone {
      if !desks[account].isCalled { call(account) }
    } else if !desks[account].isQueued {
      let trigger = triggerPrice(account, prices, rates)
      found.append((account, abs(trigger - Double(prices.open))))
    }
  }

  /// κ at which a client is called: never above that of its initial margin.
  private func callRatio(_ rates: MarginRates) -> Double {
    let (initial, maintenance) = (rates.initial.fraction, rates.maintenance.fraction)
    return maintenance > 0 ? max(1, min(replay.rules.callRatio, initial / maintenance)) : 1
  }

  /// The price of the liquidation in ticks: (E − sW/q)/(1 − s r), with brackets by their closed form.
  func triggerPrice(_ account: Int, _ prices: Ticks, _ rates: SidedRates) -> Double {
    let isLong = book.lots[account] > 0
    guard let tiers else {
      let rate = rates[isLong].maintenance.fraction
      return isLong
        ? book.longReach[account] / (1 - rate) : -book.shortReach[account] / (1 + rate)
    }
    let weight = weight(of: account)
    let position = try? FuturesPosition(
      .linear, isLong ? .long : .short, size: Double(abs(book.lots[account])) * weight,
      entryPrice: Double(book.entry[account]))
    let price = position?.liquidationPrice(
      free: Double(book.wallet[account].units) * weight, rule: tiers.rule,
      mark: Double(prices.open))
    // Where no price solves it, it is met at every price of the bar.
    return price?.value ?? Double(prices.open)
  }
}

// MARK: - What positions must keep

extension ReplayWalk {
  /// MM(N) of a side, amounts in minor units.
  func maintenanceRule(_ isLong: Bool, _ rates: SidedRates) -> MaintenanceRule {
    tiers?.rule ?? MaintenanceRule(rate: rates[isLong].maintenance.fraction)
  }

  /// The initial rate of a notional.
  func initialRate(
    _ isLong: Bool, _ notional: Amount, _ rates: SidedRates, _ weight: Double = 1
  ) -> Double {
    tiers?.initialRate(of: Double(notional.units) * weight) ?? rates[isLong].initial.fraction
  }

  /// What an account's size is multiplied by to be that of its owner on its side.
  func weight(of account: Int) -> Double { weights.isEmpty ? 1 : max(1, weights[account]) }

  /// Weighs every account by what its owner holds on its side.
  mutating func weighOwners() {
    var held: [Int: Int64] = [:]
    func key(_ account: Int) -> Int { 2 * owners[account] + (book.lots[account] > 0 ? 1 : 0) }
    for account in 0 ..< book.count { held[key(account), default: 0] += abs(book.lots[account]) }
    weights = (0 ..< book.count).map { account in
      let own = abs(book.lots[account])
      return own == 0 ? 1 : Double(held[key(account)] ?? own) / Double(own)
    }
  }
}
