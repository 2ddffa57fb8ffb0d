public import Backtesting
public import Instruments
public import Margin
public import MarketData
public import RiskMeasures
public import Statistics

/// Everything that a calibration was asked for, resolved: it can only be valid.
public struct CalibrationPlan: Sendable {
  /// The model.
  public var model: Model
  /// The margin policy.
  public var policy: MarginPolicy
  /// Which order statistic of a sample of losses is its quantile.
  public var quantileConvention: QuantileConvention
  /// Where a stress weight finds its stressed returns.
  public var stress: StressPeriod?
  /// What a position pays as its price moves.
  public var contract: Contract
  /// Bars of the margin period of risk where the command line says so instead of the policy.
  public var horizon: Horizon?
  /// Forecasts between two estimations.
  public var refitEvery: Int
  /// The date of the last return that counts; nil for all of them or an undated series.
  public var asOf: Timestamp?
  /// The first date that is wanted; nil for the first there is.
  public var from: Timestamp?
  /// The last date that is wanted; nil for the last there is.
  public var to: Timestamp?
  /// The seed of every addressed random number.
  public var seed: UInt64
  /// Tasks that run at the same time; the numbers do not depend on it.
  public var jobs: Int

  /// A plan; without more words of all dates, linear contracts and one task.
  public init(
    model: Model, policy: MarginPolicy, quantileConvention: QuantileConvention = .predictive,
    stress: StressPeriod? = nil, contract: Contract = .linear, horizon: Horizon? = nil,
    refitEvery: Int = 20, asOf: Timestamp? = nil, from: Timestamp? = nil, to: Timestamp? = nil,
    seed: UInt64 = 1, jobs: Int = 1
  ) {
    self.model = model
    self.policy = policy
    self.quantileConvention = quantileConvention
    self.stress = stress
    self.contract = contract
    self.horizon = horizon
    self.refitEvery = refitEvery
    self.asOf = asOf
    self.from = from
    self.to = to
    self.seed = seed
    self.jobs = jobs
  }

  /// The horizon in bars on one instrument's calendar.
  func horizon(on axis: TimeAxis) -> Horizon {
    horizon ?? BarCalendar(axis).horizon(of: policy.periodOfRisk)
  }

  func request(on axis: TimeAxis) -> ForecastRequest {
    ForecastRequest(
      horizon: horizon(on: axis), levels: [policy.measure.level], contract: contract,
      refitEvery: refitEvery, detail: shortfallDetail)
  }

  /// What is asked over the reaction time of a client, or nil where the policy has none.
  func reactionRequest(on axis: TimeAxis) -> ForecastRequest? {
    policy.initial.marginCallPeriod.map { time in
      ForecastRequest(
        horizon: BarCalendar(axis).horizon(of: time.periodOfRisk), levels: [time.level],
        contract: contract, refitEvery: refitEvery)
    }
  }

  /// The interval of a schedule is that of the policy's measure.
  private var shortfallDetail: ForecastDetail {
    if case .expectedShortfall = policy.measure { .shortfalls } else { .intervals }
  }

  func references(over horizon: Horizon) -> ReferenceWalk {
    let floor = policy.steps.lazy.compactMap { $0 as? LongRunFloor }.first
    let jump = policy.steps.lazy.compactMap { $0 as? JumpFloor }.first
    let stressed = policy.needs.contains(.stressed) ? stress ?? .worst(length: 250) : nil
    return ReferenceWalk(
      needs: ReferenceNeeds(
        stress: stressed, longRunYears: floor?.lookbackYears,
        jump: jump.flatMap { jump in
          ConfidenceLevel(jump.level).map { JumpNeed(level: $0, years: jump.lookbackYears) }
        }), horizon: horizon,
      measure: policy.measure, quantileConvention: quantileConvention, contract: contract,
      horizonRule: model.horizonRule)
  }

  /// The stressed returns that forecasts are mixed with, or nil where no step mixes.
  func mixedLosses(
    on history: InstrumentHistory, _ references: ReferenceWalk
  ) -> MixedLosses? {
    let step = policy.steps.lazy.compactMap { $0 as? StressWeight }.first { $0.blend == .mixture }
    return step.flatMap { references.mixedLosses(on: history, weight: $0.weight) }
  }

  /// What a walk keeps of each forecast for the steps of the policy.
  var tableContents: TableContents {
    var contents: TableContents = []
    if policy.facts.contains(.volatility) { contents.insert(.volatilities) }
    if policy.facts.contains(.interval) {
      switch policy.measure {
      case .valueAtRisk: contents.insert(.intervals)
      case .expectedShortfall: contents.insert(.shortfallIntervals)
      }
    }
    return contents
  }
}

/// How much of a schedule is wanted.
public enum ScheduleExtent: Hashable, Sendable {
  /// The margins of the last date alone.
  case lastDate
  /// The margins of every date from the first that can be computed.
  case history
}
