import ArgumentParser
import Calibration
import Instruments
import MarketData
internal import Policies
import RiskMeasures

/// Options for the risk measure, the policy and the date.
struct RiskFlags: ParsableArguments {
  @Option(
    .policy, "Policy file, or preset by name (see margin help presets).", name: "file|preset")
  var policy = PolicySource.preset(Preset.plain.name)

  @Option(
    .list(of: .level, like: "0.99,0.975"),
    "Confidence levels, each above 0.5 and below 1.", name: "a,b",
    otherwise: "that of the policy")
  var level: [ConfidenceLevel] = []

  @Option(
    .integer(1 ... 10_000, like: 1), "Margin period of risk, in bars of the input.", name: "n",
    otherwise: "that of the policy")
  var horizon: Int?

  @Option(.choice, "Side of the position; both gives a rate for each.", name: "side")
  var side = SideChoice.both

  @Option(.end, "Valuation date; later prices are ignored.", name: "date")
  var asOf: Timestamp?

  var sides: [Side] { side.sides }

  /// Applies the flags to a job, with the first level as the policy's.
  func apply(to job: inout CalibrationJob) {
    job.flags.level = level.first?.probability
    job.flags.horizonBars = horizon
    job.asOf = asOf
    job.policy = policy
  }

  enum SideChoice: String, CaseIterable {
    case long, short, both

    var sides: [Side] {
      switch self {
      case .long: [.long]
      case .short: [.short]
      case .both: Side.allCases
      }
    }
  }
}
