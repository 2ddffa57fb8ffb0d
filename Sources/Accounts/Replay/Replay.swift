public import Instruments
public import Margin
public import MarketData
public import Statistics

/// Accounts walked through a price history: positions opened and closed, calls, liquidations and who pays what is lost.
///
/// A bar in order: positions open and close at the open; called clients pay; each account meets the bar's path and is
/// called or liquidated; losses beyond collateral go to the fund, then to the other side; funding at the close; the
/// ledger is checked to the minor unit. Nothing of a later bar is known to an earlier one.
///
/// Collateral is each position's own. A linear contract settles in the quote currency. An inverse one settles in coin: it is
/// walked as a linear contract on 1/P with the sides exchanged; sizes of clients are face values in the quote currency.
///
/// Money is counted in millionths of a subunit of the settling currency, as small a subunit as the worth of all positions leaves room
/// for: the finer the unit, the closer a whole lot is to the size that a client wants.
public struct Replay: Sendable {
  /// The prices; dated, with volumes where the rules need them.
  public let history: PriceHistory
  /// How the contract pays.
  public let contract: Contract
  /// The margins.
  public let margins: any MarginScheduleSource
  /// Tiers by size in place of the rates of the margins; nil where one rate is for all sizes.
  public let tiers: ReplayTiers?
  /// The clients.
  public let population: Population
  /// How venue and clients act.
  public let rules: ReplayRules
  /// The fund on the first bar, in millionths of the settling currency.
  public let fund: Amount
  /// The random numbers of clients.
  public let stream: RandomStream
  /// The subunits in one of the settling currency, a power of ten; money is counted in millionths of a subunit.
  public let subunitsPerUnit: Double

  /// A replay; the subunit that is not given is the smallest that the books have room for.
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

  /// Walks all bars.
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
  /// The most that books can hold, in the settling currency.
  public static let capacity = 1e12

  /// A bound on what all positions are worth together, in the settling currency.
  ///
  /// Stated clients are held from the first bar on. Of drawn ones that is ten times their mean and the largest, at a
  /// price that rises by no more than a factor of 100 while one is held.
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

  /// The largest power of ten, at most 10⁶, by which a worth can be multiplied.
  private static func subunits(holding worth: Double) -> Double {
    var subunits = 1.0
    while subunits < 1e6, worth * subunits * 10 <= capacity { subunits *= 10 }
    return subunits
  }
}
