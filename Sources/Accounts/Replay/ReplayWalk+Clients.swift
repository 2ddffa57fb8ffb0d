internal import Instruments
internal import Statistics

extension ReplayWalk {
  mutating func trade(at price: Int64, _ rates: SidedRates) {
    var last = -1
    for account in eventCalendar[barsWalked].sorted() where account != last {
      last = account
      if clients[account].payment == barsWalked { topUp(account, at: price, rates) }
      let due = clients[account].due
      guard due >= 0, due <= barsWalked else { continue }
      if clients[account].isQueued {
        // The client closes after its liquidation is complete.
        remember(account, on: barsWalked + 1)
      } else if book.lots[account] == 0 {
        open(account, at: price, rates)
      } else {
        book.close(account, lots: abs(book.lots[account]), at: price)
        settle(account)
      }
    }
    eventCalendar[barsWalked] = []
  }

  func turn(of account: Int) -> DrawnPopulation.Turn {
    switch replay.population {
    case .stated(let clients):
      DrawnPopulation.Turn(wait: 1, client: clients[account], held: Int.max / 4)
    case .drawn(let drawn): drawn.turn(clients[account].turn, of: account, replay.stream)
    }
  }

  private mutating func open(_ account: Int, at price: Int64, _ rates: SidedRates) {
    let turn = turn(of: account)
    // An inverse contract is simulated as a linear one on 1/P, with the sides exchanged.
    let side: Side =
      (turn.client.side == .long) != (replay.contract == .inverse) ? .long : .short
    // A face value in the quote currency is a quantity of the contract on 1/P.
    let unit =
      replay.contract == .inverse ? scale.price(ofTicks: price) : replay.subunitsPerUnit
    let wanted = turn.client.notional * unit
    var lots = scale.lots(of: wanted, at: price)
    if let tiers { lots = max(1, min(lots, tiers.lots(at: price))) }
    let notional = Amount(units: lots * price).value
    let rate = max(1 / turn.client.leverage, initialRate(side, Amount(nearest: notional), rates))
    book.deposit(Amount(nearest: notional * rate), to: account)
    book.open(account, lots: side == .long ? lots : -lots, at: price)
    plan(account, due: barsWalked + turn.held)
    events.opened += 1
  }

  /// Withdraws the balance or covers the deficit of a closed position; draws the next turn.
  mutating func settle(_ account: Int) {
    let owed = book.wallet[account] < .zero ? Amount.zero - book.wallet[account] : .zero
    if owed > .zero {
      events.badDebt += owed
      let before = book.unpaid
      book.cover(account)
      events.unpaid += book.unpaid - before
    }
    book.deposit(Amount.zero - book.wallet[account], to: account)
    var client = ClientState(due: -1)
    client.turn = clients[account].turn &+ 1
    clients[account] = client
    if case .drawn = replay.population {
      plan(account, due: barsWalked + turn(of: account).wait)
    }
  }

  private mutating func topUp(_ account: Int, at mark: Int64, _ rates: SidedRates) {
    clients[account].payment = nil
    clients[account].isCalled = false
    guard book.lots[account] != 0, !clients[account].isQueued else { return }
    let notional = book.notional(of: account, at: mark)
    let rate = initialRate(book.side(of: account), notional, rates, weight(of: account))
    let required = Amount(nearest: notional.value * rate)
    let missing = required - book.equity(of: account, at: mark)
    guard missing > .zero else { return }
    book.deposit(missing, to: account)
    events.topUps += missing
  }

  mutating func fund(at mark: Int64) {
    for account in 0 ..< book.count where book.lots[account] != 0 {
      let value = Amount(units: book.lots[account] * mark).value
      let rate =
        replay.contract == .inverse ? -replay.rules.fundingRate : replay.rules.fundingRate
      book.pay(Amount(nearest: value * rate), from: account, to: \.house)
    }
  }

  mutating func call(_ account: Int) {
    clients[account].isCalled = true
    events.calls += 1
    let address = UInt32(truncatingIfNeeded: barsWalked) | 0x8000_0000
    let pays =
      replay.stream.uniform(path: UInt32(account), step: address) < replay.rules.topUpChance
    if pays {
      let bar = barsWalked + max(1, replay.rules.topUpBars)
      clients[account].payment = bar
      remember(account, on: bar)
    }
  }
}
