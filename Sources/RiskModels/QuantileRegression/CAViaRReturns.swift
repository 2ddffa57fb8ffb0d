public import Instruments
internal import MarketData
public import RiskMeasures
internal import Statistics

/// One fitted tail: its quantile and the losses beyond it.
struct QuantileTail: Sendable, Equatable {
  let side: Side
  let level: ConfidenceLevel
  /// The quantile V over the horizon, a positive loss in the model's return convention.
  let quantile: Double
  /// The relative excesses e, ascending: losses beyond are V(1 + e), equally likely.
  let excesses: [Double]
  let standardError: Double?
  /// The reason there is no standard error.
  let reason: TailInterval.Reason
}

/// A return distribution with fitted tail quantiles and a filtered historical body.
///
/// At a fitted level the value at risk is the regression's V, and the expected shortfall of a
/// simple return is m V. The tail consists of the window's exceedances Lₜ/Vₜ, stretched about 1 to
/// the mean m. For a log return or an inverse contract, the mean is over the transformed losses of
/// the same points.
///
/// A quantile regression does not determine the rest of the distribution.
/// ``cumulativeProbability(of:)``, ``volatility`` and other levels use the window's returns divided
/// by the fitted quantile of their side at the lowest fitted level, times the current quantile:
/// filtered historical simulation with the quantile as the volatility. Results between and beyond
/// fitted levels are clamped to the order of the fitted ones. A run rejects levels that are not
/// fitted (``CAViaR``).
public struct CAViaRReturns: PredictedReturns, Equatable {
  private let tails: [QuantileTail]
  private let body: QuantileStandardizedReturns
  private let convention: ReturnConvention
  /// The scale of the body: the quantiles of the lowest level, long and short.
  private var anchors: (long: Double, short: Double) { (tails[0].quantile, tails[1].quantile) }

  /// Creates the returns from at least one pair of tails, levels ascending, long before short.
  init(
    tails: [QuantileTail], body: QuantileStandardizedReturns, convention: ReturnConvention
  ) {
    precondition(tails.count >= 2, "\(tails.count) tails instead of one per side")
    self.tails = tails
    self.body = body
    self.convention = convention
  }

  private func tail(for side: Side, at level: ConfidenceLevel) -> QuantileTail? {
    tails.first { $0.side == side && $0.level == level }
  }

  /// The simple return of a loss in the model's convention; a long position loses at most 100 %.
  private func simpleReturn(ofLoss loss: Double, for side: Side) -> Double {
    max(convention.least, convention.simpleReturn(of: side == .long ? -loss : loss))
  }

  /// The return at the quantile that defines the value at risk of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    if let tail = tail(for: side, at: level) {
      return simpleReturn(ofLoss: tail.quantile, for: side)
    }
    let (long, short) = anchors
    let filtered = body.returns(long: long, short: short, convention: convention)
      .tailReturn(for: side, at: level)
    return ordered(filtered, for: side, at: level) { simpleReturn(ofLoss: $0.quantile, for: side) }
  }

  /// The expected shortfall, the mean of the contract's loss over the points of the tail.
  ///
  /// Infinite for an inverse contract if the simple return of a point is −100 % or less.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    if let tail = tail(for: side, at: level) { return meanLoss(of: contract, beyond: tail) }
    let (long, short) = anchors
    let filtered = body.returns(long: long, short: short, convention: convention)
      .tailMeanLoss(of: contract, for: side, at: level)
    let below = tails.last { $0.side == side && $0.level < level }
    let above = tails.first { $0.side == side && $0.level > level }
    let edge = contract.loss(ofSimpleReturn: tailReturn(for: side, at: level), for: side)
    var mean = max(filtered, edge)
    if let above { mean = min(mean, meanLoss(of: contract, beyond: above)) }
    if let below { mean = max(mean, meanLoss(of: contract, beyond: below)) }
    return mean
  }

  private func meanLoss(of contract: Contract, beyond tail: QuantileTail) -> Double {
    var sum = 0.0
    for excess in tail.excesses {
      let r = simpleReturn(ofLoss: tail.quantile * (1 + excess), for: tail.side)
      sum += contract.loss(ofSimpleReturn: r, for: tail.side)
    }
    let edge = contract.loss(
      ofSimpleReturn: simpleReturn(ofLoss: tail.quantile, for: tail.side), for: tail.side)
    // Rounding must not put the mean below the quantile.
    return max(sum / Double(tail.excesses.count), edge)
  }

  /// A filtered tail return, clamped between those of the lower and the higher fitted levels.
  private func ordered(
    _ filtered: Double, for side: Side, at level: ConfidenceLevel,
    _ fitted: (QuantileTail) -> Double
  ) -> Double {
    let sign: Double = side == .long ? -1 : 1
    var adverse = sign * filtered
    for tail in tails where tail.side == side && tail.level > level {
      adverse = min(adverse, sign * fitted(tail))
    }
    for tail in tails where tail.side == side && tail.level < level {
      adverse = max(adverse, sign * fitted(tail))
    }
    return sign * adverse
  }

  /// The probability P(R ≤ r) of a simple return, from the filtered returns.
  public func cumulativeProbability(of r: Double) -> Double {
    guard convention != .log || r > -1 else { return 0 }
    let value = convention.value(ofSimpleReturn: r)
    return body.share(atMost: value / (value < 0 ? anchors.long : anchors.short))
  }

  /// Nil, because quantiles have no density.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The standard deviation of the filtered returns, divisor n.
  public var volatility: Double { body.volatility(long: anchors.long, short: anchors.short) }

  /// Whether a point of a long tail or a filtered return is −100 % or less.
  public var reachesTotalLoss: Bool {
    guard convention == .simple else { return false }
    let far = tails.compactMap { tail in
      tail.side == .long ? tail.excesses.last.map { tail.quantile * (1 + $0) } : nil
    }
    return far.contains { $0 >= 1 } || body.least * anchors.long <= -1
  }

  /// The delta-method interval from the sandwich covariance, unavailable for other levels.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    guard let tail = tail(for: side, at: level) else {
      return TailInterval(unavailable: .needsResidualBootstrap)
    }
    guard let error = tail.standardError else { return TailInterval(unavailable: tail.reason) }
    let reach = Normal.quantile(of: 0.975) * error
    return TailInterval(
      inner: simpleReturn(ofLoss: tail.quantile - reach, for: side),
      outer: simpleReturn(ofLoss: tail.quantile + reach, for: side))
  }

  /// Warnings about few returns beyond the quantile and about crossing quantiles.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    var warnings: [DistributionWarning] = []
    if body.count * (1_000_000 - level.millionths) < 10_000_000 {
      warnings.append(
        DistributionWarning(
          code: "few-tail-observations",
          message:
            "\(body.count) returns hold fewer than ten beyond the \(level.probability) quantile"
        ))
    }
    for tail in tails where tail.level < level {
      guard let own = self.tail(for: tail.side, at: level) else { continue }
      let shortfalls = [own, tail].map { meanLoss(of: .linear, beyond: $0) }
      guard own.quantile < tail.quantile || shortfalls[0] < shortfalls[1] else { continue }
      warnings.append(
        DistributionWarning(
          code: "quantiles-cross",
          message: "the \(tail.side.rawValue) side at \(level.probability) lies below that at "
            + "\(tail.level.probability), since each level is fitted apart"))
    }
    return warnings
  }

  /// The delta-method standard error from the sandwich covariance.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    guard let tail = tail(for: side, at: level), let error = tail.standardError else { return nil }
    guard convention == .log else { return error }
    return error * (1 + simpleReturn(ofLoss: tail.quantile, for: side))
  }
}
