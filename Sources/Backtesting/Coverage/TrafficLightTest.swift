public import RiskMeasures
internal import Statistics

/// The zone of a supervisory traffic light.
public enum TrafficLightZone: String, Hashable, Sendable, Codable, CaseIterable {
  /// Cumulative probability below 95 %.
  case green
  /// From 95 % to below 99.99 %.
  case yellow
  /// From 99.99 % on.
  case red
}

/// The Basel traffic light for any confidence level and sample size.
///
/// The zone is that of P(X ≤ x) for the binomial number of exceedances *X* at the rate 1 − c: green
/// below 95 %, yellow from 95 %, red from 99.99 %. For 250 forecasts at 99 % yellow begins at five
/// exceedances and red at ten. A correct model still falls outside the green zone in 10.8 % of such
/// samples: the zone is not a test of a chosen size, so probabilities are reported instead of a
/// p-value.
///
/// - SeeAlso: Basel Committee on Banking Supervision (January 1996), *Supervisory framework for the
///   use of "backtesting"*, tables 1 and 2; Basel Framework, MAR32.9, where yellow is called amber,
///   and MAR33.
public struct TrafficLight: Hashable, Sendable {
  /// *x*, the number of exceedances.
  public let exceedances: Int
  /// *n*, the number of forecasts.
  public let forecasts: Int
  /// The confidence level of the forecasts.
  public let level: ConfidenceLevel
  /// The zone of *x*.
  public let zone: TrafficLightZone
  /// P(X ≤ x) under the null.
  public let cumulativeProbability: Double
  /// P(X ≥ x): the probability that a correct model has at least as many exceedances.
  public let typeOneError: Double

  /// Computes the zone for `exceedances` among `forecasts`; traps unless n ≥ 1 and 0 ≤ x ≤ n.
  public init(exceedances: Int, forecasts: Int, level: ConfidenceLevel) {
    precondition(forecasts > 0, "No traffic light without forecasts; \(forecasts) given")
    requireCounts(exceedances: exceedances, forecasts: forecasts)
    self.exceedances = exceedances
    self.forecasts = forecasts
    self.level = level
    let null = Binomial(trials: forecasts, probability: level.tailProbability)
    self.cumulativeProbability = null.cumulativeProbability(of: exceedances)
    self.typeOneError = null.survival(of: exceedances - 1)
    self.zone = Self.zone(at: cumulativeProbability)
  }

  /// Returns the smallest number of exceedances in the zone: zero for green.
  public func start(of zone: TrafficLightZone) -> Int {
    let null = Binomial(trials: forecasts, probability: level.tailProbability)
    switch zone {
    case .green: return 0
    case .yellow: return null.quantile(of: 0.95)
    case .red: return null.quantile(of: 0.9999)
    }
  }

  /// Returns the probability that a correct model falls in the zone.
  public func probability(of zone: TrafficLightZone) -> Double {
    let null = Binomial(trials: forecasts, probability: level.tailProbability)
    let reached = null.survival(of: start(of: zone) - 1)
    switch zone {
    case .green: return null.cumulativeProbability(of: start(of: .yellow) - 1)
    case .yellow: return reached - null.survival(of: start(of: .red) - 1)
    case .red: return reached
    }
  }

  /// The number of forecasts of the Basel table; fewer are too few for a zone.
  public static let forecastsOfTable = 250

  /// Returns the addition to the capital multiplier; nil except for 250 forecasts at 99 %.
  public func plusFactor(under rule: TrafficLightRule) -> Double? {
    guard forecasts == Self.forecastsOfTable, level.millionths == 990_000 else { return nil }
    return exceedances < 5 ? 0 : rule.plusFactors[min(exceedances, 10) - 5]
  }

  /// Returns the base multiplier plus its plus factor; nil except for 250 forecasts at 99 %.
  public func multiplier(under rule: TrafficLightRule) -> Double? {
    plusFactor(under: rule).map { rule.baseMultiplier + $0 }
  }

  private static func zone(at cumulativeProbability: Double) -> TrafficLightZone {
    if cumulativeProbability < 0.95 { return .green }
    return cumulativeProbability < 0.9999 ? .yellow : .red
  }
}

/// The capital rules that assign multipliers to the zones for 250 forecasts at 99 %.
public enum TrafficLightRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// The framework of January 1996: multiplier 3 plus up to 1.00.
  case basel1996 = "basel-1996"
  /// Basel Framework, MAR32.9 for MAR33: multiplier 1.5 plus up to 0.50.
  case mar33

  /// The multiplier in the green zone.
  public var baseMultiplier: Double { self == .basel1996 ? 3 : 1.5 }

  /// The plus factors for 5, 6, 7, 8, 9 and for 10 or more exceedances.
  public var plusFactors: [Double] {
    switch self {
    case .basel1996: [0.40, 0.50, 0.65, 0.75, 0.85, 1.00]
    case .mar33: [0.20, 0.26, 0.33, 0.38, 0.42, 0.50]
    }
  }
}

/// The traffic light as a test result: statistic *x* and a zone, without a p-value.
public struct TrafficLightTest: Hashable, Sendable {
  /// The traffic light.
  public let light: TrafficLight

  /// Tests `exceedances` among `forecasts`; traps unless n ≥ 1 and 0 ≤ x ≤ n.
  public init(exceedances: Int, forecasts: Int, level: ConfidenceLevel) {
    self.light = TrafficLight(exceedances: exceedances, forecasts: forecasts, level: level)
  }

  /// Returns the result; for a horizon over one bar, the counts must be of non-overlapping losses.
  public func result(over horizon: Horizon = .oneBar, significance: Double = 0.05) -> TestResult {
    TestResult(
      .trafficLight, statistic: Double(light.exceedances), degreesOfFreedom: nil,
      alternative: .greater, significance: significance, horizon: horizon,
      detail: .trafficLight(light)
    ) {
      .none(.reportedByZone)
    }
  }
}
