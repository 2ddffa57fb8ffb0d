public import Instruments
public import MarketData

/// The distributions a policy may ask for, each walked by the driver beside the current one.
public enum ReferenceRole: String, Hashable, Sendable, Codable, CaseIterable {
  /// A period of stress, chosen for the side from data up to the date.
  case stressed
  /// The long lookback of a floor, equally weighted.
  case longRun = "long-run"
  /// The losses of single bars over a long lookback, at a level of their own.
  case jump
  /// The forecast and the stressed losses mixed by a weight.
  case mixture
}

/// What a policy may ask about the forecast itself.
public enum ForecastFact: String, Hashable, Sendable, Codable, CaseIterable {
  /// The 95 % interval of the measure.
  case interval
  /// The volatility of the return.
  case volatility
}

/// The policy's measure of a reference distribution, for one side on one date.
public struct Reference: Hashable, Sendable {
  /// The measure per unit of notional, at the policy's level and horizon; positive is a loss.
  public let value: Double
  /// The years of history behind the value; nil for undated series.
  public let coveredYears: Double?
  /// The positions of the returns behind the value, or nil where they are no single stretch.
  public let window: ClosedRange<Int>?
  /// The standard deviation of the returns behind the value, where it was asked for.
  public let volatility: Double?

  /// The measure of a reference, and what it was measured on.
  public init(
    value: Double, coveredYears: Double? = nil, window: ClosedRange<Int>? = nil,
    volatility: Double? = nil
  ) {
    self.value = value
    self.coveredYears = coveredYears
    self.window = window
    self.volatility = volatility
  }
}

/// What a policy sees on one date, for one instrument and one side: measures, never a model.
public struct MarginInputs: Sendable {
  /// Whose margin it is, or nil where no step asks.
  public var instrument: InstrumentID?
  /// The side of the position, or nil where no step asks.
  public var side: Side?
  /// The date the margin is calculated, or nil for undated series.
  public let date: Timestamp?
  /// The position of that date on the instrument's axis.
  public let position: Int
  /// ``MarginPolicy/measure`` of the predicted losses of this side, per unit of notional.
  public var measured: Double
  /// The same measure of the stressed losses; given when a step needs ``ReferenceRole/stressed``.
  public var stressed: Reference?
  /// The same measure of the long-run losses; given when a step needs ``ReferenceRole/longRun``.
  public var longRun: Reference?
  /// The quantile of one-bar losses; given when a step needs ``ReferenceRole/jump``.
  public var jump: Reference?
  /// The quantile of the mixed losses; given when a step needs ``ReferenceRole/mixture``.
  public var mixture: Reference?
  /// The 95 % interval of ``measured``, where a step asks and the model can say it.
  public var interval: ClosedRange<Double>?
  /// The standard deviation of the return predicted over the horizon, where a step asks.
  public var volatility: Double?
  /// The bars of the horizon; at least one.
  public var horizonBars = 1
  /// The rate that no step may go below; set by the policy.
  public internal(set) var minimum = 0.0

  /// The inputs of one date.
  public init(
    date: Timestamp? = nil, position: Int, measured: Double, stressed: Reference? = nil,
    longRun: Reference? = nil
  ) {
    self.date = date
    self.position = position
    self.measured = measured
    self.stressed = stressed
    self.longRun = longRun
  }

  /// The standard deviation of the predicted return scaled to one bar: σ/√h.
  public var barVolatility: Double? { volatility.map { $0 / Double(horizonBars).squareRoot() } }

  /// The reference of a role, or nil where the driver gave none.
  public func reference(_ role: ReferenceRole) -> Reference? {
    switch role {
    case .stressed: stressed
    case .longRun: longRun
    case .jump: jump
    case .mixture: mixture
    }
  }
}
