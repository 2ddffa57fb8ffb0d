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
  /// The path of the state file, or nil.
  public let statePath: String?

  /// A search over loaded files.
  public init(_ loaded: LoadedJob, space: TuneSpace?, settings: TuneSettings, statePath: String?) {
    self.loaded = loaded
    self.space = space ?? TuneSpace(around: loaded.resolved.policy.configuration)
    self.settings = settings
    self.statePath = statePath
  }

  /// Searches parameters for one group of instruments.
  ///
  /// - Throws: `InputError` for an invalid space, too few dates, or a state that does not match.
  public func outcome(
    for instruments: [InstrumentID], progress: ProgressHandler?
  ) async throws -> TuneOutcome {
    let base = loaded.resolved.policy.configuration
    let histories = loaded.histories.filter { instruments.contains($0.instrument) }
      .map { $0.clipped(through: loaded.resolved.job.asOf) }
    let search = TuneSearch(space: space, base: base, settings: settings)
    let (grid, refused) = try search.grid()
    let dates = try TuneDates(histories, grid, loaded.resolved, settings)
    let state = try TuneState(path: statePath, identity: identity(of: instruments))
    let evaluator = TuneEvaluator(
      base: loaded.resolved, histories: histories, settings: settings, ranges: dates.ranges,
      final: dates.final, bound: bound(histories, dates.horizon), dateIndices: dates.dateIndices)
    let incumbent = TuneCandidate(
      values: space.dimensions.map { base.value(at: $0.path) }, configuration: base)
    let run = TuneProcedure(
      search: search, evaluator: evaluator, dates: dates, state: state, grid: grid,
      incumbent: incumbent)
    return try await run.outcome(instruments, refused: refused, progress: progress)
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

extension CalibrationConfiguration {
  /// The value at a path of a space; nil if the policy has no such step.
  fileprivate func value(at path: [String]) -> JSON? {
    guard path.first == "step" else { return tree.value(at: path) }
    return (tree["step"]?.elements ?? []).lazy.compactMap { $0.value(at: path.dropFirst()) }.first
  }
}
