public import Instruments
public import MarketData

/// The events of one bar, or of several bars.
public struct ReplayEvents: Hashable, Sendable {
  /// The number of positions opened.
  public var opened = 0
  /// The number of margin calls.
  public var calls = 0
  /// The payments of called clients.
  public var topUps = Amount.zero
  /// The number of liquidations, full or partial.
  public var liquidations = 0
  /// The liquidated notional, at fill prices.
  public var liquidated = Amount.zero
  /// The bad debt of liquidated accounts beyond their collateral, before it is covered.
  public var badDebt = Amount.zero
  /// The number of positions closed by auto-deleveraging.
  public var deleveraged = 0
  /// The notional closed by auto-deleveraging, at the mark.
  public var deleveragedNotional = Amount.zero
  /// The change of the insurance fund; negative for payments.
  public var fundChange = Amount.zero
  /// The loss allocated to winning positions.
  public var lossToWinners = Amount.zero
  /// The losses that remained unpaid.
  public var unpaid = Amount.zero

  /// Creates empty totals.
  public init() {}

  /// Adds the events of another bar.
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

/// The state at the end of one bar of a replay.
public struct ReplayBar: Hashable, Sendable {
  /// The time of the bar.
  public let time: Timestamp
  /// The closing price.
  public let mark: Double
  /// The number of accounts with a position.
  public let open: Int
  /// The collateral of all accounts.
  public let collateral: Amount
  /// The notional of all positions.
  public let notional: Amount
  /// The insurance fund.
  public let fund: Amount
  /// The events of the bar.
  public let events: ReplayEvents
}

/// The result of a replay, by bar and in total.
public struct ReplayResult: Hashable, Sendable {
  /// The bars in chronological order, from the first with margins on both sides.
  public let bars: [ReplayBar]
  /// The payoff of the contract; an inverse contract settles in coin.
  public let contract: Contract
  /// The number of subunits in one unit of the settlement currency.
  ///
  /// Amounts are in millionths of a subunit.
  public let subunitsPerUnit: Double

  /// Converts an amount to the settlement currency, for an inverse contract to coin.
  public func value(_ amount: Amount) -> Double { amount.value / subunitsPerUnit }

  /// The total events of the bars in a time span, or of all bars.
  public func events(in span: ClosedRange<Timestamp>? = nil) -> ReplayEvents {
    var sum = ReplayEvents()
    for bar in bars where span?.contains(bar.time) ?? true { sum.add(bar.events) }
    return sum
  }

  /// The minimum of the insurance fund.
  public var leastFund: Amount? { bars.map(\.fund).min() }

  /// The mean ratio of collateral to notional over bars with positions: the cost of the margins.
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
