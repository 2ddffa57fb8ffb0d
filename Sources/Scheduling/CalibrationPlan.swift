public import Forecasting
public import Instruments
public import Margin
public import MarketData
public import RiskMeasures
public import Statistics

/// Everything that a calibration was asked for, resolved: it can only be valid.
public struct CalibrationPlan: Sendable {
  /// The model.
  public var model: ForecastModel
  /// The margin policy.
  public var policy: MarginPolicy
  /// Which order statistic of a sample of losses is its quantile.
  public var quantileConvention: QuantileConvention
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
    model: ForecastModel, policy: MarginPolicy,
    quantileConvention: QuantileConvention = .predictive, contract: Contract = .linear,
    horizon: Horizon? = nil,
    refitEvery: Int = 20, asOf: Timestamp? = nil, from: Timestamp? = nil, to: Timestamp? = nil,
    seed: UInt64 = 1, jobs: Int = 1
  ) {
    self.model = model
    self.policy = policy
    self.quantileConvention = quantileConvention
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
  package func horizon(on axis: TimeAxis) -> Horizon {
    horizon ?? BarCalendar(axis).horizon(of: policy.periodOfRisk)
  }

  package func request(on axis: TimeAxis) -> ForecastRequest {
    ForecastRequest(
      horizon: horizon(on: axis), levels: [policy.measure.level], contract: contract,
      refitEvery: refitEvery, detail: shortfallDetail)
  }

  /// What is asked over the reaction time of a client, or nil where the policy has none.
  package func reactionRequest(on axis: TimeAxis) -> ForecastRequest? {
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

  /// The measures of the past that the steps of the policy need.
  package func pastMeasures(over horizon: Horizon) -> PastMeasures {
    PastMeasures(
      needs: policy.needs, horizon: horizon, measure: policy.measure,
      quantileConvention: quantileConvention, contract: contract, horizonRule: model.horizonRule)
  }

  /// What a walk keeps of each forecast for the steps of the policy.
  package var tableContents: TableContents {
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
