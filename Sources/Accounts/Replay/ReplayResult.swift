public import Instruments
public import MarketData

/// What happened to the accounts in a bar, or in many.
public struct ReplayEvents: Hashable, Sendable {
  /// Positions opened.
  public var opened = 0
  /// Margin calls.
  public var calls = 0
  /// What called clients paid in.
  public var topUps = Amount.zero
  /// Liquidations, whole or partial.
  public var liquidations = 0
  /// The notional liquidated, at the fills.
  public var liquidated = Amount.zero
  /// What liquidated accounts owed beyond their collateral, before anybody covered it.
  public var badDebt = Amount.zero
  /// Positions of others closed to cover it.
  public var deleveraged = 0
  /// The notional of those, at the mark.
  public var deleveragedNotional = Amount.zero
  /// What the fund gained, below zero what it paid.
  public var fundChange = Amount.zero
  /// What winners gave up.
  public var lossToWinners = Amount.zero
  /// The losses that remained unpaid.
  public var unpaid = Amount.zero

  /// Nothing.
  public init() {}

  /// Adds what happened in another bar.
  public mutating func add(_ other: Self) {
    opened += other.opened
    calls += other.calls
    topUps += other.topUps
    liquidations += other.liquidations
    liquidated += other.liquidated
    badDebt += other.badDebt
    deleveraged += other.deleveraged
    deleveragedNotional += other.deleveragedNotional
    fundChange += other.fundChange
    lossToWinners += other.lossToWinners
    unpaid += other.unpaid
  }
}

/// One bar of a replay, at its end.
public struct ReplayBar: Hashable, Sendable {
  /// When the bar holds.
  public let time: Timestamp
  /// The close.
  public let mark: Double
  /// Accounts with a position.
  public let open: Int
  /// The collateral of all accounts.
  public let collateral: Amount
  /// The value of all positions.
  public let notional: Amount
  /// The fund.
  public let fund: Amount
  /// What happened.
  public let events: ReplayEvents
}

/// A replay, bar by bar and in sum.
public struct ReplayResult: Hashable, Sendable {
  /// In the order of time, from the first bar with a margin on both sides.
  public let bars: [ReplayBar]
  /// How the contract pays: an inverse one in coin.
  public let contract: Contract
  /// The subunits in one of the settling currency; amounts are millionths of a subunit.
  public let subunitsPerUnit: Double

  /// An amount in the settling currency: of an inverse contract in coin.
  public func value(_ amount: Amount) -> Double { amount.value / subunitsPerUnit }

  /// The sum over bars of a stretch of time, or of all.
  public func events(in span: ClosedRange<Timestamp>? = nil) -> ReplayEvents {
    var sum = ReplayEvents()
    for bar in bars where span?.contains(bar.time) ?? true { sum.add(bar.events) }
    return sum
  }

  /// The least that the fund held.
  public var leastFund: Amount? { bars.map(\.fund).min() }

  /// The mean over bars of collateral over notional, while there are positions: what the margins cost.
  public var meanCollateralRate: Double? {
    let rates = bars.lazy.filter { $0.notional > .zero }.map {
      $0.collateral.value / $0.notional.value
    }
    var (sum, count) = (0.0, 0)
    for rate in rates {
      sum += rate
      count += 1
    }
    return count == 0 ? nil : sum / Double(count)
  }
}
