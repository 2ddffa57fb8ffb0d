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

/// The Basel traffic light for any level and sample size.
///
/// The zone is that of P(X ≤ x) for the binomial number of exceedances *X* at the rate 1 − c: green
/// below 95 %, yellow from 95 %, red from 99.99 %. For 250 forecasts at 99 % yellow begins at five
/// exceedances and red at ten. Even a true model is not green there in 10.8 % of samples: the zone
/// is not a test of a chosen size, so it has probabilities instead of a p-value.
///
/// - SeeAlso: Basel Committee on Banking Supervision (January 1996), *Supervisory framework for the
///   use of "backtesting"*, tables 1 and 2; Basel Framework, MAR32 and MAR33.
public struct TrafficLight: Hashable, Sendable {
  /// *x*, the number of exceedances.
  public let exceedances: Int
  /// *n*, the number of forecasts.
  public let forecasts: Int
  /// The level that the forecasts were made for.
  public let level: ConfidenceLevel
  /// The zone of *x*.
  public let zone: TrafficLightZone
  /// P(X ≤ x).
  public let cumulativeProbability: Double
  /// P(X ≥ x): how often a true model does as badly or worse.
  public let typeOneError: Double

  /// The light for `exceedances` among `forecasts`; traps unless n ≥ 1 and 0 ≤ x ≤ n.
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

  /// The least number of exceedances in the zone: zero for green.
  public func start(of zone: TrafficLightZone) -> Int {
    let null = Binomial(trials: forecasts, probability: level.tailProbability)
    switch zone {
    case .green: return 0
    case .yellow: return null.quantile(of: 0.95)
    case .red: return null.quantile(of: 0.9999)
    }
  }

  /// The probability that a true model falls in the zone.
  public func probability(of zone: TrafficLightZone) -> Double {
    let null = Binomial(trials: forecasts, probability: level.tailProbability)
    let reached = null.survival(of: start(of: zone) - 1)
    switch zone {
    case .green: return null.cumulativeProbability(of: start(of: .yellow) - 1)
    case .yellow: return reached - null.survival(of: start(of: .red) - 1)
    case .red: return reached
    }
  }

  /// What is added to the base multiplier in capital; nil but for 250 forecasts at 99 %.
  public func plusFactor(under rule: TrafficLightRule) -> Double? {
    guard forecasts == 250, level.millionths == 990_000 else { return nil }
    return exceedances < 5 ? 0 : rule.plusFactors[min(exceedances, 10) - 5]
  }

  /// The base multiplier and its plus factor; nil but for 250 forecasts at 99 %.
  public func multiplier(under rule: TrafficLightRule) -> Double? {
    plusFactor(under: rule).map { rule.baseMultiplier + $0 }
  }

  /// A multiplier for any level and sample size, by the reasoning behind the supervisors' table.
  ///
  ///     base · Φ⁻¹(c)/Φ⁻¹(1 − x/n)  in the yellow zone, base in the green, 4/3 base in the red
  ///
  /// The quotient is what a normal value at risk would have to be multiplied by for its level to be the one
  /// observed; never below base nor above 4/3 of it. For 250 forecasts at 99 % it is the printed table of
  /// 1996 to its rounding: 3.40, 3.53, 3.65, 3.77, 3.88 for 5 to 9.
  public func normalMultiplier(base: Double) -> Double {
    switch zone {
    case .green: return base
    case .red: return base * 4 / 3
    case .yellow:
      let observed = Double(exceedances) / Double(forecasts)
      guard observed < 0.5 else { return base * 4 / 3 }
      let ratio = Normal.quantile(of: level.tailProbability) / Normal.quantile(of: observed)
      return base * min(max(ratio, 1), 4.0 / 3)
    }
  }

  private static func zone(at cumulativeProbability: Double) -> TrafficLightZone {
    if cumulativeProbability < 0.95 { return .green }
    return cumulativeProbability < 0.9999 ? .yellow : .red
  }
}

/// The capital rules that attach a multiplier to the zones of 250 forecasts at 99 %.
public enum TrafficLightRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// The framework of January 1996: 3 and up to 1.00.
  case basel1996 = "basel-1996"
  /// Basel Framework MAR33: 1.5 and up to 0.50.
  case mar33

  /// The multiplier of the green zone.
  public var baseMultiplier: Double { self == .basel1996 ? 3 : 1.5 }

  /// The additions for 5, 6, 7, 8, 9 and for 10 or more exceedances.
  public var plusFactors: [Double] {
    switch self {
    case .basel1996: [0.40, 0.50, 0.65, 0.75, 0.85, 1.00]
    case .mar33: [0.20, 0.26, 0.33, 0.38, 0.42, 0.50]
    }
  }
}

/// The traffic light in the form of the other tests: a statistic *x*, a zone, no p-value.
public struct TrafficLightTest: Hashable, Sendable {
  /// The light.
  public let light: TrafficLight

  /// The test of `exceedances` among `forecasts`; traps unless n ≥ 1 and 0 ≤ x ≤ n.
  public init(exceedances: Int, forecasts: Int, level: ConfidenceLevel) {
    self.light = TrafficLight(exceedances: exceedances, forecasts: forecasts, level: level)
  }

  /// The result; over a horizon of several bars the counts are those of losses that share no bar.
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
