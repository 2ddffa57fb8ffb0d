import ArgumentParser
import Calibration
internal import Documents
import Margin
import MarketData
internal import Policies

/// Options for the earlier margin to compare with and for the attribution of the change.
struct ChangeFlags: ParsableArguments {
  @Option(.end, "Earlier date to explain the change from.", name: "date")
  var since: Timestamp?

  @Option(
    .input("json"), "Earlier schedule, as JSON, to explain the change from, with its policy.",
    name: "file")
  var previous: String?

  @Option(.policy, "Policy of the earlier margin.", name: "file|preset")
  var previousPolicy: PolicySource?

  @Option(
    .choice, "Attribution of joint effects: averaged over all orders, or in order printed.",
    name: "method")
  var attribution = MarginMove.Method.shapley

  /// Rejects options that have no effect in combination.
  func check(asOf: Timestamp?) throws(ToolFailure) {
    guard previous == nil || (since == nil && previousPolicy == nil) else {
      throw ToolFailure(
        "--previous", "has a date and a policy of its own",
        remedy: "remove --since and --previous-policy")
    }
    guard attribution == .shapley || previous != nil || since != nil || previousPolicy != nil
    else {
      throw ToolFailure(
        "--attribution", "applies to a change only",
        remedy: "add --since, --previous or --previous-policy")
    }
    guard let since, let asOf, since >= asOf else { return }
    throw ToolFailure(
      "--since", "\(since.date) is not before --as-of \(asOf.date)",
      remedy: "give an earlier date")
  }

  /// Returns the earlier margin; nil where none is requested.
  func previous(
    of instrument: InstrumentID, _ resolved: ResolvedJob
  ) throws -> PreviousMargin? {
    if let previous { return try PreviousSchedule(contentsOf: previous).margin(of: instrument) }
    guard since != nil || previousPolicy != nil else { return nil }
    var earlier = PreviousMargin()
    earlier.since = since
    earlier.configuration = try previousPolicy.map { source in
      try resolved.configuration(of: source)
        .configuration(for: instrument, resolved.job.contracts?.facts)
    }
    return earlier
  }
}
