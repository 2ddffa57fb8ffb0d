internal import Glibc
public import Instruments
public import MarketData
public import RiskMeasures
internal import Statistics

/// A Student-t return, simple or log: X = m + s·T with ν degrees of freedom, over the whole horizon.
public struct StudentTReturns: ReturnDistribution, Hashable {
  /// m.
  public let location: Double
  /// s, the scale of a standard t: the standard deviation is s √(ν/(ν − 2)).
  public let scale: Double
  /// ν.
  public let degreesOfFreedom: Double
  /// Whether the variable is a simple or a log return.
  public let convention: ReturnConvention
  private let uncertainty: ParametricUncertainty

  /// A t return with s ≥ 0 and ν > 0; without more words its error is unknown, the decay being given.
  public init(
    location: Double, scale: Double, degreesOfFreedom: Double, convention: ReturnConvention,
    uncertainty: ParametricUncertainty = .unavailable(.fixedDecay)
  ) {
    precondition(scale >= 0 && degreesOfFreedom > 0, "No t has ν = \(degreesOfFreedom)")
    self.location = location
    self.scale = scale
    self.degreesOfFreedom = degreesOfFreedom
    self.convention = convention
    self.uncertainty = uncertainty
  }

  private var standard: StudentT { StudentT(degreesOfFreedom: degreesOfFreedom) }

  private func edge(for side: Side, at level: ConfidenceLevel) -> Double {
    let t = standard.quantile(of: level.tailProbability)
    return side == .long ? t : -t
  }

  /// The return at the edge of the tail of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    convention.simpleReturn(of: location + scale * edge(for: side, at: level))
  }

  /// In closed form for a simple return on a linear contract; infinite where eᵗ has no mean.
  ///
  /// A log return that is Student t has an infinite mean of e^{|X|}: the expected shortfall of a
  /// short linear and of a long inverse contract diverges. The other two are bounded by one and
  /// are integrated over the density.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    switch (convention, contract, side) {
    case (.simple, .linear, _):
      let excess = scale * standard.tailMean(beyond: level.tailProbability)
      return side == .long ? -location + excess : location + excess
    case (.simple, .inverse, _), (.log, .linear, .short), (.log, .inverse, .long):
      return .infinity
    case (.log, .linear, .long):
      return 1 - boundedTailMean(location: location, for: side, at: level)
    case (.log, .inverse, .short):
      return 1 - boundedTailMean(location: -location, for: side, at: level)
    }
  }

  /// E[e^Y | Y ≤ its tail quantile], Y the log return (long) or its negative (short).
  private func boundedTailMean(
    location: Double, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let standard = standard
    let edge = standard.quantile(of: level.tailProbability)
    // Beyond u = edge − w the integrand is e^{m + s u} f(u); w runs over (0, ∞).
    let integral = HalfLineQuadrature.integrate { w in
      exp(location + scale * (edge - w) + standard.logDensity(at: edge - w))
    }
    return integral / level.tailProbability
  }

  /// P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double {
    guard convention == .simple || r > -1 else { return 0 }
    return standard.cumulativeProbability(
      of: (convention.value(ofSimpleReturn: r) - location) / scale)
  }

  /// ln f(r) of a simple return, or nil without a density.
  public func logDensity(of r: Double) -> Double? {
    guard convention == .simple || r > -1 else { return -.infinity }
    let x = convention.value(ofSimpleReturn: r)
    let jacobian = convention == .log ? x : 0
    return standard.logDensity(at: (x - location) / scale) - log(scale) - jacobian
  }

  /// s √(ν/(ν − 2)), infinite for ν ≤ 2.
  public var volatility: Double {
    guard degreesOfFreedom > 2 else { return .infinity }
    return scale * (degreesOfFreedom / (degreesOfFreedom - 2)).squareRoot()
  }

  /// Whether a return of −100 % or below has probability.
  public var reachesTotalLoss: Bool { convention == .simple }

  /// The interval of the delta method, two-sided normal.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    delta(for: side, at: level).interval(convention, side)
  }

  /// The standard error of the delta method.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    delta(for: side, at: level).standardError(convention)
  }

  /// The error of the delta method.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    uncertainty.shortfall { shift in
      StudentTReturns(
        location: location + shift[0], scale: scale * exp(shift[1]),
        degreesOfFreedom: degreesOfFreedom * exp(shift[2]), convention: convention
      ).tailMeanLoss(of: contract, for: side, at: level)
    }
  }

  private func delta(for side: Side, at level: ConfidenceLevel) -> TailDelta {
    TailDelta(
      uncertainty, edge: edge(for: side, at: level),
      edgeSlope: edgeSlope(for: side, at: level), location: location, scale: scale)
  }

  /// ∂ edge/∂ ln ν by a central difference of relative step 10⁻⁴.
  private func edgeSlope(for side: Side, at level: ConfidenceLevel) -> Double {
    let step = 1e-4
    let p = level.tailProbability
    let above = StudentT(degreesOfFreedom: degreesOfFreedom * (1 + step)).quantile(of: p)
    let below = StudentT(degreesOfFreedom: degreesOfFreedom * (1 - step)).quantile(of: p)
    let slope = (above - below) / (2 * step)
    return side == .long ? slope : -slope
  }
}
