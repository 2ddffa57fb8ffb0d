/// The return a model predicts.
public enum ReturnsChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// R = P₁/P₀ − 1.
  case simple
  /// r = ln P₁/P₀.
  case log
}

/// The road from one bar to the margin period of risk.
public enum HorizonRuleChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The one-bar distribution scaled by the root of the number of bars.
  case squareRootOfTime = "square-root-of-time"
  /// Overlapping returns over the whole period.
  case overlapping
  /// Paths simulated bar by bar.
  case simulatedPath = "simulated-path"
}

/// The distribution of a standardized return.
public enum InnovationsChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Normal.
  case normal
  /// Student-t, scaled to unit variance.
  case studentT = "student-t"
}

/// The first variance of a recursion.
public enum StartUpChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The sample variance of the window.
  case sample
  /// An exponentially weighted variance run backwards from the start.
  case backcast
}

/// The covariance behind a joint simulation.
public enum CovarianceChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Exponentially weighted.
  case ewma
  /// Equally weighted over the window.
  case sample
}

/// The parameters of `historical`.
public struct HistoricalParameters: Hashable, Sendable, Codable {
  /// The most returns used.
  public let window: Int
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, returns
    case horizonRule = "horizon-rule"
  }
}

/// The parameters of `volatility-weighted-historical`.
public struct VolatilityWeightedParameters: Hashable, Sendable, Codable {
  /// The most returns used.
  public let window: Int
  /// The decay of the exponentially weighted variance, a day.
  public let decay: Double
  /// The first variance.
  public let startUp: StartUpChoice
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, decay, returns
    case startUp = "start-up"
    case horizonRule = "horizon-rule"
  }
}

/// The parameters of `normal`.
public struct ParametricParameters: Hashable, Sendable, Codable {
  /// The most returns used.
  public let window: Int
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, returns
    case horizonRule = "horizon-rule"
  }
}

/// The parameters of `student-t`.
public struct StudentTParameters: Hashable, Sendable, Codable {
  /// The most returns used.
  public let window: Int
  /// The degrees of freedom; nil estimates them.
  public let degreesOfFreedom: Double?
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, returns
    case degreesOfFreedom = "degrees-of-freedom"
    case horizonRule = "horizon-rule"
  }
}

/// The parameters of `ewma`.
public struct EWMAParameters: Hashable, Sendable, Codable {
  /// The most returns used.
  public let window: Int
  /// The decay of the exponentially weighted variance, a day.
  public let decay: Double
  /// The distribution of the standardized return.
  public let innovations: InnovationsChoice
  /// The degrees of freedom of Student-t innovations; nil estimates them.
  public let degreesOfFreedom: Double?
  /// The first variance.
  public let startUp: StartUpChoice
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, decay, innovations, returns
    case degreesOfFreedom = "degrees-of-freedom"
    case startUp = "start-up"
    case horizonRule = "horizon-rule"
  }
}

/// The parameters of `monte-carlo`.
public struct MonteCarloParameters: Hashable, Sendable, Codable {
  /// The most returns used.
  public let window: Int
  /// The simulated paths.
  public let paths: Int
  /// The covariance of the returns.
  public let covariance: CovarianceChoice
  /// The decay of an exponentially weighted covariance, a day.
  public let decay: Double
  /// The distribution of the standardized returns.
  public let innovations: InnovationsChoice
  /// The degrees of freedom of Student-t innovations; nil estimates them.
  public let degreesOfFreedom: Double?
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, paths, covariance, decay, innovations, returns
    case degreesOfFreedom = "degrees-of-freedom"
    case horizonRule = "horizon-rule"
  }
}
