import ArgumentParser
import Calibration
import MarketData
internal import Policies

/// Options for the walk-forward of a model through history.
struct WalkFlags: ParsableArguments {
  @Option(
    .integer(1 ... 100_000, like: 20), "Bars between re-estimations of the parameters.", name: "n",
    otherwise: "that of the policy")
  var refitEvery: Int?
}

/// Options for the range of dates to report.
struct SpanFlags: ParsableArguments {
  @Option(.start, "First date of the results; earlier prices are used.", name: "date")
  var from: Timestamp?

  @Option(.end, "Last date of the results.", name: "date")
  var to: Timestamp?

  func apply(to job: inout CalibrationJob) throws(ToolFailure) {
    job.from = from
    job.to = to
    for (flag, end) in [("--to", to), ("--as-of", job.asOf)] {
      guard let end, let from, end < from else { continue }
      throw ToolFailure(
        flag, "\(end.date) is before --from \(from.date)", remedy: "give the dates in order")
    }
  }
}
