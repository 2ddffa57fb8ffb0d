public import Backtesting
public import Instruments
public import MarketData
public import Policies
public import RiskMeasures
public import Scheduling

/// The outcome of `margin backtest`.
public struct BacktestOutcome: Sendable {
  /// The inputs and settings behind the numbers.
  public let context: RunContext
  /// What was asked for, resolved; nil for somebody else's forecasts.
  public let plan: CalibrationPlan?
  /// The models, in the order asked for.
  public let models: [LabelledModel]
  /// The results.
  public let report: BacktestReport

  /// Whether every backtest, some or none came about.
  public var completeness: Completeness {
    Completeness(
      succeeded: report.results.count,
      failed: context.loadFailures.count + report.failures.count)
  }
}

extension LoadedJob {
  /// Models and the schedule held against history.
  public func backtest(
    models: [LabelledModel], levels: [ConfidenceLevel], sides: [Side], includesSchedule: Bool,
    settings: TestSettings, keepsRecords: Bool = false, policies: [LabelledPolicy] = [],
    progress: ProgressHandler? = nil
  ) async -> BacktestOutcome {
    var request = BacktestRequest(
      plan: resolved.plan, models: models, levels: levels, sides: sides,
      includesSchedule: includesSchedule, settings: settings)
    request.keepsRecords = keepsRecords
    request.policies = policies
    return BacktestOutcome(
      context: context, plan: resolved.plan, models: models,
      report: await BacktestRun(request).report(on: histories, progress: progress))
  }
}
