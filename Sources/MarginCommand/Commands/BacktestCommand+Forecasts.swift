import Backtesting
import Calibration
internal import Documents
import MarketData
import RiskMeasures

extension BacktestCommand {
  /// Returns the job of `--forecasts`; settings that the file lacks come from the flags.
  func forecastJob(
    on path: String, _ settings: TestSettings
  ) throws(ToolFailure) -> ForecastJob {
    try refuseWhatTheFileDecides()
    var job = ForecastJob(path: path, version: ToolVersion.current)
    job.jobs = output.jobs.count
    job.settings = settings
    job.settings.seed = UInt64(schedule.model.seed ?? ModelFlags.usualSeed)
    job.options.isPercent = schedule.input.returns == .percent
    job.options.levels = schedule.risk.level
    job.options.sides = schedule.risk.sides
    job.options.horizon = schedule.risk.horizon.map { Horizon(bars: $0) }
    job.options.from = span.from
    job.options.to = span.to
    return job
  }

  /// Rejects model, price and walk-forward options, which have no effect on given forecasts.
  private func refuseWhatTheFileDecides() throws(ToolFailure) {
    guard schedule.input.paths.isEmpty else {
      throw ToolFailure(
        "--forecasts",
        "prices (\(schedule.input.paths[0])) are given too, and forecasts hold their losses",
        remedy: "give prices or forecasts, not both")
    }
    let given =
      schedule.given.filter { !["--level", "--horizon"].contains($0.flag) } + [
        ("--policies", !policies.isEmpty), ("--as-of", schedule.risk.asOf != nil),
        ("--instrument", !schedule.input.instrument.isEmpty),
        ("--missing", schedule.input.missing != .bridge),
        ("--holidays", schedule.input.holidays != nil), ("--bars", schedule.input.bars != nil),
        ("--price", schedule.input.price != .close),
        ("--export-forecasts", exportForecasts != nil),
      ]
    try ToolFailure.refuse(given, because: "has no effect on the forecasts of --forecasts")
  }
}
