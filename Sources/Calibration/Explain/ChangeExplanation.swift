public import Documents
internal import Forecasting
public import Instruments
public import Margin
public import MarketData
public import Policies
internal import RiskMeasures
public import Scheduling

/// Why one instrument's margin moved between two dates, or two policies.
public struct ChangeExplanation: Sendable {
  /// The date it moved from, or nil for an undated series.
  public let since: Timestamp?
  /// The date it moved to.
  public let asOf: Timestamp?
  /// How effects of drivers that interact are told apart.
  public let method: MarginMove.Method
  /// The move of each side that was asked for.
  public let sides: [SideMove]
  /// What the reader of the moves has to know.
  public let warnings: [MarginWarning]

  /// The move of one side, or why it cannot be told.
  public struct SideMove: Sendable {
    /// The side.
    public let side: Side
    /// The move, or why there is none.
    public let move: Result<MarginMove, MarginFailure.Cause>
  }
}

extension LoadedJob {
  /// Why the margin of an instrument moved since an earlier date or policy.
  ///
  /// The model, both policies and their references are walked to both dates; what their steps remembered, what
  /// the model measured and what the policies are is then exchanged one by one, in all combinations.
  ///
  /// - Throws: ``ConfigurationError`` where the earlier policy resolves to nothing.
  public func explainChange(
    of instrument: InstrumentID, since previous: PreviousMargin, sides: [Side],
    by method: MarginMove.Method
  ) throws(ConfigurationError) -> ChangeExplanation? {
    guard let history = histories.first(where: { $0.instrument == instrument }) else { return nil }
    let last = history.clipped(through: resolved.job.asOf)
    let first = last.clipped(through: previous.since)
    let old = try previous.configuration.map { configuration throws(ConfigurationError) in
      try ResolvedJob(resolved.job, configuration: configuration)
    }
    let run = ChangeRun(old: old ?? resolved, new: resolved, first: first, last: last)
    return ChangeExplanation(
      since: first.date(after: first.count), asOf: last.date(after: last.count), method: method,
      sides: sides.map { side in
        .init(
          side: side, move: run.move(of: side, by: method, recorded: previous.recorded[side]))
      }, warnings: run.warnings)
  }
}

extension CalibrationConfiguration {
  /// The configuration with another window of its model, or nil where the model has none that fits.
  func replacing(window: Int) -> CalibrationConfiguration? {
    guard window >= 10, ModelConfiguration.names(taking: "window").contains(model.name) else {
      return nil
    }
    return replacing(["model", model.name, "window"], with: .integer(window))
  }
}
