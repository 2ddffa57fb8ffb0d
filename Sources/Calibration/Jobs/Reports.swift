public import Documents
public import Margin
public import MarketData
public import Policies
public import Scheduling

/// The inputs and settings that every command reports with its numbers.
public struct RunContext: Sendable {
  /// The resolved configuration in canonical JSON.
  public internal(set) var configurationJSON: String
  /// The origin of the numbers.
  public internal(set) var provenance: Provenance
  /// The scope of a regulatory preset, "parameters of …, not compliance with …"; nil for others.
  public let statement: String?
  /// The files and columns that could not be read.
  public let loadFailures: [InstrumentFailure]
  /// The missing values by instrument, for instruments that have any.
  public let missing: [MissingPriceCount]
  /// What was found in the data, by instrument.
  public let findings: [DataFinding]
  /// The unit of margins, losses and volatilities.
  public let unit: LossUnit
  /// The contract facts beside the prices; nil for none.
  public let contracts: ContractFacts?
  /// The group of the policy by instrument, for the instruments in one.
  public let groups: [InstrumentID: String]
  /// The warnings about the whole run.
  public let warnings: [MarginWarning]

  /// The context of one run.
  public init(
    configurationJSON: String, provenance: Provenance, statement: String?,
    loadFailures: [InstrumentFailure], missing: [MissingPriceCount], findings: [DataFinding],
    contracts: ContractFacts? = nil, groups: [InstrumentID: String] = [:],
    warnings: [MarginWarning] = [], unit: LossUnit = .fraction
  ) {
    self.configurationJSON = configurationJSON
    self.provenance = provenance
    self.statement = statement
    self.loadFailures = loadFailures
    self.missing = missing
    self.findings = findings
    self.unit = unit
    self.contracts = contracts
    self.groups = groups
    self.warnings = warnings
  }

  /// The context of a run on some of the instruments alone; files that failed as a whole stay.
  func keeping(_ instruments: Set<InstrumentID>) -> RunContext {
    RunContext(
      configurationJSON: configurationJSON, provenance: provenance.keeping(instruments),
      statement: statement,
      loadFailures: loadFailures.filter { $0.instrument.map(instruments.contains) ?? true },
      missing: missing.filter { instruments.contains($0.instrument) },
      findings: findings.filter { $0.instrument.map(instruments.contains) ?? true },
      contracts: contracts, groups: groups, warnings: warnings, unit: unit)
  }
}

/// The result of `margin calibrate` and of `margin explain`.
public struct CalibrationReport: Sendable {
  /// The inputs and settings of the run.
  public let context: RunContext
  /// The resolved plan.
  public let plan: CalibrationPlan
  /// The extent of the schedule, one date or all.
  public let extent: ScheduleExtent
  /// One schedule per instrument.
  public let schedules: [InstrumentSchedule]
  /// The plans of the policy's groups, by name.
  public var groupPlans: [String: CalibrationPlan] = [:]

  /// The plan that applies to an instrument.
  public func plan(for instrument: InstrumentID) -> CalibrationPlan {
    context.groups[instrument].flatMap { groupPlans[$0] } ?? plan
  }

  /// The latest date of any instrument.
  public var asOf: Timestamp? { schedules.compactMap { $0.last?.asOf }.max() }

  /// Whether all, some or no instruments have margins; an instrument with only one side counts as
  /// some.
  public var completeness: Completeness {
    Completeness(
      succeeded: schedules.count { !$0.entries.isEmpty },
      failed: context.loadFailures.count + schedules.count { !$0.failures.isEmpty })
  }
}

/// The result of `margin estimate`.
public struct EstimateReport: Sendable {
  /// The inputs and settings of the run.
  public let context: RunContext
  /// The resolved plan.
  public let plan: CalibrationPlan
  /// The models, in the requested order.
  public let models: [LabeledModel]
  /// One estimate per instrument.
  public let instruments: [InstrumentEstimate]

  /// Whether all, some or no fits succeeded.
  public var completeness: Completeness {
    Completeness(
      succeeded: instruments.reduce(0) { $0 + $1.models.count },
      failed: context.loadFailures.count + instruments.reduce(0) { $0 + $1.failures.count })
  }
}

/// The degree to which a request succeeded, which determines the exit code.
public enum Completeness: Hashable, Sendable {
  case complete, partial, nothing

  init(succeeded: Int, failed: Int) {
    self = failed == 0 ? .complete : succeeded > 0 ? .partial : .nothing
  }

  /// The exit code: 0 if complete, 3 if some instruments failed, 2 if all failed.
  public var exitCode: Int32 {
    switch self {
    case .complete: 0
    case .partial: 3
    case .nothing: 2
    }
  }
}
