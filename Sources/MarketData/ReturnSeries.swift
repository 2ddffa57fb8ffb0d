/// The way a return is computed from two prices.
public enum ReturnConvention: String, Hashable, Sendable, Codable, CaseIterable {
  /// R = P₁/P₀ − 1.
  case simple
  /// r = ln(P₁/P₀).
  case log
  /// ΔP = P₁ − P₀, in price units, for prices that may be zero or negative.
  case difference
}

extension ReturnConvention {
  /// The unit of losses, margins and volatilities under the convention.
  public var unit: LossUnit { self == .difference ? .price : .fraction }

  /// The convention of realized returns and of predicted ones: simple, unless they are differences.
  public var realized: ReturnConvention { self == .difference ? .difference : .simple }

  /// The least return of a long position: −100 %; −∞ for differences, which have no total loss.
  public var least: Double { self == .difference ? -.infinity : -1 }
}

/// The unit of losses, margins and volatilities.
public enum LossUnit: String, Hashable, Sendable, Codable, CaseIterable {
  /// A fraction of notional.
  case fraction
  /// Units of the price, for one unit of the underlying.
  case price
}

/// One instrument's bar returns, contiguous in time, on their own axis.
public struct ReturnSeries: Hashable, Sendable {
  /// The instrument of the returns.
  public let instrument: InstrumentID
  /// The time at the end of each return's bar.
  public let axis: TimeAxis
  /// The convention by which the values were computed from prices.
  public let convention: ReturnConvention
  /// Returns, finite, oldest first: decimal fractions (0.01 is one percent), or differences in price
  /// units.
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
