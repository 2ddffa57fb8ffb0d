public import Margin
public import MarketData
internal import RiskMeasures
public import Statistics

/// Accounts walked through a price history: positions opened and closed, calls, liquidations and who pays what is lost.
///
/// A bar in order: positions open and close at the open; called clients pay; each account meets the bar's path and is
/// called or liquidated; losses beyond collateral go to the fund, then to the other side; funding at the close; the
/// ledger is checked to the minor unit. Nothing of a later bar is known to an earlier one.
///
/// Collateral is each position's own. A linear contract settles in the quote currency. An inverse one settles in coin: it is
/// walked as a linear contract on 100/P with the sides exchanged, money in hundredths of a coin, so that a unit of the
/// books is 10⁻⁸ of a coin; sizes of clients are face values in the quote currency.
public struct Replay: Sendable {
  /// The prices; dated, with volumes where the rules need them.
  public let history: PriceHistory
  /// Whether the contract is inverse.
  public let isInverse: Bool
  /// The margins.
  public let margins: any MarginScheduleSource
  /// Brackets by size in place of the rates of the margins; nil where one rate is for all sizes.
  public let tiers: ReplayTiers?
  /// The clients.
  public let population: Population
  /// How venue and clients act.
  public let rules: ReplayRules
  /// The fund on the first bar, of an inverse contract in hundredths of a coin.
  public let fund: Amount
  /// The random numbers of clients.
  public let stream: RandomStream

  /// A replay.
  ///
  /// - Precondition: The history is dated.
  public init(
    _ history: PriceHistory, isInverse: Bool = false, margins: any MarginScheduleSource,
    tiers: ReplayTiers? = nil, population: Population, rules: ReplayRules = ReplayRules(),
    fund: Amount = .zero, seed: UInt64 = 1
  ) {
    precondition(history.axis.times != nil, "A replay needs dates")
    self.history = history
    self.isInverse = isInverse
    self.margins = margins
    self.tiers = tiers
    self.population = population
    self.rules = rules
    self.fund = fund
    stream = RandomStream(seed: seed, identifier: history.instrument.rawValue + "/accounts")
  }

  /// Walks all bars.
  ///
  /// - Throws: ``LedgerImbalance`` where money came from nowhere, which is a fault of this program.
  /// - Complexity: O(bars · accounts); memory O(bars + accounts).
  public func run() throws(LedgerImbalance) -> ReplayResult {
    var walk = ReplayWalk(self)
    var bars: [ReplayBar] = []
    let times = history.axis.times ?? []
    for index in times.indices {
      guard let long = margins.rates(for: .long, at: times[index]),
        let short = margins.rates(for: .short, at: times[index])
      else { continue }
      let rates = SidedRates(long: isInverse ? short : long, short: isInverse ? long : short)
      bars.append(try walk.bar(index, at: times[index], rates))
    }
    return ReplayResult(bars: bars, isInverse: isInverse)
  }
}
