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
    job.jobs = output.jobs.count
    job.settings = settings
    job.settings.seed = UInt64(try Self.checked(model.seed, 0 ... Int.max, "--seed") ?? 1)
    job.options.isPercent = input.returns == .percent
    job.options.levels = risk.level
    job.options.sides = risk.sides
    job.options.horizon = try Self.checked(risk.horizon, 1 ... 100_000, "--horizon")
      .map { Horizon(bars: $0) }
    job.options.from = span.from
    job.options.to = span.to
    return job
  }

  private static func checked(
    _ number: Int?, _ range: ClosedRange<Int>, _ flag: String
  ) throws(ToolFailure) -> Int? {
    guard let number, !range.contains(number) else { return number }
    throw ToolFailure(
      flag, "\(number) is out of range", remedy: "give a number from \(range.lowerBound) up")
  }

  /// Options of models, of prices and of a walk have no effect on given forecasts.
  private func refuseWhatTheFileDecides() throws(ToolFailure) {
    guard input.paths.isEmpty else {
      throw ToolFailure(
        "--forecasts", "prices (\(input.paths[0])) are given too, and forecasts hold their losses",
        remedy: "give prices or forecasts, not both")
    }
    let given =
      model.given + [
        ("--policy", !risk.isUsualPolicy), ("--policies", !policies.isEmpty),
        ("--as-of", risk.asOf != nil), ("--refit-every", walk.refitEvery != nil),
        ("--instrument", !input.instrument.isEmpty), ("--missing", input.missing != .skip),
        ("--price", input.price != .close),
        ("--export-forecasts", exportForecasts != nil),
      ]
    for case (let flag, true) in given {
      throw ToolFailure(
        flag, "has no effect on the forecasts of --forecasts", remedy: "remove one of the two")
    }
  }
}
