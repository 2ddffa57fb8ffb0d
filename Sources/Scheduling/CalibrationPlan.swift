public import Forecasting
public import Instruments
public import Margin
public import MarketData
public import RiskMeasures
public import Statistics

/// The resolved and validated settings of a calibration.
public struct CalibrationPlan: Sendable {
  /// The model.
  public var model: ForecastModel
  /// The margin policy.
  public var policy: MarginPolicy
  /// The quantile convention: which order statistic of a loss sample is its quantile.
  public var quantileConvention: QuantileConvention
  /// The payoff of a position.
  public var contract: Contract
  /// The horizon in bars if the command line overrides the policy's margin period of risk.
  public var horizon: Horizon?
  /// The number of forecasts between two estimations.
  public var refitEvery: Int
  /// The date of the last return used; nil for all returns or an undated series.
  public var asOf: Timestamp?
  /// The age in days up to which a last price answers for the as-of date; nil for the default, by
  /// which an instrument has ended after thirty days without a bar.
  public var maximumAge: Int?
  /// The least history that the rule book of the policy asks for; nil for none.
  public var leastHistory: LeastHistory?
  /// The dates that are not business days.
  public var holidays = HolidayList()
  /// The first date of the output; nil for the first available date.
  public var from: Timestamp?
  /// The last date of the output; nil for the last available date.
  public var to: Timestamp?
  /// The random seed.
  public var seed: UInt64
  /// The number of concurrent tasks; results do not depend on it.
  public var jobs: Int

  /// Creates a plan; the defaults are all dates, linear contracts and one task.
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

  /// The unit of margins, losses and volatilities.
  public var unit: LossUnit { model.returnConvention.unit }

  /// The horizon in bars on one instrument's calendar.
  package func horizon(on axis: TimeAxis) -> Horizon {
    horizon ?? BarCalendar(axis).horizon(of: policy.periodOfRisk)
  }

  package func request(on axis: TimeAxis) -> ForecastRequest {
    ForecastRequest(
      horizon: horizon(on: axis), levels: [policy.measure.level], contract: contract,
      refitEvery: refitEvery, detail: shortfallDetail)
  }

  /// The forecast request over the client's reaction time; nil if the policy has none.
  package func reactionRequest(on axis: TimeAxis) -> ForecastRequest? {
    policy.initial.marginCallPeriod.map { time in
      ForecastRequest(
        horizon: BarCalendar(axis).horizon(of: time.periodOfRisk), levels: [time.level],
        contract: contract, refitEvery: refitEvery)
    }
  }

  /// The interval in a schedule is that of the policy's measure.
  private var shortfallDetail: ForecastDetail {
    if case .expectedShortfall = policy.measure { .shortfalls } else { .intervals }
  }

  /// The historical measures that the steps of the policy need.
  package func pastMeasures(over horizon: Horizon) -> PastMeasures {
    PastMeasures(
      needs: policy.needs, horizon: horizon, measure: policy.measure,
      quantileConvention: quantileConvention, contract: contract, horizonRule: model.horizonRule,
      convention: model.returnConvention)
  }

  /// The realized losses of a position over a horizon, in the unit of the margins.
  package func realizedLosses(
    on history: InstrumentHistory, over horizon: Horizon
  ) -> RealizedLosses {
    RealizedLosses(
      history, over: horizon, by: model.horizonRule, contract: contract,
      in: model.returnConvention)
  }

  /// The table columns that the steps of the policy need.
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

/// The dates covered by a schedule.
public enum ScheduleExtent: Hashable, Sendable {
  /// The margins of the last date only.
  case lastDate
  /// The margins of every date from the first that can be calculated.
  case history
}
