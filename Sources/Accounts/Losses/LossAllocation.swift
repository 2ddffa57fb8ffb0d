/// Who pays what an insolvent account cannot.
public enum LossAllocation {
  /// What the fund gains, or pays below zero, where a position that was taken over at its bankruptcy price is closed at a fill.
  ///
  /// The difference of the profits at the two prices: (fill − bankruptcy) q for a linear long.
  public static func fundChange(
    _ position: FuturesPosition, bankruptcy: Double, fill: Double
  ) -> Double {
    position.unrealizedProfit(at: fill) - position.unrealizedProfit(at: bankruptcy)
  }

  /// The share that withdrawals are charged while a loss is unpaid: unpaid/(unpaid + deposits).
  ///
  /// - Returns: A share in [0, 1]; zero where nothing is unpaid.
  /// - SeeAlso: Derive, *Security module* (2024).
  public static func withdrawalFee(unpaid: Double, deposits: Double) -> Double {
    unpaid > 0 ? unpaid / (unpaid + deposits) : 0
  }

  /// The share of a position that a backstop takes over in a second: 1 − m/a while equity over notional, m, is below a; all of it
  /// below zero, nothing from a on.
  ///
  /// - SeeAlso: FTX, *Liquidations* (2022); a is `DerivedRates.autoClose(maintenance:)`.
  public static func autoClosedShare(marginFraction m: Double, autoClose a: Double) -> Double {
    m < 0 ? 1 : max(0, 1 - m / a)
  }

  /// The price at which a backstop takes a position over: a part of what is left of its collateral goes to the fund.
  ///
  ///     (1 − h) · bankruptcy + h · mark,   h = 1/3 at FTX
  ///
  /// - Precondition: 0 ≤ h ≤ 1.
  /// - SeeAlso: FTX, *Backstop liquidity provider program* (2022).
  public static func backstopPrice(
    bankruptcy: Double, mark: Double, share h: Double = 1.0 / 3
  ) -> Double {
    precondition((0 ... 1).contains(h), "A share is from 0 to 1, not \(h)")
    return (1 - h) * bankruptcy + h * mark
  }

  /// What each winner gives up of its profit, in proportion to it: dᵢ = D max(πᵢ, 0)/Σ max(π, 0), at most all of it.
  ///
  /// The parts add up to the smaller of the deficit and the profits, but for rounding.
  public static func socialized(deficit: Double, profits: [Double]) -> [Double] {
    let won = profits.reduce(0) { $0 + max($1, 0) }
    guard won > 0, deficit > 0 else { return profits.map { _ in 0 } }
    let share = min(1, deficit / won)
    return profits.map { max($0, 0) * share }
  }
}

/// The order in which positions on the other side are closed against a bankrupt one, at its bankruptcy price.
///
/// - SeeAlso: BitMEX, *Auto-deleveraging*.
public struct DeleveragingQueue: Hashable, Sendable {
  /// A position in the queue.
  public struct Entry: Hashable, Sendable {
    /// The account; ties of scores are broken by it.
    public let account: Int
    /// What may be closed, above zero.
    public let size: Double
    /// Its rank: the highest is closed first.
    public let score: Double

    /// An entry.
    public init(account: Int, size: Double, score: Double) {
      self.account = account
      self.size = size
      self.score = score
    }
  }

  /// From the first to be closed.
  public let entries: [Entry]

  /// The queue of some positions.
  public init(_ entries: [Entry]) {
    self.entries = entries.sorted { ($1.score, $0.account) < ($0.score, $1.account) }
  }

  /// profit · leverage of what wins, profit/leverage of what loses; profit as a fraction of the entry value.
  public static func score(profit: Double, leverage: Double) -> Double {
    profit > 0 ? profit * leverage : profit / leverage
  }

  /// What is closed of each account until a size is covered; the rest where the queue is too short.
  public func closed(covering size: Double) -> (parts: [(account: Int, size: Double)], rest: Double)
  {
    var rest = size
    var parts: [(account: Int, size: Double)] = []
    for entry in entries where rest > 0 {
      let part = min(rest, entry.size)
      parts.append((entry.account, part))
      rest -= part
    }
    return (parts, rest)
  }
}

/// An auction of an insolvent account: what a bidder is paid for taking it rises with time.
///
///     offer(t) = min(0, V) + t/T (MM − min(0, V)),   0 ≤ t ≤ T
///
/// V the mark-to-market and MM the maintenance requirement, signed as a value. Both are below zero for what is insolvent;
/// the bidder receives −offer.
///
/// - SeeAlso: Derive, *Liquidations* (2024).
public struct InsolvencyAuction: Hashable, Sendable {
  /// V.
  public let value: Double
  /// MM, signed.
  public let maintenance: Double
  /// T, above zero, in the unit of t.
  public let duration: Double

  /// An auction.
  public init(value: Double, maintenance: Double, duration: Double) {
    precondition(duration > 0, "A duration is above 0, not \(duration)")
    self.value = value
    self.maintenance = maintenance
    self.duration = duration
  }

  /// The offer at a time; that of the end after it.
  public func offer(at time: Double) -> Double {
    let start = min(0, value)
    return start + min(max(time / duration, 0), 1) * (maintenance - start)
  }

  /// What a bidder for a share is paid at a time, and the cash it must add to hold what that share maintains.
  public func taking(_ share: Double, at time: Double) -> (payout: Double, cash: Double) {
    let payout = -share * offer(at: time)
    return (payout, -share * maintenance - payout)
  }
}
