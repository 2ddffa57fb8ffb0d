import ArgumentParser
import Calibration
import Instruments
internal import Policies
import RiskMeasures

/// What is measured, under which policy, and when.
struct RiskFlags: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Confidence levels, above 0.5 and below 1.", valueName: "0.99,0.975"))
  var level: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Bars of the margin period of risk.", valueName: "n"))
  var horizon: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The side: long, short or both. (default: both)", valueName: "side"))
  var side: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A policy file, or a preset: \(Preset.names.joined(separator: ", ")). (default: plain)",
      valueName: "file or preset"))
  var policy: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The last date whose prices are known.", valueName: "date"))
  var asOf: String?

  /// Sets the flags, the first level as the policy's.
  func apply(to job: inout CalibrationJob) throws(ToolFailure) {
    job.flags.level = try levels().first?.probability
    job.flags.horizonBars = try FlagValue("--horizon", horizon)?.whole(1)
    job.asOf = try FlagValue("--as-of", asOf)?.end()
    if let policy { job.policy = PolicySource(argument: policy) }
  }

  /// The levels named, none where the flag is absent.
  func levels() throws(ToolFailure) -> [ConfidenceLevel] {
    try FlagValue("--level", level)?.levels() ?? []
  }

  func sides() throws(ToolFailure) -> [Side] {
    switch try FlagValue("--side", side)?.choice(SideChoice.self) ?? .both {
    case .long: [.long]
    case .short: [.short]
    case .both: Side.allCases
    }
  }

  /// The one level of a schedule.
  func requireOneLevelAtMost() throws(ToolFailure) {
    let levels = try levels()
    guard levels.count <= 1 else {
      throw ToolFailure(
        "--level", "a schedule has one level, and \(levels.count) are given",
        remedy: "give one, or compare them with margin estimate or margin backtest")
    }
  }

  private enum SideChoice: String, CaseIterable {
    case long, short, both
  }
}
