internal import Instruments

/// The ledger of one market: the accounts, the house as their counterparty, the fund, the fees and unpaid losses.
///
///     Σ wallets + Σ s q (P − E) + house + fund + fees − unpaid = net deposits
///
/// The identity is exact in minor units at any P, since open longs and shorts are of one size: the house holds the
/// other side of every position. One account holds at most one position.
public struct AccountBook: Sendable {
  /// Lots, above zero for a long, below for a short, zero where there is no position.
  public private(set) var lots: [Int64]
  /// The entry price in ticks.
  public private(set) var entry: [Int64]
  /// Realized cash.
  public internal(set) var wallet: [Amount]
  /// What the lots cost: lots times the entry price.
  private var cost: [Int64]
  /// What a price is compared with to find who is called or liquidated.
  private(set) var liquidationThresholds: LiquidationThresholds
  /// The size of the largest position that was opened so far.
  private(set) var largestLots: Int64 = 0
  /// Accounts with a position.
  private var openCount = 0
  /// The size of all positions.
  private var openLots: Int64 = 0
  /// The lots of the house.
  public private(set) var houseLots: Int64 = 0
  /// What the lots of the house cost.
  private var houseCost = Amount.zero
  /// The cash of the house.
  public internal(set) var house = Amount.zero
  /// The insurance fund.
  public internal(set) var fund: Amount
  /// What the venue has earned.
  public internal(set) var fees = Amount.zero
  /// The losses that remained unpaid.
  public internal(set) var unpaid = Amount.zero
  /// What came in from outside less what went out.
  public private(set) var netDeposits: Amount

  /// A market of accounts without money, and a fund.
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

  /// The profit that has not been realized, at a mark in ticks.
  public func unrealizedProfit(of account: Int, at mark: Int64) -> Amount {
    Amount(units: lots[account] * (mark - entry[account]))
  }

  /// The equity at a mark in ticks.
  public func equity(of account: Int, at mark: Int64) -> Amount {
    wallet[account] + unrealizedProfit(of: account, at: mark)
  }

  /// The notional at a mark in ticks.
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

  /// Longs whose bankruptcy price in ticks is at least a threshold, shorts whose is at most the negative of another.
  mutating func accounts(
    longAtLeast long: Double, shortAtLeast short: Double
  ) -> (longs: [Int], shorts: [Int]) {
    (
      liquidationThresholds.long.accounts(atLeast: long),
      liquidationThresholds.short.accounts(atLeast: short)
    )
  }

  /// The side of a position; of an account without one, short.
  func side(of account: Int) -> Side { lots[account] > 0 ? .long : .short }

  // MARK: - Postings

  /// Money from outside; below zero, to it.
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

  /// Closes lots of a position at a price against the house; a profit is the account's, a loss too.
  mutating func close(_ account: Int, lots size: Int64, at price: Int64) {
    let signed = release(account, lots: size, at: price)
    houseTrades(signed, at: price)
    updateThresholds(of: account)
  }

  /// Closes lots of a position against those of another on the other side, at one price.
  mutating func cross(_ account: Int, with other: Int, lots size: Int64, at price: Int64) {
    precondition(lots[account].signum() == -lots[other].signum(), "Two sides")
    _ = release(account, lots: size, at: price)
    _ = release(other, lots: size, at: price)
    updateThresholds(of: account)
    updateThresholds(of: other)
  }

  /// Cash from an account to one of the common pots; below zero, from it.
  mutating func pay(_ amount: Amount, from account: Int, to pot: WritableKeyPath<Self, Amount>) {
    wallet[account] -= amount
    self[keyPath: pot] += amount
    updateThresholds(of: account)
  }

  /// Covers what an account without a position owes: the fund first, the rest stays unpaid.
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

  // MARK: - The check

  /// What all accounts hold together.
  struct Totals: Hashable {
    /// Accounts with a position.
    let open: Int
    /// The cash of all accounts.
    let collateral: Amount
    /// The size of all positions, in lots.
    let lots: Int64
  }

  /// Checks that no money came or went but by the postings.
  ///
  /// Sums wrap, which changes no equality of sums of 64 bits.
  ///
  /// - Throws: ``LedgerImbalance`` where a minor unit is missing or too much.
  /// - Complexity: O(accounts).
  public func check(at mark: Int64) throws(LedgerImbalance) { _ = try checkedTotals(at: mark) }

  /// What all accounts hold together, after a check.
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

/// The bankruptcy prices of all positions in ticks, one a side, so that those a price may call or liquidate are found by search.
struct LiquidationThresholds {
  /// The bankruptcy price of longs, E − W/q; −∞ for others.
  var long: ThresholdIndex
  /// Less the bankruptcy price of shorts, −(E + W/q); −∞ for others.
  var short: ThresholdIndex

  /// No positions.
  init(count: Int) {
    long = ThresholdIndex(count: count)
    short = ThresholdIndex(count: count)
  }
}

/// Money, or lots, that came from nowhere or went there.
public struct LedgerImbalance: Error, Hashable, Sendable {
  /// What is too much; below zero, what is missing.
  public let difference: Amount
  /// Longs less shorts; zero in a market where each has the other side.
  public let openLots: Int64
}
