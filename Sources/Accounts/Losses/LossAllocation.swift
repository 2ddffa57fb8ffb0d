public import Instruments

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

  /// The price at which a position's part of the account's value is used up, where many share a collateral.
  ///
  ///     mark (1 ∓ p),   p = (MMᵢ/Σ MM) V/N
  ///
  /// - Parameters:
  ///   - side: Its side; the price is below the mark of a long.
  ///   - mark: Its mark.
  ///   - notional: N, above zero.
  ///   - share: MMᵢ/Σ MM, its part of the account's maintenance margin.
  ///   - value: V, the account's equity.
  /// - Returns: A price; below zero for a long that the account outlasts at every price.
  /// - SeeAlso: FTX, *Liquidations* (2022), *position zero price*.
  public static func zeroPrice(
    _ side: Side, mark: Double, notional: Double, share: Double, value: Double
  ) -> Double {
    precondition(notional > 0, "A notional is above 0, not \(notional)")
    let move = share * value / notional
    return mark * (side == .long ? 1 - move : 1 + move)
  }

  /// The worst price at which a liquidation may be filled: further from the oracle the less the account is worth.
  ///
  ///     oracle (1 ∓ s m a (1 − q)),   q = equity/maintenance margin
  ///
  /// - Parameters:
  ///   - side: The side that is closed.
  ///   - oracle: The price that margins are computed from.
  ///   - maintenance: m, the maintenance rate.
  ///   - spread: s, the largest discount in maintenance rates.
  ///   - adjustment: a, from 1 on.
  ///   - ratio: q.
  /// - Returns: A price, the oracle's where q is 1 and above.
  /// - SeeAlso: dYdX, *Liquidations*; its page prints one sign for both sides.
  public static func fillablePrice(
    _ side: Side, oracle: Double, maintenance: Double, spread: Double = 1.5,
    adjustment: Double = 1, ratio: Double
  ) -> Double {
    let move = spread * maintenance * adjustment * (1 - min(1, max(0, ratio)))
    return oracle * (side == .long ? 1 - move : 1 + move)
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
