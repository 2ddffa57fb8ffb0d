internal import Glibc
public import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// A return X = m + sZ over the horizon; Z is normal, Student t or standardized.
public struct LocationScaleReturns: Sendable {
  /// The location m.
  public let location: Double
  /// The scale s, the standard deviation; for a Student t the standard deviation is s √(ν/(ν − 2)).
  public let scale: Double
  /// The convention of the return.
  public let convention: ReturnConvention
  private let standard: StandardVariable
  private let uncertainty: ParametricUncertainty

  private init(
    location: Double, scale: Double, standard: StandardVariable, convention: ReturnConvention,
    uncertainty: ParametricUncertainty
  ) {
    self.location = location
    self.scale = scale
    self.standard = standard
    self.convention = convention
    self.uncertainty = uncertainty
  }

  /// A normal return X ~ N(μ, σ²) with σ ≥ 0.
  ///
  /// By default the error is unknown, because the decay is given.
  public static func normal(
    mean: Double, standardDeviation: Double, convention: ReturnConvention,
    uncertainty: ParametricUncertainty = .unavailable(.fixedDecay)
  ) -> LocationScaleReturns {
    precondition(standardDeviation >= 0, "A standard deviation is not \(standardDeviation)")
    return LocationScaleReturns(
      location: mean, scale: standardDeviation, standard: .normal, convention: convention,
      uncertainty: uncertainty)
  }

  /// A Student t return X = m + s·T with ν > 0 degrees of freedom and s ≥ 0.
  ///
  /// By default the error is unknown, because the decay is given.
  public static func studentT(
    location: Double, scale: Double, degreesOfFreedom: Double, convention: ReturnConvention,
    uncertainty: ParametricUncertainty = .unavailable(.fixedDecay)
  ) -> LocationScaleReturns {
    precondition(scale >= 0 && degreesOfFreedom > 0, "No t has ν = \(degreesOfFreedom)")
    return LocationScaleReturns(
      location: location, scale: scale,
      standard: .studentT(StudentT(degreesOfFreedom: degreesOfFreedom)), convention: convention,
      uncertainty: uncertainty)
  }

  /// A return X = μ + σZ with σ > 0, where Z has mean zero and variance one.
  ///
  /// Its error is that of the estimates.
  ///
  /// If Z has power-law tails, e^{|X|} has no mean.
  public static func standardized(
    mean: Double, standardDeviation: Double, distribution: any StandardizedDistribution,
    hasPowerTails: Bool, convention: ReturnConvention
  ) -> LocationScaleReturns {
    precondition(standardDeviation > 0, "A standard deviation is not \(standardDeviation)")
    return LocationScaleReturns(
      location: mean, scale: standardDeviation,
      standard: .standardized(distribution, hasPowerTails: hasPowerTails), convention: convention,
      uncertainty: .unavailable(.fixedDecay))
  }

  private func edge(for side: Side, at level: ConfidenceLevel) -> Double {
    standard.edge(for: side, tail: level.tailProbability)
  }
}

// MARK: - The distribution

extension LocationScaleReturns: DescribedDistribution {
  /// The return at the quantile that defines the value at risk of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    convention.simpleReturn(of: location + scale * edge(for: side, at: level))
  }

  /// The expected shortfall, in closed form for linear simple and normal log returns.
  ///
  /// Closed forms apply to a simple return or a difference on a linear contract and to a normal log
  /// return.
  ///
  ///     simple, linear       −(m − s E),  m + s E,   E the outward mean of Z over its tail
  ///
  /// A simple return can reach −100 %, where the loss of an inverse contract is unbounded. A log
  /// return with power-law tails has an infinite mean of e^{|X|}: the expected shortfall of a short
  /// linear and of a long inverse contract diverges. The losses of the other two are bounded by
  /// one.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    switch (convention, contract) {
    case (.simple, .linear), (.difference, .linear):
      let excess = scale * standard.tailMean(for: side, tail: level.tailProbability)
      return side == .long ? -location + excess : location + excess
    case (.simple, .inverse), (.difference, .inverse):
      return .infinity
    case (.log, _):
      let isBounded = (contract == .linear) == (side == .long)
      if !isBounded && standard.hasPowerTails { return .infinity }
      let growth = exponentialTailMean(
        sign: contract == .linear ? 1 : -1, for: side, at: level)
      return isBounded ? 1 - growth : growth - 1
    }
  }

  /// The mean E[e^{±X}] over the tail of `side`, per unit of tail probability.
  ///
  /// For a normal it is e^{±m + s²/2} Φ(edge ∓ s)/p on the lower side; otherwise by quadrature.
  private func exponentialTailMean(
    sign: Double, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let edge = edge(for: side, at: level)
    if case .normal = standard {
      let shifted = edge - sign * scale
      let mass =
        side == .long
        ? Normal.cumulativeProbability(of: shifted) : Normal.survival(of: shifted)
      return exp(sign * location + scale * scale / 2) * mass / level.tailProbability
    }
    let outward: Double = side == .long ? -1 : 1
    let integral = HalfLineQuadrature.integrate { w in
      let z = edge + outward * w
      return exp(sign * (location + scale * z) + standard.logDensity(at: z))
    }
    return integral / level.tailProbability
  }

  private func standardized(_ r: Double) -> Double {
    (convention.value(ofSimpleReturn: r) - location) / scale
  }

  /// The probability P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double {
    guard convention != .log || r > -1 else { return 0 }
    return standard.cumulativeProbability(of: standardized(r))
  }

  /// The log density ln f(r) of a simple return.
  public func logDensity(of r: Double) -> Double? {
    guard convention != .log || r > -1 else { return -.infinity }
    let jacobian = convention == .log ? convention.value(ofSimpleReturn: r) : 0
    return standard.logDensity(at: standardized(r)) - log(scale) - jacobian
  }

  /// The standard deviation, infinite for a Student t with ν ≤ 2.
  public var volatility: Double {
    let deviation = standard.standardDeviation
    return deviation.isInfinite ? .infinity : scale * deviation
  }

  /// Whether a return of −100 % or less has positive probability.
  public var reachesTotalLoss: Bool { convention == .simple }
}

// MARK: - Its errors

extension LocationScaleReturns: UncertainDistribution {
  /// The two-sided normal interval by the delta method.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    delta(for: side, at: level).interval(convention, side)
  }

  /// The standard error by the delta method.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    delta(for: side, at: level).standardError(convention)
  }

  /// The error by the delta method, unavailable if the decay is given.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    guard uncertainty != .unavailable(.fixedDecay) else {
      return ShortfallUncertainty(unavailable: .noShortfallError)
    }
    return uncertainty.shortfall { shift in
      LocationScaleReturns(
        location: location + shift[0], scale: scale * exp(shift[1]),
        standard: standard.degreesOfFreedom(times: exp(shift[2])), convention: convention,
        uncertainty: .unavailable(.fixedDecay)
      ).tailMeanLoss(of: contract, for: side, at: level)
    }
  }

  private func delta(for side: Side, at level: ConfidenceLevel) -> TailDelta {
    TailDelta(
      uncertainty, edge: edge(for: side, at: level),
      edgeSlope: standard.edgeSlope(for: side, tail: level.tailProbability), location: location,
      scale: scale)
  }
}
