public import Instruments
internal import MarketData
public import RiskMeasures
internal import Statistics
internal import Volatility

/// The return distribution of a volatility model, in closed form or as simulated paths.
public struct ConditionalReturns: Sendable {
  enum Body: Sendable {
    case scaled(LocationScaleReturns)
    case simulated(SimulatedReturns)
  }

  enum Uncertainty: Sendable {
    case unavailable(TailInterval.Reason)
    case likelihood(LikelihoodUncertainty)
    case replicated(ReplicatedForecasts)
  }

  private let body: Body
  private let uncertainty: Uncertainty

  init(_ body: Body, uncertainty: Uncertainty) {
    self.body = body
    self.uncertainty = uncertainty
  }

  private var distribution: any PredictedReturns {
    switch body {
    case .scaled(let returns): returns
    case .simulated(let returns): returns
    }
  }
}

extension ConditionalReturns: PredictedReturns {
  /// The return at the quantile that defines the value at risk of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    distribution.tailReturn(for: side, at: level)
  }

  /// The expected shortfall of `side`.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    distribution.tailMeanLoss(of: contract, for: side, at: level)
  }

  /// The probability P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double {
    distribution.cumulativeProbability(of: r)
  }

  /// The log density ln f(r) of a simple return, or nil for simulated paths.
  public func logDensity(of r: Double) -> Double? { distribution.logDensity(of: r) }

  /// The standard deviation over the horizon.
  public var volatility: Double { distribution.volatility }

  /// The number of simulated paths, or nil in closed form.
  public var simulatedPaths: Int? { distribution.simulatedPaths }

  /// Whether a return of −100 % or less has positive probability.
  public var reachesTotalLoss: Bool { distribution.reachesTotalLoss }

  /// The two-sided normal interval by the delta method, or that of a parametric bootstrap.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    switch uncertainty {
    case .unavailable(let reason): TailInterval(unavailable: reason)
    case .likelihood(let likelihood): likelihood.interval(for: side, at: level)
    case .replicated(let forecasts): forecasts.interval(for: side, at: level)
    }
  }

  /// The error of the expected shortfall by the delta method or the bootstrap.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    switch uncertainty {
    case .unavailable(let reason): ShortfallUncertainty(unavailable: reason)
    case .likelihood(let likelihood): likelihood.shortfall(of: contract, for: side, at: level)
    case .replicated(let forecasts): forecasts.shortfall(of: contract, for: side, at: level)
    }
  }

  /// The standard error by the delta method or the bootstrap.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    switch uncertainty {
    case .unavailable: nil
    case .likelihood(let likelihood): likelihood.standardError(for: side, at: level)
    case .replicated(let forecasts): forecasts.standardError(for: side, at: level)
    }
  }
}

extension LocationScaleReturns {
  /// The location-scale return μ + σZ of a family with estimated shape.
  static func innovations(
    mean: Double, standardDeviation: Double, family: InnovationFamily, shape: [Double],
    convention: ReturnConvention
  ) -> LocationScaleReturns {
    switch family {
    case .normal:
      return .normal(mean: mean, standardDeviation: standardDeviation, convention: convention)
    case .studentT:
      let nu = shape[0]
      return .studentT(
        location: mean, scale: standardDeviation * ((nu - 2) / nu).squareRoot(),
        degreesOfFreedom: nu, convention: convention)
    case .skewedT, .generalizedError:
      return .standardized(
        mean: mean, standardDeviation: standardDeviation,
        distribution: family.distribution(shape: shape), hasPowerTails: family.hasPowerTails,
        convention: convention)
    }
  }
}
