import ArgumentParser
import Calibration
import MarketData
internal import Policies

/// How a model is walked through history.
struct WalkFlags: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Forecasts between two estimations of a model's parameters.", valueName: "n"))
  var refitEvery: String?

  func apply(to job: inout CalibrationJob) throws(ToolFailure) {
    job.flags.refitEvery = try FlagValue("--refit-every", refitEvery)?.whole(20)
  }
}

/// The stretch of history that is shown.
struct SpanFlags: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The first date that is shown; earlier prices are used.", valueName: "date"))
  var from: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The last date that is shown.", valueName: "date"))
  var to: String?

  func apply(to job: inout CalibrationJob) throws(ToolFailure) {
    job.from = try FlagValue("--from", from)?.start()
    job.to = try FlagValue("--to", to)?.end()
    try check("--to", job.to, to, after: job.from)
    try check("--as-of", job.asOf, job.asOf?.date.description, after: job.from)
  }

  private func check(
    _ flag: String, _ end: Timestamp?, _ text: String?, after start: Timestamp?
  ) throws(ToolFailure) {
    guard let end, let start, end < start else { return }
    throw ToolFailure(
      flag, "\(text ?? "") lies before --from \(from ?? "")", remedy: "write the dates in order")
  }
}
