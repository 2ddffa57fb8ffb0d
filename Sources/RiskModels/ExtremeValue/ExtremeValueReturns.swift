public import Instruments
internal import MarketData
public import RiskMeasures
internal import Statistics

/// A return distribution with generalized Pareto tails and an empirical body.
///
/// At a level whose quantile lies between the thresholds it is an order statistic of the sample,
/// never beyond the threshold, so that the value at risk is monotone in the level.
public struct ExtremeValueReturns: PredictedReturns, Equatable {
  /// The sample between the thresholds; returns are its values times its scale.
  public let body: EmpiricalReturns
  /// The tail of a long position's losses, in units of the body's scale.
  public let long: ParetoTail
  /// The tail of a short position's losses, in units of the body's scale.
  public let short: ParetoTail
  let withoutErrors: TailInterval.Reason?

  /// The tail of one side's losses, in units of the body's scale.
  public func tail(for side: Side) -> ParetoTail { side == .long ? long : short }

  /// The simple return at which a position of `side` loses `loss` standardized units.
  func simpleReturn(losing loss: Double, for side: Side) -> Double {
    body.convention.simpleReturn(of: body.scale * (side == .long ? -loss : loss))
  }

  /// The return at the quantile that defines the value at risk of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    let tail = tail(for: side)
    if tail.holds(level) {
      return simpleReturn(losing: tail.valueAtRisk(at: level), for: side)
    }
    let inner = body.tailReturn(for: side, at: level)
    let edge = simpleReturn(losing: tail.threshold, for: side)
    return side == .long ? max(inner, edge) : min(inner, edge)
  }

  /// The probability P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double {
    guard body.convention != .log || r > -1 else { return 0 }
    let value = body.convention.value(ofSimpleReturn: r) / body.scale
    if -value > long.threshold { return long.survival(of: -value) }
    if value > short.threshold { return 1 - short.survival(of: value) }
    return min(max(body.cumulativeProbability(of: r), long.weight), 1 - short.weight)
  }

  /// Nil, because the body is a sample.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The standard deviation of the sample, divisor n − 1.
  public var volatility: Double { body.volatility }

  /// Whether a return of −100 % or less has positive probability.
  public var reachesTotalLoss: Bool {
    body.convention == .simple && body.scale * long.end >= 1
  }

  /// The two-sided normal interval by the delta method, or by order statistics in the body.
  ///
  /// Coverage is low with few losses beyond the threshold. For independent Student t returns with ν
  /// = 4 and a tenth of the sample in the tail, 94, 93, 90 and 87 % of the nominal 95 % intervals
  /// contain the true 99 % quantile after 2,000, 1,000, 500 and 250 returns.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    if let withoutErrors { return TailInterval(unavailable: withoutErrors) }
    let tail = tail(for: side)
    guard tail.holds(level) else { return body.tailInterval(for: side, at: level) }
    guard let error = tail.valueAtRiskError(at: level) else {
      return TailInterval(unavailable: .boundary)
    }
    let center = tail.valueAtRisk(at: level)
    let reach = Normal.quantile(of: 0.975) * error
    return TailInterval(
      inner: simpleReturn(losing: center - reach, for: side),
      outer: simpleReturn(losing: center + reach, for: side))
  }

  /// The delta-method error of the expected shortfall, on a linear contract except for log returns.
  ///
  /// It is unavailable for other contracts, and in the body.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    if let withoutErrors { return ShortfallUncertainty(unavailable: withoutErrors) }
    let tail = tail(for: side)
    guard tail.holds(level), body.convention != .log, contract == .linear else {
      return ShortfallUncertainty(unavailable: .noShortfallError)
    }
    guard let error = tail.expectedShortfallError(at: level) else {
      return ShortfallUncertainty(unavailable: .boundary)
    }
    return ShortfallUncertainty(
      of: tailMeanLoss(of: contract, for: side, at: level), standardError: body.scale * error)
  }

  /// The standard error by the delta method, or of the order statistic in the body.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    guard withoutErrors == nil else { return nil }
    let tail = tail(for: side)
    guard tail.holds(level) else { return body.tailStandardError(for: side, at: level) }
    // dR = (1 + R) dr for a log return.
    let slope = body.convention == .log ? 1 + tailReturn(for: side, at: level) : 1
    return tail.valueAtRiskError(at: level).map { slope * body.scale * $0 }
  }
}
