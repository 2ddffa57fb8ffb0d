public import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// The margins of one instrument on one date.
public struct InstrumentMarginEntry: Hashable, Sendable, Codable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The date of the last price used; nil for an undated series.
  public let asOf: Timestamp?
  /// The number of returns that the model observed.
  public let observations: Int
  /// The last price, in the quote currency; nil if the input was returns.
  public let price: Double?
  /// The margin of a long position; nil if it failed or was not requested.
  public let long: SideMargin?
  /// The margin of a short position; nil if it failed or was not requested.
  public let short: SideMargin?
  /// The warnings about these margins.
  public let warnings: [MarginWarning]

  /// Creates the margins of one instrument.
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

  /// A rate in price units as a fraction of the price; nil unless the price is above zero.
  public func shareOfPrice(_ rate: MarginRate) -> Double? {
    price.flatMap { $0 > 0 ? rate.fraction / $0 : nil }
  }

  /// The margin of a side.
  public func margin(for side: Side) -> SideMargin? {
    switch side {
    case .long: long
    case .short: short
    }
  }
}

/// The margin of one instrument and side, with the figures it is based on.
///
/// Risk measures are fractions of notional, or in price units, over the margin period of risk; positive
/// is a loss.
public struct SideMargin: Hashable, Sendable, Codable {
  /// The side.
  public let side: Side
  /// The published margin.
  public let margin: InstrumentMargin
  /// The value at risk at the policy's level.
  public let valueAtRisk: Double
  /// The expected shortfall at the policy's level; nil where it is infinite.
  public let expectedShortfall: Double?
  /// The 95 % interval of the policy's measure.
  public let interval: RiskInterval
  /// The risk measure of the policy, with its confidence level.
  public let measure: RiskMeasure
  /// The margin period of risk.
  public let periodOfRisk: MarginPeriodOfRisk
  /// The margin period of risk in bars.
  public let horizon: Horizon
  /// The convention of sample quantiles.
  public let quantileConvention: QuantileConvention
  /// The steps from the measure to the published rate.
  public let waterfall: Waterfall
  /// The loss over the reaction time, included in the initial margin; nil if the policy has none.
  public let reaction: MarginCallLoss?
  /// The first bar on which the margin is in force; nil for undated series.
  public let effectiveFrom: Timestamp?

  /// Creates the margin of one side under `policy`.
  public init(
    side: Side, policy: MarginPolicy, waterfall: Waterfall, valueAtRisk: Double,
    expectedShortfall: Double?, interval: RiskInterval = .unknown, horizon: Horizon,
    reaction: MarginCallLoss? = nil, effectiveFrom: Timestamp?, unit: LossUnit = .fraction,
    largestLoss: Double = .infinity
  ) {
    self.side = side
    self.reaction = reaction
    margin = policy.margin(
      covering: waterfall.published, reaction: reaction?.valueAtRisk, in: unit,
      largestLoss: MarginRate(fraction: largestLoss))
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

/// The loss of a position over the client's reaction time.
public struct MarginCallLoss: Hashable, Sendable, Codable {
  /// The value at risk at the confidence level of the reaction time, a fraction of notional.
  public let valueAtRisk: Double
  /// The reaction time in bars.
  public let horizon: Horizon

  /// Creates a loss over a reaction time.
  public init(valueAtRisk: Double, horizon: Horizon) {
    self.valueAtRisk = valueAtRisk
    self.horizon = horizon
  }
}

/// A confidence interval; an end is nil where it is unknown.
public struct RiskInterval: Hashable, Sendable, Codable {
  /// The lower end.
  public let lower: Double?
  /// The upper end; nil where the sample is too short.
  public let upper: Double?

  /// Creates an interval from its known ends.
  public init(lower: Double?, upper: Double?) {
    self.lower = lower
    self.upper = upper
  }

  /// An interval without known ends.
  public static let unknown = RiskInterval(lower: nil, upper: nil)
}

/// The failure to calculate the margin of an instrument or of one side.
public struct MarginFailure: Hashable, Sendable, Codable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The side; nil if both failed.
  public let side: Side?
  /// The stable identifier of the reason, for programs: `insufficient-history`.
  public let reason: String
  /// The cause and the remedy, for people.
  public let message: String

  /// Creates a failure.
  public init(instrument: InstrumentID, side: Side? = nil, reason: String, message: String) {
    self.instrument = instrument
    self.side = side
    self.reason = reason
    self.message = message
  }
}
