internal import Instruments

/// The ledger of one market: accounts, house, insurance fund, fees and unpaid losses.
///
/// The house is the counterparty of all accounts.
///
///     Σ wallets + Σ s q (P − E) + house + fund + fees − unpaid = net deposits
///
/// The identity is exact in minor units at any P, since open longs and shorts have equal size: the
/// house holds the opposite side of every position. One account holds at most one position.
public struct AccountBook: Sendable {
  /// The position in lots: positive for long, negative for short, zero for none.
  public private(set) var lots: [Int64]
  /// The entry price, in ticks.
  public private(set) var entry: [Int64]
  /// The realized cash balance.
  public internal(set) var wallet: [Amount]
  /// The cost of the position: lots times entry price.
  private var cost: [Int64]
  /// The price thresholds that identify accounts to call or liquidate.
  private(set) var liquidationThresholds: LiquidationThresholds
  /// The largest position opened so far, in lots.
  private(set) var largestLots: Int64 = 0
  /// The number of accounts with a position.
  private var openCount = 0
  /// The total open lots.
  private var openLots: Int64 = 0
  /// The position of the house, in lots.
  public private(set) var houseLots: Int64 = 0
  /// The cost of the house's position.
  private var houseCost = Amount.zero
  /// The cash balance of the house.
  public internal(set) var house = Amount.zero
  /// The insurance fund.
  public internal(set) var fund: Amount
  /// The venue's fee income.
  public internal(set) var fees = Amount.zero
  /// The unpaid losses.
  public internal(set) var unpaid = Amount.zero
  /// The deposits less the withdrawals.
  public private(set) var netDeposits: Amount

  /// Creates a market of accounts without cash, and an insurance fund.
  public init(accounts count: Int, fund: Amount) {
    precondition(count >= 0 && fund >= .zero, "No fewer than 0 accounts and a fund from 0 on")
    lots = Array(repeating: 0, count: count)
    entry = lots
    cost = lots
    wallet = Array(repeating: .zero, count: count)
    liquidationThresholds = LiquidationThresholds(count: count)
    self.fund = fund
    netDeposits = fund
  }

  /// The number of accounts.
  public var count: Int { lots.count }

  /// The unrealized profit at a mark in ticks.
  public func unrealizedProfit(of account: Int, at mark: Int64) -> Amount {
    Amount(units: lots[account] * (mark - entry[account]))
  }

  /// The equity of an account at a mark in ticks.
  public func equity(of account: Int, at mark: Int64) -> Amount {
    wallet[account] + unrealizedProfit(of: account, at: mark)
  }

  /// The notional of an account at a mark in ticks.
  public func notional(of account: Int, at mark: Int64) -> Amount {
    Amount(units: abs(lots[account]) * mark)
  }

  /// The bankruptcy price E − s W/q in ticks; nil without a position.
  public func bankruptcyPrice(of account: Int) -> Double? {
    lots[account] == 0
      ? nil
      : lots[account] > 0
        ? liquidationThresholds.long[account] : -liquidationThresholds.short[account]
  }

  /// The positions with bankruptcy prices past the thresholds, in ticks.
  ///
  /// Longs with a bankruptcy price of at least `long`, shorts with a negated one of at least
  /// `short`.
  mutating func accounts(
    longAtLeast long: Double, shortAtLeast short: Double
  ) -> (longs: [Int], shorts: [Int]) {
    (
      liquidationThresholds.long.accounts(atLeast: long),
      liquidationThresholds.short.accounts(atLeast: short)
    )
  }

  /// The side of the position; short for an account without one.
  func side(of account: Int) -> Side { lots[account] > 0 ? .long : .short }

  // MARK: - Postings

  /// Deposits cash from outside; a negative amount is a withdrawal.
  mutating func deposit(_ amount: Amount, to account: Int) {
    wallet[account] += amount
    netDeposits += amount
    updateThresholds(of: account)
  }

  /// Opens a position against the house.
  mutating func open(_ account: Int, lots signed: Int64, at price: Int64) {
    precondition(lots[account] == 0 && signed != 0, "One position an account")
    lots[account] = signed
    entry[account] = price
    openCount += 1
    openLots += abs(signed)
    largestLots = max(largestLots, abs(signed))
    houseTrades(-signed, at: price)
    updateThresholds(of: account)
  }

  /// Closes lots of a position at a price against the house; the account takes the profit or loss.
  mutating func close(_ account: Int, lots size: Int64, at price: Int64) {
    let signed = release(account, lots: size, at: price)
    houseTrades(signed, at: price)
    updateThresholds(of: account)
  }

  /// Closes lots of two opposite positions against each other at one price.
  mutating func cross(_ account: Int, with other: Int, lots size: Int64, at price: Int64) {
    precondition(lots[account].signum() == -lots[other].signum(), "Two sides")
    _ = release(account, lots: size, at: price)
    _ = release(other, lots: size, at: price)
    updateThresholds(of: account)
    updateThresholds(of: other)
  }

  /// Transfers cash from an account to a common balance; a negative amount goes to the account.
  mutating func pay(_ amount: Amount, from account: Int, to pot: WritableKeyPath<Self, Amount>) {
    wallet[account] -= amount
    self[keyPath: pot] += amount
    updateThresholds(of: account)
  }

  /// Covers the deficit of an account without a position from the fund; the remainder stays unpaid.
  mutating func cover(_ account: Int) {
    precondition(lots[account] == 0, "Positions are closed first")
    let owed = Amount.zero - wallet[account]
    guard owed > .zero else { return }
    let fromFund = min(owed, max(fund, .zero))
    fund -= fromFund
    unpaid += owed - fromFund
    wallet[account] = .zero
  }

  private mutating func release(_ account: Int, lots size: Int64, at price: Int64) -> Int64 {
    precondition(size > 0 && size <= abs(lots[account]), "\(size) lots of \(lots[account])")
    let signed = lots[account] > 0 ? size : -size
    wallet[account] += Amount(units: signed * (price - entry[account]))
    lots[account] -= signed
    openLots -= size
    if lots[account] == 0 { openCount -= 1 }
    return signed
  }

  private mutating func houseTrades(_ signed: Int64, at price: Int64) {
    houseLots += signed
    houseCost += Amount(units: signed * price)
  }

  private mutating func updateThresholds(of account: Int) {
    let held = lots[account]
    cost[account] = held * entry[account]
    let threshold = (Double(cost[account]) - Double(wallet[account].units)) / Double(abs(held))
    liquidationThresholds.long[account] = held > 0 ? threshold : -.infinity
    liquidationThresholds.short[account] = held < 0 ? threshold : -.infinity
  }

  // MARK: - Consistency check

  /// The totals over all accounts.
  struct Totals: Hashable {
    /// The number of accounts with a position.
    let open: Int
    /// The cash balance of all accounts.
    let collateral: Amount
    /// The open lots of all positions.
    let lots: Int64
  }

  /// Checks that the ledger balances.
  ///
  /// Sums use wrapping arithmetic, which preserves equality of 64-bit sums.
  ///
  /// - Throws: ``LedgerImbalance`` if the ledger is off by one minor unit or more.
  /// - Complexity: O(accounts).
  public func check(at mark: Int64) throws(LedgerImbalance) { _ = try checkedTotals(at: mark) }

  /// The totals over all accounts, after a consistency check.
  func checkedTotals(at mark: Int64) throws(LedgerImbalance) -> Totals {
    var (cash, paid, net): (Int64, Int64, Int64) = (0, 0, 0)
    for amount in wallet { cash &+= amount.units }
    for amount in cost { paid &+= amount }
    for held in lots { net &+= held }
    let pots = house + fund + fees - unpaid
    let positions = (net &+ houseLots) &* mark &- paid &- houseCost.units
    let difference = cash &+ pots.units &+ positions &- netDeposits.units
    guard difference == 0, net &+ houseLots == 0 else {
      throw LedgerImbalance(
        difference: Amount(units: difference), openLots: net &+ houseLots)
    }
    return Totals(open: openCount, collateral: Amount(units: cash), lots: openLots)
  }
}

/// The bankruptcy prices of all positions in ticks, indexed by side for threshold search.
struct LiquidationThresholds {
  /// The bankruptcy price of longs, E − W/q; −∞ for others.
  var long: ThresholdIndex
  /// The negated bankruptcy price of shorts, −(E + W/q); −∞ for others.
  var short: ThresholdIndex

  /// Creates thresholds without positions.
  init(count: Int) {
    long = ThresholdIndex(count: count)
    short = ThresholdIndex(count: count)
  }
}

/// A ledger that does not balance in money or lots.
public struct LedgerImbalance: Error, Hashable, Sendable {
  /// The excess; negative for missing money.
  public let difference: Amount
  /// Long less short lots; zero in a balanced market.
  public let openLots: Int64
}
