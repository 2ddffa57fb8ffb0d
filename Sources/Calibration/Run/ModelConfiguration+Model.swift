public import Backtesting
internal import Dependence
internal import MarketData
public import RiskMeasures
internal import RiskModels
public import Statistics
internal import Volatility

extension ModelConfiguration {
  /// The model that the configuration describes.
  ///
  /// - Throws: ``ConfigurationError`` where the horizon rule leads this model nowhere.
  public func model(
    quantileConvention: QuantileConvention, seed: UInt64, over horizon: Horizon
  ) throws(ConfigurationError) -> Model {
    try checkHorizonRule(over: horizon)
    switch self {
    case .historical(let p):
      return .single(
        Historical(
          window: p.window, returnConvention: p.returns.convention,
          quantileConvention: quantileConvention, horizonRule: p.horizonRule.rule))
    case .volatilityWeightedHistorical(let p):
      return .single(
        VolatilityWeightedHistorical(
          window: p.window, volatility: EWMA(decay: p.decay, startUp: p.startUp.rule),
          returnConvention: p.returns.convention, quantileConvention: quantileConvention,
          horizonRule: p.horizonRule.rule))
    case .normal(let p):
      return .single(NormalModel(window: p.window, returnConvention: p.returns.convention))
    case .studentT(let p):
      return .single(
        StudentTModel(
          window: p.window, degreesOfFreedom: p.degreesOfFreedom,
          returnConvention: p.returns.convention))
    case .ewma(let p):
      return .single(
        EWMAModel(
          window: p.window, volatility: EWMA(decay: p.decay, startUp: p.startUp.rule),
          innovations: p.innovations.law(p.degreesOfFreedom),
          returnConvention: p.returns.convention))
    case .monteCarlo(let p):
      return .joint(
        MonteCarlo(
          covariance: p.covariance == .ewma ? .ewma(decay: p.decay) : .sample(window: p.window),
          innovations: p.innovations.law(p.degreesOfFreedom), paths: p.paths, seed: seed,
          window: p.window, returnConvention: p.returns.convention,
          quantileConvention: quantileConvention))
    }
  }

  private var horizonRule: HorizonRuleChoice {
    switch self {
    case .historical(let p): p.horizonRule
    case .volatilityWeightedHistorical(let p): p.horizonRule
    case .normal(let p): p.horizonRule
    case .studentT(let p): p.horizonRule
    case .ewma(let p): p.horizonRule
    case .monteCarlo(let p): p.horizonRule
    }
  }

  /// The rules that lead this model to a horizon of several bars.
  private var possibleRules: [HorizonRuleChoice] {
    switch self {
    case .historical, .volatilityWeightedHistorical: [.squareRootOfTime, .overlapping]
    case .normal, .studentT, .ewma: [.squareRootOfTime]
    case .monteCarlo: [.simulatedPath]
    }
  }

  private func checkHorizonRule(over horizon: Horizon) throws(ConfigurationError) {
    guard horizon != .oneBar, !possibleRules.contains(horizonRule) else { return }
    let possible = possibleRules.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
    throw ConfigurationError(
      keyPath: "model.\(name).horizon-rule",
      problem: "\(horizonRule.rawValue) is no road of this model to \(horizon.bars) bars",
      hint: "write \(possible)")
  }
}

extension ReturnsChoice {
  fileprivate var convention: ReturnConvention { self == .log ? .log : .simple }
}

extension HorizonRuleChoice {
  fileprivate var rule: HorizonRule {
    switch self {
    case .squareRootOfTime: .squareRootOfTime
    case .overlapping: .overlapping
    case .simulatedPath: .simulatedPath
    }
  }
}

extension StartUpChoice {
  fileprivate var rule: StartUp { self == .sample ? .sample : .backcast }
}

extension InnovationsChoice {
  fileprivate func law(_ degreesOfFreedom: Double?) -> Innovations {
    self == .normal ? .normal : .studentT(degreesOfFreedom: degreesOfFreedom)
  }
}
