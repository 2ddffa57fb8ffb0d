public import Instruments
public import Margin
public import MarketData
public import Statistics

/// A simulation of client accounts over a price history.
///
/// It covers positions, margin calls, liquidations and loss allocation.
///
/// Each bar in order: positions open and close at the open; called clients pay; each account is
/// checked along the intrabar price path and called or liquidated; losses beyond collateral go to
/// the fund, then to the other side; funding is paid at the close; the ledger is checked to the
/// minor unit. A bar uses no information from later bars.
///
/// Collateral is isolated by position. A linear contract settles in the quote currency. An inverse
/// contract settles in coin: it is simulated as a linear contract on 1/P with the sides exchanged,
/// and client sizes are face values in the quote currency.
///
/// Money is counted in millionths of a subunit of the settlement currency. The subunit is as small
/// as the total value of positions allows: the finer the unit, the closer a whole lot is to the
/// desired size.
public struct Replay: Sendable {
  /// The prices; dated, with volumes if the rules need them.
  public let history: PriceHistory
  /// The payoff of the contract.
  public let contract: Contract
  /// The margin rates over time.
  public let margins: any MarginScheduleSource
  /// The tier rates by size, in place of the margin rates; nil for one rate at all sizes.
  public let tiers: ReplayTiers?
  /// The clients.
  public let population: Population
  /// The behavior of venue and clients.
  public let rules: ReplayRules
  /// The insurance fund on the first bar, in millionths of the settlement currency.
  public let fund: Amount
  /// The random number stream of the clients.
  public let stream: RandomStream
  /// The number of subunits in one unit of the settlement currency, a power of ten.
  public let subunitsPerUnit: Double

  /// Creates a replay; the default subunit is the smallest that the ledger can represent.
  ///
  /// - Precondition: The history is dated.
  public init(
    _ history: PriceHistory, contract: Contract = .linear, margins: any MarginScheduleSource,
    tiers: ReplayTiers? = nil, population: Population, rules: ReplayRules = ReplayRules(),
    fund: Amount = .zero, seed: UInt64 = 1, subunitsPerUnit: Double? = nil
  ) {
    precondition(history.axis.times != nil, "A replay needs dates")
    self.history = history
    self.contract = contract
    self.margins = margins
    self.tiers = tiers
    self.population = population
    self.rules = rules
    self.fund = fund
    stream = RandomStream(seed: seed, identifier: history.instrument.rawValue + "/accounts")
    let worth =
      Self.largestWorth(history, contract, population, rules) + fund.value
    self.subunitsPerUnit = subunitsPerUnit ?? Self.subunits(holding: worth)
  }

  /// Simulates all bars.
  ///
  /// - Throws: ``LedgerImbalance`` if the ledger does not balance, which is an internal error.
  /// - Complexity: O(bars · accounts); memory O(bars + accounts).
  public func run() throws(LedgerImbalance) -> ReplayResult {
    var walk = ReplayWalk(self)
    var bars: [ReplayBar] = []
    let times = history.axis.times ?? []
    let isInverse = contract == .inverse
    for index in times.indices {
      guard let long = margins.rates(for: .long, at: times[index]),
        let short = margins.rates(for: .short, at: times[index])
      else { continue }
      let rates = SidedRates(
        long: isInverse ? short : long, short: isInverse ? long : short)
      bars.append(try walk.bar(index, at: times[index], rates))
    }
    return ReplayResult(bars: bars, contract: contract, subunitsPerUnit: subunitsPerUnit)
  }
}

extension Replay {
  /// The capacity of the ledger, in the settlement currency.
  public static let capacity = 1e12

  /// An upper bound on the total value of all positions, in the settlement currency.
  ///
  /// Specified clients hold from the first bar on. For simulated clients the bound is ten times
  /// their mean plus the largest, for prices that rise by at most a factor of 100 while a position
  /// is held.
  public static func largestWorth(
    _ history: PriceHistory, _ contract: Contract, _ population: Population, _ rules: ReplayRules
  ) -> Double {
    guard let first = history.open?.first ?? history.close.first else { return 0 }
    let (low, high) = (
      (history.low ?? history.close).min() ?? first, (history.high ?? history.close).max() ?? first
    )
    let moved = rules.feedback > 0 ? 100.0 : 1
    let isInverse = contract == .inverse
    switch population {
    case .stated:
      return population.meanNotional * moved
        * (isInverse ? 1 / min(low, first) : max(high, first) / first)
    case .drawn(let drawn):
      let total = 10 * population.meanNotional + drawn.largestNotional
      return total * moved * min(100, high / low) / (isInverse ? low : 1)
    }
  }

  /// The largest power of ten, at most 10⁶, by which a value can be multiplied within capacity.
  private static func subunits(holding worth: Double) -> Double {
    var subunits = 1.0
    while subunits < 1e6, worth * subunits * 10 <= capacity { subunits *= 10 }
    return subunits
  }
}
