internal import Documents
public import Instruments
public import Policies
internal import RiskMeasures
public import Text

/// The constraints and the settings of a search.
public struct TuneSettings: Hashable, Sendable {
  /// The coverage that the lower confidence bound must reach.
  public var coverage = 0.99
  /// The confidence of the bound.
  public var confidence = 0.95
  /// The maximum peak-to-trough ratio of any series; nil for no limit.
  public var peakToTrough: Double?
  /// The maximum relative rise of any series over ``riseDays``; nil for no limit.
  public var rise: Double?
  /// The number of days over which a rise is measured.
  public var riseDays = 5
  /// The number of dates before the first outer fold.
  public var firstDays = 750
  /// The number of dates in an outer fold.
  public var foldDays = 250
  /// The number of test dates at the end, used once.
  public var testDays = 250
  /// The maximum number of policies that the local search adds per fold.
  public var evaluations = 20
  /// The sides to score.
  public var sides = Side.allCases
  /// The number of bootstrap draws.
  public var draws = 499

  /// The default settings.
  public init() {}

  /// The identity that a state must share with a run that resumes it.
  var identity: String {
    "\(coverage) \(confidence) \(riseDays) \(firstDays) \(foldDays) \(testDays) \(draws) "
      + sides.map(\.rawValue).joined(separator: "+")
  }
}

/// A range of dates for selection or scoring, as indices of the common dates.
struct TuneRange: Hashable, Sendable {
  let name: String
  /// The ranges of dates, ascending and disjoint.
  let parts: [Range<Int>]

  var count: Int { parts.reduce(0) { $0 + $1.count } }
}

/// The score of a policy on a range of dates.
public struct TuneScore: Hashable, Sendable, Codable {
  /// The number of losses compared with a margin.
  public let losses: Int
  /// The number of exceedances.
  public let exceedances: Int
  /// The lower confidence bound of coverage.
  public let coverageBound: Double
  /// The mean margin as a fraction of notional.
  public let meanMargin: Double
  /// The largest peak-to-trough ratio of a series.
  public let peakToTrough: Double
  /// The largest relative rise of a series.
  public let rise: Double

  /// The observed coverage; 1 without losses.
  public var coverage: Double { losses > 0 ? 1 - Double(exceedances) / Double(losses) : 1 }

  /// The violated constraints, as text.
  func violations(_ settings: TuneSettings) -> [String] {
    var violations: [String] = []
    if coverageBound < settings.coverage { violations.append("coverage") }
    if let most = settings.peakToTrough, peakToTrough > most { violations.append("peak-to-trough") }
    if let most = settings.rise, rise > most { violations.append("rise") }
    return violations
  }
}

/// A policy that was evaluated.
public struct TuneCandidate: Sendable {
  /// The values of the space in the policy as resolved, in its order; nil without the step.
  public let values: [JSON?]
  /// The policy.
  public let configuration: CalibrationConfiguration
  /// The hash of what applies to the instruments, which identifies the policy.
  let key: String

  /// A policy for instruments in some groups of its own; nil stands for those in none.
  init(
    values: [JSON?], configuration: CalibrationConfiguration, groups: [String?] = [nil]
  ) {
    self.values = values
    self.configuration = configuration
    // Without groups, this is the canonical JSON of the policy.
    let parts = groups.map { name in
      configuration.groups.first { $0.name == name }?.configuration.canonicalJSON
        ?? configuration.tree.replacing("group", with: nil).rendered
    }
    key = SHA256.hexadecimal(of: parts.joined(separator: "\n"))
  }
}
