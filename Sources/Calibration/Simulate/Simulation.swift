public import Accounts
public import Documents
public import Forecasting
public import Instruments
public import Margin
public import MarketData
internal import RiskMeasures
internal import Scheduling

/// A replay of the same clients through the same prices under several sources of margins.
public struct Simulation: Sendable {
  /// A named source of margins.
  public struct Candidate: Sendable {
    /// The name for output.
    public let name: String
    /// The margins of an instrument; nil if there are none.
    public let margins: @Sendable (InstrumentID) -> (any MarginScheduleSource)?
    /// The tiers of an instrument, which replace the rates of its margins; nil for a single rate at
    /// all sizes.
    public let tiers: @Sendable (InstrumentID) -> TierTable?

    /// The constant margins of a schedule.
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

    /// The constant tiers of a tier file for both sides; the margins are those of the first tier.
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

    /// The margins of a policy that recalibrates at every bar.
    public init(_ name: String, _ report: CalibrationReport) {
      self.name = name
      tiers = { _ in nil }
      margins = { instrument in
        report.schedules.first { $0.instrument == instrument }.map { DatedMargins($0.entries) }
      }
    }
  }

  /// The result of one instrument under one source of margins.
  public struct Outcome: Sendable {
    /// The instrument.
    public let instrument: InstrumentID
    /// The name of the source.
    public let candidate: String
    /// The result of the replay.
    public let result: ReplayResult
  }

  /// A period of market stress.
  public struct StressWindow: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The first and the last time.
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

  /// The contract type; inverse contracts settle in coin.
  public var contract = Contract.linear
  /// The clients.
  public var population: Population
  /// The rules of the venue and the clients.
  public var rules: ReplayRules
  /// The insurance fund of each market on the first bar.
  public var fund: Amount
  /// The random seed of the clients.
  public var seed: UInt64
  /// The first replayed time; nil for that of the prices.
  public var first: Timestamp?
  /// The last replayed time; nil for that of the prices.
  public var last: Timestamp?

  /// A simulation.
  public init(population: Population, rules: ReplayRules, fund: Amount, seed: UInt64) {
    self.population = population
    self.rules = rules
    self.fund = fund
    self.seed = seed
  }

  /// The results, by instrument and candidate; replays are independent.
  ///
  /// - Throws: ``SimulationError`` if a market cannot be replayed.
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
            history.instrument,
            "has no margins for both sides in \(candidate.name); name other instruments")
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
          instrument, "internal error: ledger out of balance by \(fault.difference.value)")
      case .success(let result):
        outcomes.append(Outcome(instrument: instrument, candidate: piece.0, result: result))
      }
    }
    return outcomes
  }

  /// The prices of the span, checked against the requirements of the rules.
  private func checked(_ history: InstrumentHistory) throws(SimulationError) -> PriceHistory {
    guard let prices = history.prices?.clipped(from: first, through: last),
      prices.axis.times != nil
    else {
      throw SimulationError(history.instrument, "has no dated prices; provide a file with dates")
    }
    if rules.participation != nil || rules.impact > 0 || rules.feedback > 0, prices.volume == nil {
      throw SimulationError(
        history.instrument,
        "has no volumes for --participation, --impact or --feedback; remove them, or provide a volume column"
      )
    }
    let (lows, highs) = (prices.low ?? prices.close, prices.high ?? prices.close)
    guard let lowest = lows.min(), let highest = highs.max(), lowest >= 1e-9, highest < 1e9 else {
      throw SimulationError(
        history.instrument, "has a price outside 1e-9 to 1e9; provide prices in another unit")
    }
    guard highest / lowest <= 1e9 else {
      throw SimulationError(
        history.instrument, "has prices that differ by a factor of 1e9; replay a shorter span")
    }
    let worth = Replay.largestWorth(prices, contract, population, rules) + fund.value
    guard worth <= Replay.capacity else {
      throw SimulationError(
        history.instrument,
        "has clients worth up to \(worth) in total, more than \(Replay.capacity); use fewer clients, "
          + "or another unit")
    }
    return prices
  }

  /// The tiers of a candidate in the settlement currency of the contract.
  private func tiers(
    of instrument: InstrumentID, _ candidate: Candidate
  ) throws(SimulationError) -> ReplayTiers? {
    guard let table = candidate.tiers(instrument) else { return nil }
    let unit: TierUnit = contract == .inverse ? .base : .quote
    guard table.unit == unit else {
      throw SimulationError(
        instrument,
        "has tiers in \(table.unit.rawValue) in \(candidate.name); provide them in the settlement currency, \(unit.rawValue)"
      )
    }
    return ReplayTiers(table)
  }

  /// The prices from the first bar on which every source has margins for both sides, so that all
  /// replays share the same bars.
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
        "has no bar with margins for both sides in \(sources.map(\.name).joined(separator: " and ")); provide more history"
      )
    }
    return prices.clipped(from: first)
  }
}

/// An error in the replay of a market.
public struct SimulationError: Error, Hashable, Sendable {
  /// The instrument of the market.
  public let instrument: InstrumentID
  /// What is wrong and how to fix it.
  public let problem: String

  init(_ instrument: InstrumentID, _ problem: String) {
    self.instrument = instrument
    self.problem = problem
  }
}
