/// When each value of a series holds: real times, or only an order.
public enum TimeAxis: Hashable, Sendable { case times([Timestamp]), positions(Int) }

/// How a return is computed from two prices.
public enum ReturnConvention: String, Hashable, Sendable, Codable, CaseIterable {
  /// R = P₁/P₀ − 1.
  case simple
  /// r = ln(P₁/P₀).
  case log
}

/// One instrument's bar returns, decimal fractions, contiguous in time, on its own axis.
public struct ReturnSeries: Sendable {
  public let instrument: InstrumentID
  /// The time at the end of each return's bar.
  public let axis: TimeAxis
  public let convention: ReturnConvention
  public let values: [Double]

  public init(
    instrument: InstrumentID, axis: TimeAxis, convention: ReturnConvention, values: [Double]
  ) {
    self.instrument = instrument
    self.axis = axis
    self.convention = convention
    self.values = values
  }
}
