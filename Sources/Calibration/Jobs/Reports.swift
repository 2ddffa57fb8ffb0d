public import Documents
internal import Margin
public import MarketData
public import Policies
public import Scheduling

/// What every command tells of its inputs and settings, beside its numbers.
public struct RunContext: Sendable {
  /// The resolved configuration in canonical JSON.
  public let configurationJSON: String
  /// Where the numbers come from.
  public let provenance: Provenance
  /// "parameters of …, not compliance with …" for a preset of a rule; nil for others.
  public let statement: String?
  /// Files and columns that could not be read.
  public let loadFailures: [InstrumentFailure]
  /// What the missing-price policy did, by instrument; only where there was something to do.
  public let missing: [MissingPriceCount]

  /// The context of one run.
  public init(
    configurationJSON: String, provenance: Provenance, statement: String?,
    loadFailures: [InstrumentFailure], missing: [MissingPriceCount]
  ) {
    self.configurationJSON = configurationJSON
    self.provenance = provenance
    self.statement = statement
    self.loadFailures = loadFailures
    self.missing = missing
  }

  /// The context of a run on some of the instruments alone; files that failed as a whole stay.
  func keeping(_ instruments: Set<InstrumentID>) -> RunContext {
    RunContext(
      configurationJSON: configurationJSON, provenance: provenance.keeping(instruments),
      statement: statement,
      loadFailures: loadFailures.filter { $0.instrument.map(instruments.contains) ?? true },
      missing: missing.filter { instruments.contains($0.instrument) })
  }
}

/// The outcome of `margin calibrate` and of `margin explain`.
public struct CalibrationReport: Sendable {
  /// The inputs and settings behind the numbers.
  public let context: RunContext
  /// What was asked for, resolved.
  public let plan: CalibrationPlan
  /// Whether one date or all were asked for.
  public let extent: ScheduleExtent
  /// One schedule an instrument.
  public let schedules: [InstrumentSchedule]

  /// The latest date of any instrument.
  public var asOf: Timestamp? { schedules.compactMap { $0.last?.asOf }.max() }

  /// Whether every instrument, some or none got its margins; one with a side alone is some.
  public var completeness: Completeness {
    Completeness(
      succeeded: schedules.count { !$0.entries.isEmpty },
      failed: context.loadFailures.count + schedules.count { !$0.failures.isEmpty })
  }
}

/// The outcome of `margin estimate`.
public struct EstimateReport: Sendable {
  /// The inputs and settings behind the numbers.
  public let context: RunContext
  /// What was asked for, resolved.
  public let plan: CalibrationPlan
  /// The models, in the order asked for.
  public let models: [LabelledModel]
  /// One estimate an instrument.
  public let instruments: [InstrumentEstimate]

  /// Whether every fit, some or none came about.
  public var completeness: Completeness {
    Completeness(
      succeeded: instruments.reduce(0) { $0 + $1.models.count },
      failed: context.loadFailures.count + instruments.reduce(0) { $0 + $1.failures.count })
  }
}

/// How much of what was asked for came about, which decides the exit code.
public enum Completeness: Hashable, Sendable {
  case complete, partial, nothing

  init(succeeded: Int, failed: Int) {
    self = failed == 0 ? .complete : succeeded > 0 ? .partial : .nothing
  }

  /// 0 done, 3 some instruments failed, 2 all did.
  public var exitCode: Int32 {
    switch self {
    case .complete: 0
    case .partial: 3
    case .nothing: 2
    }
  }
}
