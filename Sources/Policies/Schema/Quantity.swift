/// The quantity of a key's value, which gives its unit.
package enum Quantity: String, Hashable, Sendable, CaseIterable {
  /// A table of keys.
  case table
  /// One of several names.
  case name
  /// Free text or user-defined names.
  case text
  /// An ISO 8601 date.
  case date
  /// A confidence level.
  case level
  /// The level of a quantile other than the confidence level.
  case quantile
  /// A fraction of notional, of the price or of a return.
  case fraction
  /// A share of another quantity.
  case share
  /// A relative weight.
  case weight
  /// The factor by which a weight decays, per bar.
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
  /// A number of past returns.
  case observations
  /// A number of lags of a recursion.
  case lags
  /// A number of bars.
  case bars
  /// A number of days.
  case days
  /// A number of years.
  case years
  /// A count in the unit given by another key.
  case count
  /// A number of simulated paths.
  case paths
  /// A random seed.
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
