public import Documents
internal import Forecasting
public import Instruments
public import Margin
public import MarketData
internal import Policies
internal import RiskMeasures
public import Scheduling
public import Text

/// The attribution of a margin change of one instrument between two dates or two policies.
public struct ChangeExplanation: Sendable {
  /// The earlier date, or nil for an undated series.
  public let since: Timestamp?
  /// The later date.
  public let asOf: Timestamp?
  /// The method that attributes interactions of drivers.
  public let method: MarginMove.Method
  /// The change of each requested side.
  public let sides: [SideMove]
  /// The warnings about the attribution.
  public let warnings: [MarginWarning]

  /// The change of one side, or the reason why it cannot be attributed.
  public struct SideMove: Sendable {
    /// The side.
    public let side: Side
    /// The change, or the reason for failure.
    public let move: Result<MarginMove, MarginFailure.Cause>
  }
}

extension LoadedJob {
  /// Attributes the change of an instrument's margin since an earlier date or policy.
  ///
  /// The model, both policies and their references are computed at both dates; the state of the
  /// steps, the measures of the model and the policies are then exchanged one at a time, in all
  /// combinations.
  ///
  /// - Throws: `InputError` if the earlier policy is invalid.
  public func explainChange(
    of instrument: InstrumentID, since previous: PreviousMargin, sides: [Side],
    by method: MarginMove.Method
  ) throws(InputError) -> ChangeExplanation? {
    guard let history = histories.first(where: { $0.instrument == instrument }) else { return nil }
    let last = history.clipped(through: resolved.job.asOf)
    let first = last.clipped(through: previous.since)
    let old = try previous.configuration.map { configuration throws(InputError) in
      try ResolvedJob(resolved.job, configuration: configuration)
    }
    if let old, old.plan.unit != resolved.plan.unit {
      throw ResolvedJob.mixedUnits(instrument.rawValue)
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
  /// The configuration with another lookback window, or nil if the model does not support it.
  func replacing(window: Int) -> CalibrationConfiguration? {
    guard window >= 10, ModelConfiguration.names(taking: "window").contains(model.name) else {
      return nil
    }
    return replacing(["model", model.name, "window"], with: .integer(window))
  }
}
