internal import MarketData
internal import RiskModels
internal import Volatility

/// The return a model predicts.
public enum ReturnsChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// R = P₁/P₀ − 1.
  case simple
  /// r = ln P₁/P₀.
  case log

  var convention: ReturnConvention { self == .log ? .log : .simple }
}

/// The road from one bar to the margin period of risk.
public enum HorizonRuleChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The one-bar distribution scaled by the root of the number of bars.
  case squareRootOfTime = "square-root-of-time"
  /// Overlapping returns over the whole period.
  case overlapping
  /// The same by the variance of a sum of autocorrelated returns.
  case autocorrelated
  /// The worst price within the period instead of the one at its end.
  case adverseExcursion = "adverse-excursion"
  /// Paths simulated bar by bar.
  case simulatedPath = "simulated-path"

  var rule: HorizonRule {
    switch self {
    case .squareRootOfTime: .squareRootOfTime
    case .overlapping: .overlapping
    case .autocorrelated: .autocorrelated
    case .adverseExcursion: .adverseExcursion
    case .simulatedPath: .simulatedPath
    }
  }
}

/// The distribution of a standardized return.
public enum InnovationsChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Normal.
  case normal
  /// Student-t, scaled to unit variance.
  case studentT = "student-t"

  func law(_ degreesOfFreedom: Double?) -> Innovations {
    self == .normal ? .normal : .studentT(degreesOfFreedom: degreesOfFreedom)
  }

  /// Refuses degrees of freedom that nothing would use.
  func check(
    _ degreesOfFreedom: Double?, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    guard self == .normal, degreesOfFreedom != nil else { return }
    throw ConfigurationProblem(
      path: path.appending("degrees-of-freedom"),
      problem: "normal innovations have no degrees of freedom",
      hint: "write innovations = \"student-t\", or remove the key")
  }
}

/// The first variance of a recursion.
public enum StartUpChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The sample variance of the window.
  case sample
  /// An exponentially weighted variance run backwards from the start.
  case backcast

  var rule: StartUp { self == .sample ? .sample : .backcast }
}

/// The covariance behind a joint simulation.
public enum CovarianceChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Exponentially weighted.
  case ewma
  /// Equally weighted over the window.
  case sample
}
