internal import Backtesting
internal import Documents
internal import Forecasting
internal import Margin
public import MarketData
internal import Policies
internal import RiskMeasures
internal import RiskModels
internal import Scheduling
internal import Text

/// A search for policy parameters by nested walk-forward validation.
public struct TuneJob: Sendable {
  /// The files, the policy and the flags.
  public let loaded: LoadedJob
  /// The parameters and their values.
  public let space: TuneSpace
  /// The constraints and the settings of the search.
  public let settings: TuneSettings
  /// The file of completed evaluations, or nil.
  public let state: TuneStateFile?

  /// A search over loaded files.
  public init(
    _ loaded: LoadedJob, space: TuneSpace?, settings: TuneSettings, state: TuneStateFile? = nil
  ) {
    self.loaded = loaded
    self.space = space ?? TuneSpace(around: loaded.resolved.policy.configuration)
    self.settings = settings
    self.state = state
  }

  /// Searches parameters for one group of instruments.
  ///
  /// Groups of the policy apply to their instruments: a searched key that a group states itself
  /// does not vary there.
  ///
  /// - Throws: `InputError` for an invalid space, too few dates, or a state that does not match.
  public func outcome(
    for instruments: [InstrumentID], progress: ProgressHandler?
  ) async throws -> TuneOutcome {
    let base = loaded.resolved
    let histories = loaded.histories.filter { instruments.contains($0.instrument) }
      .map { $0.clipped(through: base.job.asOf) }
    let groups = Set(histories.map { base.group(of: $0.instrument)?.name })
    let search = TuneSearch(
      space: space, base: base.policy.configuration, settings: settings,
      groups: groups.sorted { ($0 ?? "") < ($1 ?? "") })
    let grid = try TuneGrid(search)
    let incumbent = search.incumbent
    let dates = try TuneDates(histories, grid.candidates + [incumbent], base, settings)
    let shape = TuneState.Shape(
      ranges: dates.ranges.count, dates: dates.final.count,
      losses: dates.dates.count * histories.count * settings.sides.count)
    let state = try TuneState(state, identity: identity(of: instruments), shape: shape)
    let evaluator = TuneEvaluator(
      base: base, histories: histories, firstForecasts: dates.firstForecasts, settings: settings,
      ranges: dates.ranges, final: dates.final, bound: bound(histories, dates.horizon),
      dateIndices: dates.dateIndices)
    let run = TuneProcedure(
      search: search, evaluator: evaluator, dates: dates, state: state, grid: grid,
      incumbent: incumbent)
    return try await run.outcome(instruments, progress: progress)
  }

  private func identity(of instruments: [InstrumentID]) -> String {
    let provenance = loaded.context.provenance
    let inputs = provenance.inputs.map { $0.sha256 }.joined(separator: " ")
    return SHA256.hexadecimal(
      of: [
        provenance.configurationHash, inputs, instruments.map(\.rawValue).joined(separator: ","),
        settings.identity,
      ].joined(separator: "|"))
  }

  private func bound(_ histories: [InstrumentHistory], _ horizon: Int) -> CoverageBound {
    let isOne = histories.count == 1 && settings.sides.count == 1 && horizon == 1
    return CoverageBound(
      confidence: settings.confidence,
      dependence: isOne
        ? .independent
        : .blocks(
          meanLength: Double(max(20, 2 * horizon)), draws: settings.draws,
          seed: loaded.resolved.policy.seed))
  }
}
