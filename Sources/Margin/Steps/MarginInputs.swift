public import Instruments
public import MarketData

/// What a policy may ask about the forecast itself.
public enum ForecastFact: String, Hashable, Sendable, Codable, CaseIterable {
  /// The 95 % interval of the measure.
  case interval
  /// The volatility of the return.
  case volatility
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
  /// The measures of the past that the steps need, as far as they are known.
  public var references: ReferenceMeasures
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
    date: Timestamp? = nil, position: Int, measured: Double,
    references: ReferenceMeasures = [:]
  ) {
    self.date = date
    self.position = position
    self.measured = measured
    self.references = references
  }

  /// The standard deviation of the predicted return scaled to one bar: σ/√h.
  public var barVolatility: Double? { volatility.map { $0 / Double(horizonBars).squareRoot() } }

  /// The measure that meets a need, which the policy checked to be there.
  func reference(_ need: ReferenceNeed) -> ReferenceMeasure {
    guard let measure = references[need] else {
      preconditionFailure("The driver gave no \(need.name) reference at position \(position)")
    }
    return measure
  }
}
