/// The way a return is computed from two prices.
public enum ReturnConvention: String, Hashable, Sendable, Codable, CaseIterable {
  /// R = P₁/P₀ − 1.
  case simple
  /// r = ln(P₁/P₀).
  case log
}

/// One instrument's bar returns as decimal fractions, contiguous in time, on their own axis.
public struct ReturnSeries: Hashable, Sendable {
  /// The instrument of the returns.
  public let instrument: InstrumentID
  /// The time at the end of each return's bar.
  public let axis: TimeAxis
  /// The convention by which the values were computed from prices.
  public let convention: ReturnConvention
  /// Returns as decimal fractions (0.01 is one percent), finite, oldest first.
  public let values: [Double]

  /// A series whose axis has one entry per value.
  public init(
    instrument: InstrumentID, axis: TimeAxis, convention: ReturnConvention, values: [Double]
  ) {
    precondition(
      axis.count == values.count, "\(values.count) returns on an axis of \(axis.count) entries")
    self.instrument = instrument
    self.axis = axis
    self.convention = convention
    self.values = values
  }
}
