internal import Instruments
internal import Margin

extension ReplayWalk {
  /// A position to be liquidated in the bar.
  private struct Trigger {
    let account: Int
    /// The distance of the trigger price from the open, in ticks.
    let distance: Double
  }

  /// The outcome of a bar's worst price for an account.
  private enum Outcome { case called, liquidated }

  /// Calls clients with insufficient equity and returns the positions to liquidate.
  ///
  /// Positions in the queue come first, then the others in the order in which their prices are
  /// crossed.
  mutating func triggered(by prices: Ticks, _ rates: SidedRates) -> [Int] {
    var found: [Trigger] = []
    if let tiers {
      findTriggered(under: tiers, prices, rates, &found)
    } else {
      findTriggered(prices, rates, &found)
    }
    found.sort { ($0.distance, $0.account) < ($1.distance, $1.account) }
    // A position that was closed and reopened in between leaves the queue.
    let queue = liquidationQueue.filter { clients[$0].isQueued } + found.map(\.account)
    liquidationQueue = []
    return queue
  }

  /// Finds triggered accounts with one rate for all sizes.
  ///
  /// A long's equity is at most κ maintenance margins if E − W/q ≥ P(1 − κ r),
  /// a short's if −(E + W/q) ≥ −P(1 + κ r).
  private mutating func findTriggered(
    _ prices: Ticks, _ rates: SidedRates, _ found: inout [Trigger]
  ) {
    let (long, short) = (rates.long.maintenance.fraction, rates.short.maintenance.fraction)
    let (ratioLong, ratioShort) = (callRatio(rates.long), callRatio(rates.short))
    let (low, high) = (Double(prices.low), Double(prices.high))
    let called = (
      long: low * (1 - ratioLong * long), short: -high * (1 + ratioShort * short)
    )
    let liquidated = (long: low * (1 - long), short: -high * (1 + short))
    let reached = book.accounts(longAtLeast: called.long, shortAtLeast: called.short)
    for account in reached.longs {
      let threshold = book.liquidationThresholds.long[account]
      record(account, threshold >= liquidated.long ? .liquidated : .called, prices, rates, &found)
    }
    for account in reached.shorts {
      let threshold = book.liquidationThresholds.short[account]
      record(account, threshold >= liquidated.short ? .liquidated : .called, prices, rates, &found)
    }
  }

  /// Finds triggered accounts with tier rates: M ≤ κ MM(w N)/w.
  ///
  /// Here w N is the owner's notional on the side.
  ///
  /// Only accounts that the highest possible rate would call are checked.
  private mutating func findTriggered(
    under tiers: ReplayTiers, _ prices: Ticks, _ rates: SidedRates, _ found: inout [Trigger]
  ) {
    let (low, high) = (Double(prices.low), Double(prices.high))
    let most = replay.rules.callRatio * tiers.largestRate(of: largestSize * high)
    let reached = book.accounts(longAtLeast: low * (1 - most), shortAtLeast: -high * (1 + most))
    for account in reached.longs + reached.shorts {
      let price = prices.worst(for: book.side(of: account))
      let weight = weight(of: account)
      let equity = Double(book.equity(of: account, at: price).units)
      let notional = Double(book.notional(of: account, at: price).units) * weight
      let kept = (tiers.rule.margin(of: notional) ?? 0) / weight
      let initial = notional * tiers.initialRate(of: notional) / weight
      guard equity <= max(kept, min(replay.rules.callRatio * kept, initial)) else { continue }
      record(account, equity <= kept ? .liquidated : .called, prices, rates, &found)
    }
  }

  /// The largest size of a position, or of an owner on a side, so far, in lots.
  private var largestSize: Double { Double(book.largestLots) * (weights.max() ?? 1) }

  /// Calls a client that is not called yet, or records a liquidation that is not queued yet.
  private mutating func record(
    _ account: Int, _ outcome: Outcome, _ prices: Ticks, _ rates: SidedRates,
    _ found: inout [Trigger]
  ) {
    switch outcome {
    case .called:
      if !clients[account].isCalled { call(account) }
    case .liquidated:
      guard !clients[account].isQueued else { return }
      let trigger = triggerPrice(account, prices, rates)
      found.append(Trigger(account: account, distance: abs(trigger - Double(prices.open))))
    }
  }

  /// The solvency ratio at which a client is called, at most that of its initial margin.
  private func callRatio(_ rates: MarginRates) -> Double {
    let (initial, maintenance) = (rates.initial.fraction, rates.maintenance.fraction)
    return maintenance > 0 ? max(1, min(replay.rules.callRatio, initial / maintenance)) : 1
  }

  /// The liquidation price in ticks: (E − sW/q)/(1 − s r), with tiers by their closed form.
  func triggerPrice(_ account: Int, _ prices: Ticks, _ rates: SidedRates) -> Double {
    let side = book.side(of: account)
    guard let tiers else {
      let rate = rates[side].maintenance.fraction
      let thresholds = book.liquidationThresholds
      return side == .long
        ? thresholds.long[account] / (1 - rate) : -thresholds.short[account] / (1 + rate)
    }
    let weight = weight(of: account)
    let position = try? FuturesPosition(
      .linear, side, size: Double(abs(book.lots[account])) * weight,
      entryPrice: Double(book.entry[account]))
    let price = position?.liquidationPrice(
      free: Double(book.wallet[account].units) * weight, rule: tiers.rule,
      mark: Double(prices.open))
    // Without a solution, every price of the bar triggers the liquidation.
    return price?.value ?? Double(prices.open)
  }
}

// MARK: - Margin requirements

extension ReplayWalk {
  /// The maintenance rule of a side, with amounts in minor units.
  func maintenanceRule(_ side: Side, _ rates: SidedRates) -> MaintenanceRule {
    tiers?.rule ?? MaintenanceRule(rate: rates[side].maintenance.fraction)
  }

  /// The initial rate of a notional.
  func initialRate(
    _ side: Side, _ notional: Amount, _ rates: SidedRates, _ weight: Double = 1
  ) -> Double {
    tiers?.initialRate(of: Double(notional.units) * weight) ?? rates[side].initial.fraction
  }

  /// The factor from an account's size to that of its owner on its side.
  func weight(of account: Int) -> Double { weights.isEmpty ? 1 : max(1, weights[account]) }

  /// Sets each account's weight to its owner's total size on the side over its own size.
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
