internal import Glibc
public import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// A return X = μ + σZ, simple or log, whose Z has mean zero and variance one, over the whole horizon.
public struct StandardizedReturns: Sendable {
  /// μ.
  public let mean: Double
  /// σ.
  public let standardDeviation: Double
  /// The law of Z.
  public let law: any StandardizedDistribution
  /// Whether the tails of Z fall as a power: then e^{|X|} has no mean.
  public let hasPowerTails: Bool
  /// Whether X is a simple or a log return.
  public let convention: ReturnConvention

  /// A return with σ > 0.
  public init(
    mean: Double, standardDeviation: Double, law: any StandardizedDistribution,
    hasPowerTails: Bool, convention: ReturnConvention
  ) {
    precondition(standardDeviation > 0, "A standard deviation is not \(standardDeviation)")
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.law = law
    self.hasPowerTails = hasPowerTails
    self.convention = convention
  }

  private func edge(for side: Side, at level: ConfidenceLevel) -> Double {
    let p = level.tailProbability
    return side == .long ? law.quantile(of: p) : law.upperQuantile(beyond: p)
  }
}

extension StandardizedReturns: ReturnDistribution {
  /// The return at the edge of the tail of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    convention.simpleReturn(of: mean + standardDeviation * edge(for: side, at: level))
  }

  /// In closed form for a simple return on a linear contract; infinite where the loss has no mean:
  /// an inverse contract on a simple return, and the unbounded side of a log return with power tails.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let p = level.tailProbability
    switch (convention, contract) {
    case (.simple, .linear):
      return side == .long
        ? -mean - standardDeviation * law.tailMean(below: p)
        : mean + standardDeviation * law.tailMean(beyond: p)
    case (.simple, .inverse): return .infinity
    case (.log, .linear):
      let isBounded = side == .long
      if !isBounded && hasPowerTails { return .infinity }
      let growth = exponentialTailMean(sign: 1, for: side, at: level)
      return isBounded ? 1 - growth : growth - 1
    case (.log, .inverse):
      let isBounded = side == .short
      if !isBounded && hasPowerTails { return .infinity }
      let growth = exponentialTailMean(sign: -1, for: side, at: level)
      return isBounded ? 1 - growth : growth - 1
    }
  }

  /// E[e^{±X}] over the tail of `side`, per unit of tail probability.
  private func exponentialTailMean(
    sign: Double, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let edge = edge(for: side, at: level)
    let outward: Double = side == .long ? -1 : 1
    let integral = HalfLineQuadrature.integrate { w in
      let z = edge + outward * w
      return exp(sign * (mean + standardDeviation * z) + law.logDensity(at: z))
    }
    return integral / level.tailProbability
  }

  private func standardized(_ r: Double) -> Double {
    (convention.value(ofSimpleReturn: r) - mean) / standardDeviation
  }

  /// P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double {
    guard convention == .simple || r > -1 else { return 0 }
    return law.cumulativeProbability(of: standardized(r))
  }

  /// ln f(r) of a simple return.
  public func logDensity(of r: Double) -> Double? {
    guard convention == .simple || r > -1 else { return -.infinity }
    let jacobian = convention == .log ? convention.value(ofSimpleReturn: r) : 0
    return law.logDensity(at: standardized(r)) - log(standardDeviation) - jacobian
  }

  /// σ.
  public var volatility: Double { standardDeviation }

  /// None of its own: the error is that of what estimated μ, σ and the law.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    TailInterval(unavailable: .fixedDecay)
  }

  /// None of its own.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? { nil }

  /// Whether a return of −100 % or below has probability.
  public var reachesTotalLoss: Bool { convention == .simple }
}
