internal import Instruments
internal import Margin

extension ReplayWalk {
  /// Liquidates positions in queue order up to capacity; the others wait for the next bar.
  mutating func liquidate(_ queue: [Int], _ prices: Ticks, _ rates: SidedRates) {
    var capacity = capacity(of: prices)
    var signedFlow = 0.0
    for account in queue where book.lots[account] != 0 {
      let side = book.side(of: account)
      let price = touch(account, prices, rates)
      var lots = lotsToClose(account, at: price, rates)
      clients[account].isQueued = false
      guard lots > 0 else { continue }
      if let left = capacity {
        let most = Int64(within: left * Amount.unitsInOne / Double(price))
        if most < lots {
          clients[account].isQueued = true
          liquidationQueue.append(account)
          guard most > 0 else { continue }
          lots = most
        }
        capacity = left - Amount(units: lots * price).value
      }
      let value = Amount(units: lots * price)
      signedFlow += side == .long ? -value.value : value.value
      close(account, lots: lots, at: fill(value, price, side, prices), mark: price)
    }
    if replay.rules.feedback > 0, let volume = prices.volume, volume > 0 {
      let moved =
        permanentImpact * max(0.5, min(2, 1 + replay.rules.feedback * signedFlow / volume))
      permanentImpact = max(0.01, min(100, moved))
    }
  }

  private func capacity(of prices: Ticks) -> Double? {
    guard let share = replay.rules.participation, let volume = prices.volume else { return nil }
    return share * volume
  }

  /// The price at which the liquidation begins.
  ///
  /// It is the trigger price, or the open if that is beyond it or if the liquidation was waiting.
  private func touch(_ account: Int, _ prices: Ticks, _ rates: SidedRates) -> Int64 {
    guard !clients[account].isQueued else { return prices.open }
    let side = book.side(of: account)
    guard replay.rules.path == .adverse else { return prices.worst(for: side) }
    let trigger = triggerPrice(account, prices, rates).rounded(side == .long ? .down : .up)
    // At a maintenance rate of 100 % a long position is short of margin at every price or at none.
    guard trigger.isFinite else { return prices.open }
    let inside = min(max(trigger, Double(prices.low)), Double(prices.high))
    let met = side == .long ? min(inside, Double(prices.open)) : max(inside, Double(prices.open))
    return max(1, Int64(met))
  }

  private func lotsToClose(_ account: Int, at price: Int64, _ rates: SidedRates) -> Int64 {
    let held = abs(book.lots[account])
    guard let target = replay.rules.targetRatio else { return held }
    // An owner's positions are reduced as one position.
    let weight = weight(of: account)
    let partial = PartialLiquidation(
      notional: book.notional(of: account, at: price).units.weighted(weight),
      equity: book.equity(of: account, at: price).units.weighted(weight),
      rule: maintenanceRule(book.side(of: account), rates), target: target,
      cost: replay.rules.liquidationFee + replay.rules.slippage)
    switch partial {
    case .none: return 0  // It has recovered while it waited.
    case .full: return held
    case .fraction(let x): return min(held, max(1, Int64((x * Double(held)).rounded(.up))))
    }
  }

  private func fill(_ value: Amount, _ price: Int64, _ side: Side, _ prices: Ticks) -> Int64 {
    var move = replay.rules.slippage
    if replay.rules.impact > 0, let volume = prices.volume, volume > 0 {
      move += replay.rules.impact * (value.value / volume).squareRoot()
    }
    // Fills stay between zero and twice the price.
    move = min(move, 1)
    let slipped = Double(price) * (side == .long ? 1 - move : 1 + move)
    return max(1, Int64(slipped.rounded(side == .long ? .down : .up)))
  }

  /// Closes lots in the market as far as collateral and fund cover the fill.
  ///
  /// The rest is closed against the other side.
  private mutating func close(_ account: Int, lots: Int64, at fill: Int64, mark: Int64) {
    let value = Amount(units: lots * fill)
    events.liquidations += 1
    events.liquidated += value
    let isWhole = lots == abs(book.lots[account])
    let deficit = deficit(of: account, closedAt: fill)
    if isWhole, deficit > book.fund, replay.rules.lossRule == .queue {
      // A deficit is proportional to lots: the fund covers its share of them, the queue the others.
      let share = Double(max(book.fund, .zero).units) / Double(deficit.units)
      deleverage(account, leaving: Int64((share * Double(lots)).rounded(.down)), mark: mark)
      // The deficit covered by the other side; the rest is counted with the account's remaining
      // debt.
      let left = book.lots[account] == 0 ? .zero : self.deficit(of: account, closedAt: fill)
      events.badDebt += deficit - min(deficit, left)
    }
    let rest = min(lots, abs(book.lots[account]))
    if rest > 0 { book.close(account, lots: rest, at: fill) }
    if isWhole, replay.rules.lossRule == .proRata { socialize(account, mark: mark) }
    if book.wallet[account] > .zero {
      let fee = Amount(nearest: value.value * replay.rules.liquidationFee)
      book.pay(min(fee, book.wallet[account]), from: account, to: \.fund)
    }
    if book.lots[account] == 0 { settle(account) } else { clients[account].isCalled = false }
  }

  /// The deficit of the account after a close at `fill`.
  private func deficit(of account: Int, closedAt fill: Int64) -> Amount {
    let equity = book.equity(of: account, at: fill)
    return equity < .zero ? .zero - equity : .zero
  }
}

extension Int64 {
  /// Minor units times a weight.
  fileprivate func weighted(_ weight: Double) -> Double { Double(self) * weight }
}
