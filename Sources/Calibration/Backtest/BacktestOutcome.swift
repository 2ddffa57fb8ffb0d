public import Backtesting
public import Instruments
internal import Margin
public import MarketData
public import Policies
public import RiskMeasures
public import Scheduling

/// The outcome of `margin backtest`.
public struct BacktestOutcome: Sendable {
  /// The inputs and settings of the run.
  public let context: RunContext
  /// The resolved plan; nil for external forecasts.
  public let plan: CalibrationPlan?
  /// The models, in the requested order.
  public let models: [LabeledModel]
  /// The results.
  public let report: BacktestReport

  /// Whether all, some or no backtests succeeded.
  public var completeness: Completeness {
    Completeness(
      succeeded: report.results.count,
      failed: context.loadFailures.count + report.failures.count)
  }
}

extension LoadedJob {
  /// The outcome of all parts of a job, in the order of instruments, with comparisons among them.
  public func outcome(
    joining parts: [BacktestOutcome], _ settings: TestSettings
  ) async -> BacktestOutcome {
    guard parts.count > 1 else { return parts[0] }
    let reports = parts.map(\.report)
    let joined = BacktestReport(
      results: reports.flatMap(\.results).ordered(by: \.instrument),
      records: reports.flatMap(\.records).ordered(by: \.subject.instrument),
      failures: reports.flatMap(\.failures).ordered(by: \.instrument))
    return BacktestOutcome(
      context: context, plan: resolved.plan, models: parts[0].models,
      report: await joined.compared(settings, jobs: resolved.plan.jobs))
  }

  /// Backtests models and the schedule against history.
  public func backtest(
    models: [LabeledModel], levels: [ConfidenceLevel], sides: [Side], includesSchedule: Bool,
    settings: TestSettings, keepsRecords: Bool = false, policies: [LabeledPolicy] = [],
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
