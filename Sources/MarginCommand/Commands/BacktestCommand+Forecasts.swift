import Backtesting
import Calibration
internal import Documents
import MarketData
import RiskMeasures

extension BacktestCommand {
  /// The job of `--forecasts`: what the file leaves open comes from the flags.
  func forecastJob(
    on path: String, _ settings: TestSettings
  ) throws(ToolFailure) -> ForecastJob {
    try refuseWhatTheFileDecides()
    var job = ForecastJob(path: path, version: ToolVersion.current)
    job.jobs = try output.jobCount()
    job.settings = settings
    job.settings.seed = UInt64(
      try FlagValue("--seed", model.seed)?.whole(in: 0 ... Int.max, 1) ?? 1)
    job.options.isPercent =
      switch try input.contents() {
      case .returnsPercent?: true
      default: false
      }
    job.options.levels = try risk.levels()
    job.options.sides = try risk.sides()
    job.options.horizon = try FlagValue("--horizon", risk.horizon)?
      .whole(in: 1 ... 100_000, 1).horizon
    job.options.from = try FlagValue("--from", span.from)?.start()
    job.options.to = try FlagValue("--to", span.to)?.end()
    return job
  }

  /// Flags of models, of prices and of a walk have no meaning for numbers that are there already.
  private func refuseWhatTheFileDecides() throws(ToolFailure) {
    guard input.paths.isEmpty else {
      throw ToolFailure(
        "--forecasts", "\(input.paths[0]) is named beside it, and forecasts come with their losses",
        remedy: "name prices or forecasts, not both")
    }
    let given = [
      ("--models", model.models), ("--innovations", model.innovations),
      ("--window", model.window), ("--decay", model.decay), ("--start-up", model.startUp),
      ("--policy", risk.policy), ("--as-of", risk.asOf), ("--refit-every", walk.refitEvery),
      ("--missing", input.missing), ("--price", input.price),
      ("--export-forecasts", exportForecasts),
    ]
    for case (let flag, .some) in given {
      throw ToolFailure(
        flag, "--forecasts tests numbers as they are, without a model or prices",
        remedy: "leave one of the two out")
    }
  }
}

extension Int {
  fileprivate var horizon: Horizon { Horizon(bars: self) }
}
