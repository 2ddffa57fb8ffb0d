internal import Instruments

extension ReplayWalk {
  /// The deleveraging queue of the other side's positions.
  private func queue(against account: Int, at mark: Int64) -> [DeleveragingQueue.Entry] {
    let side = book.lots[account].signum()
    var entries: [DeleveragingQueue.Entry] = []
    for other in 0 ..< book.count where book.lots[other].signum() == -side {
      let value = book.notional(of: other, at: mark).value
      let equity = max(book.equity(of: other, at: mark).value, 1 / Amount.unitsInOne)
      let cost = Double(abs(book.lots[other])) * Double(book.entry[other]) / Amount.unitsInOne
      entries.append(
        DeleveragingQueue.Entry(
          account: other, size: Double(abs(book.lots[other])),
          score: DeleveragingQueue.score(
            profit: book.unrealizedProfit(of: other, at: mark).value / cost,
            leverage: value / equity)))
    }
    return DeleveragingQueue(entries).entries
  }

  /// Deleverages a bankrupt position down to `rest` lots.
  ///
  /// Winners of the other side close at its bankruptcy price, as far as their sizes suffice.
  mutating func deleverage(_ account: Int, leaving rest: Int64, mark: Int64) {
    guard let bankruptcy = book.bankruptcyPrice(of: account) else { return }
    // Rounded so that no debt remains; the remainder is less than one tick per lot.
    let price = max(1, Int64(bankruptcy.rounded(book.side(of: account) == .long ? .up : .down)))
    for entry in queue(against: account, at: mark) where abs(book.lots[account]) > rest {
      guard book.unrealizedProfit(of: entry.account, at: price) > .zero else { continue }
      let lots = min(abs(book.lots[account]) - rest, Int64(entry.size))
      book.cross(account, with: entry.account, lots: lots, at: price)
      events.deleveraged += 1
      events.deleveragedNotional += Amount(units: lots * mark)
      events.lossToWinners += Amount(units: lots * abs(price - mark))
      if book.lots[entry.account] == 0 { settle(entry.account) }
    }
  }

  /// Covers the loss that the fund cannot pay from unrealized profits on either side.
  mutating func socialize(_ account: Int, mark: Int64) {
    precondition(book.lots[account] == 0, "Positions are closed first")
    let owed = Amount.zero - book.wallet[account] - max(book.fund, .zero)
    guard owed > .zero else { return }
    let winners = (0 ..< book.count).filter { other in
      other != account && book.lots[other] != 0
        && book.unrealizedProfit(of: other, at: mark) > .zero
        && book.equity(of: other, at: mark) > .zero
    }
    let profits = winners.map { book.unrealizedProfit(of: $0, at: mark).value }
    let parts = LossAllocation.socialized(deficit: owed.value, profits: profits)
    var rest = owed
    for (winner, part) in zip(winners, parts) {
      let most = min(rest, book.equity(of: winner, at: mark))
      // Rounded up so that the parts cover the whole; the last part is the remainder.
      let paid = min(most, Amount(units: Int64((part * Amount.unitsInOne).rounded(.up))))
      guard paid > .zero else { continue }
      book.pay(paid, from: winner, to: \.fund)
      events.lossToWinners += paid
      rest -= paid
    }
  }
}
