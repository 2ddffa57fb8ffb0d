public import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// The margins of one instrument.
public struct InstrumentMarginEntry: Hashable, Sendable, Codable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The date of its last price used, or nil for an undated series.
  public let asOf: Timestamp?
  /// The returns that the model had seen.
  public let observations: Int
  /// The last price, in the quote currency; nil where the input was returns.
  public let price: Double?
  /// The margin of a long position; nil when it failed or was not asked for.
  public let long: SideMargin?
  /// The margin of a short position; nil when it failed or was not asked for.
  public let short: SideMargin?
  /// What the reader of these margins has to know.
  public let warnings: [MarginWarning]

  /// The margins of one instrument.
  public init(
    instrument: InstrumentID, asOf: Timestamp?, observations: Int, price: Double?,
    long: SideMargin?, short: SideMargin?, warnings: [MarginWarning] = []
  ) {
    self.instrument = instrument
    self.asOf = asOf
    self.observations = observations
    self.price = price
    self.long = long
    self.short = short
    self.warnings = warnings
  }

  /// The margin of a side.
  public func margin(for side: Side) -> SideMargin? {
    switch side {
    case .long: long
    case .short: short
    }
  }
}

/// The margin of one instrument and side, with everything it rests on.
///
/// Risk measures are fractions of notional over the margin period of risk; positive is a loss.
public struct SideMargin: Hashable, Sendable, Codable {
  /// The side.
  public let side: Side
  /// What is published.
  public let margin: InstrumentMargin
  /// The value at risk at the policy's level.
  public let valueAtRisk: Double
  /// The expected shortfall at the policy's level; nil where it is infinite.
  public let expectedShortfall: Double?
  /// The 95 % interval of the policy's measure.
  public let interval: RiskInterval
  /// The measure of the policy, with its level.
  public let measure: RiskMeasure
  /// The margin period of risk.
  public let periodOfRisk: MarginPeriodOfRisk
  /// The horizon of the model in bars that the period of risk came to.
  public let horizon: Horizon
  /// The convention of sample quantiles.
  public let quantileConvention: QuantileConvention
  /// The steps from the measure to the published rate.
  public let waterfall: Waterfall
  /// The loss over the reaction time that is in the initial margin; nil where the policy has none.
  public let reaction: MarginCallLoss?
  /// The first bar on which the margin is in force; nil for undated series.
  public let effectiveFrom: Timestamp?

  /// The margin of one side under `policy`.
  public init(
    side: Side, policy: MarginPolicy, waterfall: Waterfall, valueAtRisk: Double,
    expectedShortfall: Double?, interval: RiskInterval = .unknown, horizon: Horizon,
    reaction: MarginCallLoss? = nil, effectiveFrom: Timestamp?
  ) {
    self.side = side
    self.reaction = reaction
    margin = policy.margin(covering: waterfall.published, reaction: reaction?.valueAtRisk)
    self.valueAtRisk = valueAtRisk
    self.expectedShortfall = expectedShortfall
    self.interval = interval
    measure = policy.measure
    periodOfRisk = policy.periodOfRisk
    self.horizon = horizon
    quantileConvention = policy.quantileConvention
    self.waterfall = waterfall
    self.effectiveFrom = effectiveFrom
  }
}

/// What a position may lose while its holder reacts.
public struct MarginCallLoss: Hashable, Sendable, Codable {
  /// The value at risk at the level of the reaction time, a fraction of notional.
  public let valueAtRisk: Double
  /// The bars of the reaction time.
  public let horizon: Horizon

  /// A loss over a reaction time.
  public init(valueAtRisk: Double, horizon: Horizon) {
    self.valueAtRisk = valueAtRisk
    self.horizon = horizon
  }
}

/// The two ends of an interval, each nil where it cannot be said.
public struct RiskInterval: Hashable, Sendable, Codable {
  /// The lower end.
  public let lower: Double?
  /// The upper end; nil where the sample is too short to have one.
  public let upper: Double?

  /// An interval with the ends that are known.
  public init(lower: Double?, upper: Double?) {
    self.lower = lower
    self.upper = upper
  }

  /// An interval of which neither end is known.
  public static let unknown = RiskInterval(lower: nil, upper: nil)
}

/// An instrument, or one side of it, without a margin.
public struct MarginFailure: Hashable, Sendable, Codable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The side, or nil when both failed.
  public let side: Side?
  /// The stable name of the reason, for programs: `insufficient-history`.
  public let reason: String
  /// What happened and what to do, for people.
  public let message: String

  /// A failure.
  public init(instrument: InstrumentID, side: Side? = nil, reason: String, message: String) {
    self.instrument = instrument
    self.side = side
    self.reason = reason
    self.message = message
  }
}
