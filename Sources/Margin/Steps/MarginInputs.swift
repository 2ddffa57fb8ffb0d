public import Instruments
public import MarketData

/// The forecast quantities that a policy may request.
public enum ForecastFact: String, Hashable, Sendable, Codable, CaseIterable {
  /// The 95 % confidence interval of the measure.
  case interval
  /// The volatility of the return.
  case volatility
}

/// The inputs of a policy on one date for one instrument and side, independent of the model.
public struct MarginInputs: Sendable {
  /// The instrument; nil if no step needs it.
  public var instrument: InstrumentID?
  /// The side of the position; nil if no step needs it.
  public var side: Side?
  /// The calculation date; nil for undated series.
  public let date: Timestamp?
  /// The index of that date on the instrument's time axis.
  public let position: Int
  /// ``MarginPolicy/measure`` of the predicted losses of this side, per unit of notional.
  public var measured: Double
  /// The historical measures that the steps need, where available.
  public var references: ReferenceMeasures
  /// The 95 % interval of ``measured``, if a step needs it and the model provides it.
  public var interval: ClosedRange<Double>?
  /// The standard deviation of the predicted return over the horizon, if a step needs it.
  public var volatility: Double?
  /// The horizon in bars; at least one.
  public var horizonBars = 1
  /// The largest loss of the side, per unit of notional: one for a long linear position in what
  /// cannot have a negative price.
  public var largestLoss = Double.infinity
  /// The rate that no step may undercut; set by the policy.
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

  /// The predicted standard deviation scaled to one bar: σ/√h.
  public var barVolatility: Double? { volatility.map { $0 / Double(horizonBars).squareRoot() } }

  /// The calculated rate: the measure, at least zero and at most the largest loss.
  var calculated: Double { min(max(0, measured), largestLoss) }

  /// The measure that meets a need; the policy has checked that it is present.
  func reference(_ need: ReferenceNeed) -> ReferenceMeasure {
    guard let measure = references[need] else {
      preconditionFailure("The driver gave no \(need.name) reference at position \(position)")
    }
    return measure
  }
}
