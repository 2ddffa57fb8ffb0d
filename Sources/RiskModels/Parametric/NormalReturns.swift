internal import Glibc
public import Instruments
public import MarketData
public import RiskMeasures
internal import Statistics

/// A normal return, simple or log: X ~ N(μ, σ²) over the whole horizon.
public struct NormalReturns: ReturnDistribution, Hashable {
  /// μ.
  public let mean: Double
  /// σ.
  public let standardDeviation: Double
  /// Whether the variable is a simple or a log return.
  public let convention: ReturnConvention
  private let uncertainty: ParametricUncertainty

  /// A normal return with σ ≥ 0; without more words its error is unknown, the decay being given.
  public init(
    mean: Double, standardDeviation: Double, convention: ReturnConvention,
    uncertainty: ParametricUncertainty = .unavailable(.fixedDecay)
  ) {
    precondition(standardDeviation >= 0, "A standard deviation is not \(standardDeviation)")
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.convention = convention
    self.uncertainty = uncertainty
  }

  /// −z or z: where the tail of `side` begins, in standard deviations.
  private func edge(for side: Side, at level: ConfidenceLevel) -> Double {
    let z = Normal.quantile(of: level.tailProbability)
    return side == .long ? z : -z
  }

  /// The return at the edge of the tail of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    convention.simpleReturn(of: mean + standardDeviation * edge(for: side, at: level))
  }

  /// In closed form but for an inverse contract on a simple return, whose loss is unbounded on the
  /// long side (a simple normal return reaches −100 %).
  ///
  ///     simple, linear       −(μ − σ φ(z)/p),  μ + σ φ(z)/p
  ///     log: E[e^{sX}; tail] = e^{sμ + σ²/2} Φ(±(edge − sσ)) / p,  s = ±1
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let p = level.tailProbability
    switch (convention, contract) {
    case (.simple, .linear):
      let excess = standardDeviation * Normal.tailMean(beyond: p)
      return side == .long ? -mean + excess : mean + excess
    case (.simple, .inverse):
      return .infinity
    case (.log, .linear):
      let growth = exponentialTailMean(sign: 1, for: side, at: level)
      return side == .long ? 1 - growth : growth - 1
    case (.log, .inverse):
      let growth = exponentialTailMean(sign: -1, for: side, at: level)
      return side == .long ? growth - 1 : 1 - growth
    }
  }

  /// E[e^{sX}] over the tail of `side`, per unit of tail probability.
  private func exponentialTailMean(
    sign: Double, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let shifted = edge(for: side, at: level) - sign * standardDeviation
    let mass =
      side == .long
      ? Normal.cumulativeProbability(of: shifted) : Normal.survival(of: shifted)
    let drift = sign * mean + standardDeviation * standardDeviation / 2
    return exp(drift) * mass / level.tailProbability
  }

  /// P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double {
    guard convention == .simple || r > -1 else { return 0 }
    return Normal.cumulativeProbability(
      of: (convention.value(ofSimpleReturn: r) - mean) / standardDeviation)
  }

  /// ln f(r) of a simple return, or nil without a density.
  public func logDensity(of r: Double) -> Double? {
    guard convention == .simple || r > -1 else { return -.infinity }
    let x = convention.value(ofSimpleReturn: r)
    let jacobian = convention == .log ? x : 0
    return Normal.logDensity(at: (x - mean) / standardDeviation)
      - log(standardDeviation) - jacobian
  }

  /// σ.
  public var volatility: Double { standardDeviation }

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
      NormalReturns(
        mean: mean + shift[0], standardDeviation: standardDeviation * exp(shift[1]),
        convention: convention
      ).tailMeanLoss(of: contract, for: side, at: level)
    }
  }

  private func delta(for side: Side, at level: ConfidenceLevel) -> TailDelta {
    TailDelta(
      uncertainty, edge: edge(for: side, at: level),
      edgeSlope: 0, location: mean, scale: standardDeviation)
  }
}
