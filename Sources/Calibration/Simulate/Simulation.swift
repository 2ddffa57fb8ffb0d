public import Accounts
internal import Backtesting
public import Documents
public import Forecasting
public import Instruments
public import Margin
public import MarketData
internal import RiskMeasures
internal import Scheduling

/// The same clients replayed through the same prices under one source of margins after the other.
public struct Simulation: Sendable {
  /// A source of margins with its name.
  public struct Candidate: Sendable {
    /// As it is printed.
    public let name: String
    /// The margins of an instrument; nil where there are none.
    public let margins: @Sendable (InstrumentID) -> (any MarginScheduleSource)?
    /// The brackets of an instrument, in place of its margins' rates; nil where one rate is for all sizes.
    public let tiers: @Sendable (InstrumentID) -> TierTable?

    /// The margins of a schedule's date, at all times.
    public init(_ schedule: ScheduleFile) {
      name = schedule.path
      tiers = { _ in nil }
      margins = { instrument in
        func rates(_ side: Side) -> MarginRates? {
          schedule.margins.first { $0.instrument == instrument && $0.side == side }?.rates
        }
        guard let long = rates(.long), let short = rates(.short) else { return nil }
        return ConstantMargins(long: long, short: short)
      }
    }

    /// The brackets of tables, at all times and for both sides; the margins are those of each first bracket.
    public init(_ name: String, _ document: TierDocument) {
      self.name = name
      let tables = document.tables
      tiers = { instrument in tables.first { $0.symbol == instrument.rawValue } }
      margins = { instrument in
        guard let first = tables.first(where: { $0.symbol == instrument.rawValue })?.tiers.first,
          let maintenance = MarginRate(nearest: first.rate.doubleValue),
          let initial = MarginRate(nearest: 1 / first.maximumLeverage.doubleValue),
          let rates = MarginRates(initial: max(initial, maintenance), maintenance: maintenance)
        else { return nil }
        return ConstantMargins(long: rates, short: rates)
      }
    }

    /// The margins of a policy that recalibrates with every bar.
    public init(_ name: String, _ report: CalibrationReport) {
      self.name = name
      tiers = { _ in nil }
      margins = { instrument in
        report.schedules.first { $0.instrument == instrument }.map { DatedMargins($0.entries) }
      }
    }
  }

  /// One instrument under one source of margins.
  public struct Outcome: Sendable {
    /// The instrument.
    public let instrument: InstrumentID
    /// The name of the source.
    public let candidate: String
    /// What happened.
    public let result: ReplayResult
  }

  /// A stretch of time that a history may hold, which strained accounts.
  public struct StressWindow: Hashable, Sendable {
    /// The name.
    public let name: String
    /// Its first and last moment.
    public let span: ClosedRange<Timestamp>

    /// March 2020, May 2021, November 2022 and October 2025.
    public static let named: [StressWindow] = [
      ("march-2020", "2020-03-12", "2020-03-13T23:59:59Z"),
      ("may-2021", "2021-05-19", "2021-05-19T23:59:59Z"),
      ("november-2022", "2022-11-08", "2022-11-09T23:59:59Z"),
      ("october-2025", "2025-10-10", "2025-10-11T23:59:59Z"),
    ].compactMap { name, first, last in
      guard let first = Timestamp(first), let last = Timestamp(last) else { return nil }
      return StressWindow(name: name, span: first ... last)
    }
  }

  /// How contracts pay: inverse ones settle in coin.
  public var contract = Contract.linear
  /// The clients.
  public var population: Population
  /// How venue and clients act.
  public var rules: ReplayRules
  /// The fund of each market on the first bar.
  public var fund: Amount
  /// The seed of the clients.
  public var seed: UInt64
  /// The first moment that is replayed; nil for that of the prices.
  public var first: Timestamp?
  /// The last moment that is replayed; nil for that of the prices.
  public var last: Timestamp?

  /// A simulation.
  public init(population: Population, rules: ReplayRules, fund: Amount, seed: UInt64) {
    self.population = population
    self.rules = rules
    self.fund = fund
    self.seed = seed
  }

  /// The outcomes, instruments in the order of the histories, candidates in theirs; no replay changes another.
  ///
  /// - Throws: ``SimulationError`` where a market cannot be replayed.
  public func outcomes(
    of histories: [InstrumentHistory], under candidates: [Candidate], jobs: Int
  ) async throws(SimulationError) -> [Outcome] {
    var pieces: [(String, Replay)] = []
    for history in histories {
      let prices = try checked(history)
      var sources: [(candidate: Candidate, margins: any MarginScheduleSource)] = []
      for candidate in candidates {
        guard let margins = candidate.margins(history.instrument) else {
          throw SimulationError(
            history.instrument, "has no margins on both sides in \(candidate.name); name others")
        }
        sources.append((candidate, margins))
      }
      let common = try Self.common(prices, sources.map { ($0.candidate.name, $0.margins) })
      for source in sources {
        let replay = Replay(
          common, contract: contract, margins: source.margins,
          tiers: try tiers(of: history.instrument, source.candidate), population: population,
          rules: rules, fund: fund, seed: seed)
        pieces.append((source.candidate.name, replay))
      }
    }
    let results = await concurrentMap(pieces, jobs: jobs) { piece in
      Result { () throws(LedgerImbalance) in try piece.1.run() }
    }
    var outcomes: [Outcome] = []
    for (piece, result) in zip(pieces, results) {
      let instrument = piece.1.history.instrument
      switch result {
      case .failure(let fault):
        throw SimulationError(
          instrument, "lost \(fault.difference.value) in the books, a fault of this program")
      case .success(let result):
        outcomes.append(Outcome(instrument: instrument, candidate: piece.0, result: result))
      }
    }
    return outcomes
  }

  /// The prices of the span, with what the rules need.
  private func checked(_ history: InstrumentHistory) throws(SimulationError) -> PriceHistory {
    guard let prices = history.prices?.clipped(from: first, through: last),
      prices.axis.times != nil
    else {
      throw SimulationError(history.instrument, "has no dated prices; give a file with dates")
    }
    if rules.participation != nil || rules.impact > 0 || rules.feedback > 0, prices.volume == nil {
      throw SimulationError(
        history.instrument,
        "has no volumes for --participation, --impact or --feedback; leave them out, or give a column of volumes"
      )
    }
    let (lows, highs) = (prices.low ?? prices.close, prices.high ?? prices.close)
    guard let lowest = lows.min(), let highest = highs.max(), lowest >= 1e-9, highest < 1e9 else {
      throw SimulationError(
        history.instrument, "has a price outside 1e-9 to 1e9; give prices in another unit")
    }
    guard highest / lowest <= 1e9 else {
      throw SimulationError(
        history.instrument, "has prices of which one is 1e9 times another; replay a shorter span")
    }
    let worth = Replay.largestWorth(prices, contract, population, rules) + fund.value
    guard worth <= Replay.capacity else {
      throw SimulationError(
        history.instrument,
        "has clients that may be worth \(worth) together, more than \(Replay.capacity); draw or state fewer, "
          + "or write them in another unit")
    }
    return prices
  }

  /// The brackets of a candidate in the currency that the contract settles in.
  private func tiers(
    of instrument: InstrumentID, _ candidate: Candidate
  ) throws(SimulationError) -> ReplayTiers? {
    guard let table = candidate.tiers(instrument) else { return nil }
    let unit: TierUnit = contract == .inverse ? .base : .quote
    guard table.unit == unit else {
      throw SimulationError(
        instrument,
        "has tiers in \(table.unit.rawValue) in \(candidate.name); give them in \(unit.rawValue), which it settles in"
      )
    }
    return ReplayTiers(table)
  }

  /// The prices from the first bar on which every source has margins of both sides, so that all are replayed over the same bars.
  private static func common(
    _ prices: PriceHistory, _ sources: [(name: String, margins: any MarginScheduleSource)]
  ) throws(SimulationError) -> PriceHistory {
    let first = prices.axis.times?.first { time in
      sources.allSatisfy { source in
        Side.allCases.allSatisfy { source.margins.rates(for: $0, at: time) != nil }
      }
    }
    guard let first else {
      throw SimulationError(
        prices.instrument,
        "has no bar with margins on both sides in \(sources.map(\.name).joined(separator: " and ")); give more history"
      )
    }
    return prices.clipped(from: first)
  }
}

/// A market that cannot be replayed.
public struct SimulationError: Error, Hashable, Sendable {
  /// Whose market.
  public let instrument: InstrumentID
  /// What is wrong and what to do.
  public let problem: String

  init(_ instrument: InstrumentID, _ problem: String) {
    self.instrument = instrument
    self.problem = problem
  }
}
