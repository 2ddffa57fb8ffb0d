internal import Glibc
internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Synchronization

/// The bootstrap replications of one forecast, computed when the first error is requested.
struct ReplicatedForecasts: Sendable {
  /// The number of replications; with 399, a 95 % interval ends at the tenth value of each tail.
  let replications: Int
  /// The kind of interval.
  let reason: TailInterval.Reason
  /// The original forecast for studentized intervals, or nil for percentile intervals.
  private let center: (any PredictedReturns)?
  private let cache = ReplicateCache()
  private let make: @Sendable () -> [any PredictedReturns]

  /// Creates the replications `replicate` returns for each index from zero, nil if a fit fails.
  ///
  /// `center` is the original forecast, for an interval of the studentized ratio V*/V instead of
  /// the percentiles of V*. The bias of an estimate recurs in the replications, so a percentile
  /// interval is off by twice the bias; the ratio corrects it.
  init(
    replications: Int, reason: TailInterval.Reason = .estimationBootstrap,
    about center: (any PredictedReturns)? = nil,
    _ replicate: @escaping @Sendable (Int) -> (any PredictedReturns)?
  ) {
    self.init(replications: replications, reason: reason, about: center) {
      (0 ..< replications).compactMap(replicate)
    }
  }

  /// Creates the replications of a bootstrap from its refits, those without a fit left out.
  init(
    replications: Int, refits: BootstrapRefits, about center: (any PredictedReturns)? = nil,
    refit: @escaping @Sendable (Int) -> BootstrapRefit?,
    forecast: @escaping @Sendable (BootstrapRefit) -> (any PredictedReturns)?
  ) {
    self.init(replications: replications, reason: .estimationBootstrap, about: center) {
      refits.values(replications, refit).prefix(replications).compactMap { $0.flatMap(forecast) }
    }
  }

  private init(
    replications: Int, reason: TailInterval.Reason, about center: (any PredictedReturns)?,
    make: @escaping @Sendable () -> [any PredictedReturns]
  ) {
    precondition(replications >= 39, "\(replications) replications have no 95 % interval")
    self.replications = replications
    self.reason = reason
    self.center = center
    self.make = make
  }

  /// The interval of the tail return, by percentiles or by the studentized ratio to the forecast.
  ///
  /// At least nine in ten replications must have a fit. Otherwise the interval would be that of a
  /// model that can hardly be estimated, and is not reported.
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

  /// The standard deviation of the replicated shortfalls, with an interval by the same method.
  func shortfall(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    guard
      let spread = interval(
        of: { $0.tailMeanLoss(of: contract, for: side, at: level) },
        error: { $0.shortfallUncertainty(of: contract, for: side, at: level).standardError })
    else {
      let infinite = measured { $0.tailMeanLoss(of: contract, for: side, at: level) }
        .count { $0.isInfinite }
      return ShortfallUncertainty(
        unavailable: infinite * 10 > replications ? .shortfallInfinite : .informationNotDefinite)
    }
    return ShortfallUncertainty(
      standardError: spread.deviation, lower: spread.low, upper: spread.high, reason: reason)
  }

  /// The studentized interval of the expected shortfall, for forecasts that are samples.
  ///
  ///     ES − t₀.₉₇₅ s  to  ES − t₀.₀₂₅ s,   t the replicated (ES* − ES)/s*
  ///
  /// s is the standard error of a tail mean of independent draws, for the forecast and for each
  /// replication. A tail mean under heavy tails is skewed, and its value and error are large
  /// together. The distribution of the studentized root is closer to its population counterpart
  /// than that of the replicated shortfalls, whose quantiles give too short an interval.
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

  /// The ends of the interval of a measure V with standard error s.
  ///
  /// They are percentiles of V*, or, with a center,
  ///
  ///     V exp(−t₀.₉₇₅ s/V)  to  V exp(−t₀.₀₂₅ s/V),   t the replicated ln(V*/V) V*/s*
  ///
  /// A tail quantile is a volatility times a standardized quantile, so the error of its logarithm
  /// depends little on its level, and a poor estimate usually misstates its own error. If errors
  /// are unknown s is 1 and the root is the ratio alone; if signs differ the root is V* − V.
  ///
  /// - SeeAlso: Davison and Hinkley (1997), *Bootstrap Methods and their Application*, section 5.2;
  ///   Hall (1992), *The Bootstrap and Edgeworth Expansion*, section 3.5.
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

  /// The replicated measure of each replication with a fit.
  private func measured(_ measure: (any PredictedReturns) -> Double) -> [Double] {
    cache.values(make).map(measure)
  }

  /// The spread of the replicated measure, or nil if too few replications have a fit.
  ///
  /// A replication whose measure is not finite counts as one without.
  private func spread(of measure: (any PredictedReturns) -> Double) -> Spread? {
    let values = measured(measure).filter(\.isFinite).sorted()
    guard values.count * 10 >= replications * 9 else { return nil }
    let rank = (values.count + 1) / 40 - 1
    return Spread(
      low: values[rank], high: values[values.count - 1 - rank],
      deviation: SampleMoments(values.span).sampleVariance?.squareRoot())
  }
}

/// The cached replications of one forecast.
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
