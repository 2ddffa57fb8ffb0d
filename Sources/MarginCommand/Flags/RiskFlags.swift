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
    "Confidence level, or levels to compare, each above 0.5 and below 1.", name: "0.99,0.975")
  var level: [ConfidenceLevel] = []

  @Option(.integer(1 ... 10_000, like: 1), "Margin period of risk, in bars.", name: "n")
  var horizon: Int?

  @Option(.choice, "Side of the position.", name: "side")
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
