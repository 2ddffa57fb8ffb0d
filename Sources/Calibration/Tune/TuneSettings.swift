internal import Documents
public import Instruments
public import Policies
internal import RiskMeasures

/// What a policy must hold, and how it is searched for.
public struct TuneSettings: Hashable, Sendable {
  /// The coverage that the lower bound must reach.
  public var coverage = 0.99
  /// The confidence of that bound.
  public var confidence = 0.95
  /// The largest peak-to-trough ratio of any series; nil for any.
  public var peakToTrough: Double?
  /// The largest relative rise of any series over ``riseDays``; nil for any.
  public var rise: Double?
  /// The days over which a rise is measured.
  public var riseDays = 5
  /// The dates before the first outer fold.
  public var firstDays = 750
  /// The dates of an outer fold.
  public var foldDays = 250
  /// The last dates, opened once.
  public var testDays = 250
  /// The most policies that the local search adds to the grid on each fold.
  public var evaluations = 20
  /// The sides that are scored.
  public var sides = Side.allCases
  /// The draws of bootstraps.
  public var draws = 499

  /// The defaults.
  public init() {}

  /// What a state must have in common with a run that continues it.
  var identity: String {
    "\(coverage) \(confidence) \(riseDays) \(firstDays) \(foldDays) \(testDays) \(draws) "
      + sides.map(\.rawValue).joined(separator: "+")
  }
}

/// A range of dates that is chosen on or scored, by its place on the common dates.
struct TuneRange: Hashable, Sendable {
  let name: String
  /// The dates, ascending and not overlapping.
  let parts: [Range<Int>]

  var count: Int { parts.reduce(0) { $0 + $1.count } }
}

/// How a policy did on a range of dates.
public struct TuneScore: Hashable, Sendable, Codable {
  /// The losses that were held against a margin.
  public let losses: Int
  /// How many exceeded it.
  public let exceedances: Int
  /// The lower bound of coverage.
  public let coverageBound: Double
  /// The mean margin, a fraction of notional.
  public let meanMargin: Double
  /// The largest peak-to-trough ratio of a series.
  public let peakToTrough: Double
  /// The largest relative rise of a series.
  public let rise: Double

  /// The observed coverage; one without a loss.
  public var coverage: Double { losses > 0 ? 1 - Double(exceedances) / Double(losses) : 1 }

  /// What a policy misses of what it must hold.
  func violations(_ settings: TuneSettings) -> [String] {
    var violations: [String] = []
    if coverageBound < settings.coverage { violations.append("coverage") }
    if let most = settings.peakToTrough, peakToTrough > most { violations.append("peak-to-trough") }
    if let most = settings.rise, rise > most { violations.append("rise") }
    return violations
  }
}

/// A policy that was tried.
public struct TuneCandidate: Sendable {
  /// The values of the space, in its order; nil without the step.
  public let values: [ConfigurationValue?]
  /// The policy.
  public let configuration: CalibrationConfiguration

  /// What tells it from all others.
  var key: String { SHA256.hexadecimal(of: configuration.canonicalJSON) }
}
