internal import Glibc
internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Synchronization

/// What a bootstrap makes of one forecast: as many forecasts as there are replications, made when the
/// first error is asked for.
struct ReplicatedForecasts: Sendable {
  /// With 399, the ends of a 95 % interval are the tenth values from either side.
  let replications: Int
  /// What kind of interval it is.
  let reason: TailInterval.Reason
  /// What is replicated, where intervals are of the studentized ratio to it; nil for percentile intervals.
  private let center: (any PredictedReturns)?
  private let cache = ReplicateCache()
  private let replicate: @Sendable (Int) -> (any PredictedReturns)?

  /// The forecasts that `replicate` makes of the numbers from zero; nil for one that has no fit.
  ///
  /// `center` is the forecast itself, for an interval of the studentized ratio V*/V instead of the
  ///   percentiles of V*. An estimate that is too high on average is so in the replications once more, and a
  ///   percentile interval is off by both; the ratio takes it back.
  init(
    replications: Int, reason: TailInterval.Reason = .estimationBootstrap,
    about center: (any PredictedReturns)? = nil,
    _ replicate: @escaping @Sendable (Int) -> (any PredictedReturns)?
  ) {
    precondition(replications >= 39, "\(replications) replications have no 95 % interval")
    self.replications = replications
    self.reason = reason
    self.center = center
    self.replicate = replicate
  }

  /// The interval of the tail return: percentiles, or of the studentized ratio to the forecast.
  ///
  /// Nine in ten replications must have a fit; else the interval is that of a model that can hardly
  /// be estimated, and is not given.
  func interval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    guard
      let spread = interval(
        of: { $0.tailReturn(for: side, at: level) },
        error: { $0.tailStandardError(for: side, at: level) })
    else {
      return TailInterval(unavailable: .informationNotDefinite)
    }
    return side == .long
      ? TailInterval(inner: spread.high, outer: spread.low, reason: reason)
      : TailInterval(inner: spread.low, outer: spread.high, reason: reason)
  }

  /// The standard deviation of the replicated tail returns.
  func standardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    spread(of: { $0.tailReturn(for: side, at: level) })?.deviation
  }

  /// The standard deviation of the replicated shortfalls, and the interval made as the tail return's is.
  func shortfall(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    guard
      let spread = interval(
        of: { $0.tailMeanLoss(of: contract, for: side, at: level) },
        error: { $0.shortfallUncertainty(of: contract, for: side, at: level).standardError })
    else {
      return ShortfallUncertainty(unavailable: .informationNotDefinite)
    }
    guard spread.low.isFinite, spread.high.isFinite else {
      return ShortfallUncertainty(unavailable: .shortfallInfinite)
    }
    return ShortfallUncertainty(
      standardError: spread.deviation, lower: spread.low, upper: spread.high, reason: reason)
  }

  /// The interval of the studentized root, for forecasts that are samples.
  ///
  ///     ES − t₀.₉₇₅ s  to  ES − t₀.₀₂₅ s,   t the replicated (ES* − ES)/s*
  ///
  /// s is the error of a tail mean of independent draws, of the forecast and of each replication. A tail
  /// mean of heavy tails is skewed, and large together with its error: the root is nearer to what it is in
  /// the population than the replicated shortfalls are, whose quantiles make too short an interval.
  ///
  /// - SeeAlso: Hall (1992), *The Bootstrap and Edgeworth Expansion*, section 3.5.
  func studentizedShortfall(
    about sample: EmpiricalReturns, of contract: Contract, for side: Side,
    at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    let plain = shortfall(of: contract, for: side, at: level)
    let center = sample.tailMeanLoss(of: contract, for: side, at: level)
    guard plain.standardError != nil,
      let error = sample.independentShortfall(of: contract, for: side, at: level).standardError,
      let roots = spread(of: { replicate in
        guard let replicate = replicate as? EmpiricalReturns,
          let own = replicate.independentShortfall(of: contract, for: side, at: level)
            .standardError, own > 0
        else { return .nan }
        return (replicate.tailMeanLoss(of: contract, for: side, at: level) - center) / own
      }), roots.low.isFinite, roots.high.isFinite
    else { return plain }
    return ShortfallUncertainty(
      standardError: plain.standardError, lower: center - roots.high * error,
      upper: center - roots.low * error, reason: reason)
  }

  private struct Spread {
    var low: Double
    var high: Double
    let deviation: Double?
  }

  /// The ends of an interval of a measure V whose standard error is s.
  ///
  /// They are percentiles of V*, or about a center
  ///
  ///     V exp(−t₀.₉₇₅ s/V)  to  V exp(−t₀.₀₂₅ s/V),   t the replicated ln(V*/V) V*/s*
  ///
  /// A tail is a volatility times a quantile, so the error of its logarithm depends little on its
  /// level; and an estimate that is far off usually misstates its own error. Where errors
  /// are not known s is 1, and the root is the ratio alone; where signs differ it is V* − V.
  ///
  /// - SeeAlso: Davison and Hinkley (1997), *Bootstrap Methods and their Application*, section 5.2; Hall (1992),
  ///   *The Bootstrap and Edgeworth Expansion*, section 3.5.
  private func interval(
    of measure: (any PredictedReturns) -> Double, error: (any PredictedReturns) -> Double?
  ) -> Spread? {
    guard var spread = spread(of: measure), let center else { return spread(of: measure) }
    let value = measure(center)
    guard spread.low * value > 0, spread.high * value > 0 else {
      (spread.low, spread.high) = (2 * value - spread.high, 2 * value - spread.low)
      return spread
    }
    let own = error(center).map { $0 / value }
    var roots = own.flatMap { _ in
      self.spread { replicate in
        let measured = measure(replicate)
        guard let error = error(replicate), error > 0 else { return .nan }
        return log(measured / value) * measured / error
      }
    }
    let scale = roots == nil ? 1 : own ?? 1
    roots = roots ?? self.spread { log(measure($0) / value) }
    guard let roots else { return spread }
    let ends = [value * exp(-roots.high * scale), value * exp(-roots.low * scale)]
    (spread.low, spread.high) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
    return spread
  }

  /// What the replications make of a measure; nil where too few of them have a fit.
  private func spread(of measure: (any PredictedReturns) -> Double) -> Spread? {
    let values = cache.values { (0 ..< replications).compactMap(replicate) }.map(measure)
      .filter { !$0.isNaN }.sorted()
    guard values.count * 10 >= replications * 9 else { return nil }
    let rank = (values.count + 1) / 40 - 1
    return Spread(
      low: values[rank], high: values[values.count - 1 - rank],
      deviation: SampleMoments(values.span).sampleVariance?.squareRoot())
  }
}

/// The replications of one forecast.
private final class ReplicateCache: Sendable {
  private let stored = Mutex<[any PredictedReturns]?>(nil)

  func values(_ make: () -> [any PredictedReturns]) -> [any PredictedReturns] {
    stored.withLock { stored in
      if let values = stored { return values }
      let values = make()
      stored = values
      return values
    }
  }
}
