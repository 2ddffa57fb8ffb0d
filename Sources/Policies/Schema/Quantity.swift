/// What the value of a key is: its unit, where it is a number.
package enum Quantity: String, Hashable, Sendable, CaseIterable {
  /// Keys within keys.
  case table
  /// One of some names.
  case name
  /// Words, or names of the reader's own.
  case text
  /// A day, ISO 8601.
  case date
  /// A confidence level.
  case level
  /// The level of another quantile.
  case quantile
  /// A fraction of notional, of the price or of a return.
  case fraction
  /// A share of something else.
  case share
  /// A weight beside others.
  case weight
  /// The factor by which a weight falls, a bar.
  case decay
  /// A multiple of a rate.
  case multiple
  /// A multiple of a standard deviation.
  case standardDeviations
  /// A multiple of a bar's volatility.
  case volatilities
  /// An exponent.
  case power
  /// Degrees of freedom.
  case degreesOfFreedom
  /// Notional over margin.
  case leverage
  /// An amount in the unit of the prices.
  case notional
  /// Returns of the past.
  case observations
  /// Lags of a recursion.
  case lags
  /// Bars of the data.
  case bars
  /// Days.
  case days
  /// Years.
  case years
  /// As many as the key beside it says of what.
  case count
  /// Simulated paths.
  case paths
  /// The key of random numbers.
  case seed
}

extension Quantity {
  /// What stands before a range in words; empty where the range says it.
  var kind: String {
    switch self {
    case .fraction, .share: "a fraction"
    case .date: "a date"
    default: ""
    }
  }

  /// The unit, after a range in words; empty for pure numbers and names.
  var unit: String {
    switch self {
    case .observations, .bars, .days, .years, .paths: rawValue
    case .standardDeviations: "standard deviations"
    case .volatilities: "volatilities of a bar"
    case .notional: "in units of the price"
    default: ""
    }
  }
}
