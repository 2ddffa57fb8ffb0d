internal import Instruments
internal import LinearAlgebra
internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Synchronization
internal import Volatility

/// The sampling distribution of a filtered quantile, by drawing residuals and estimating anew.
///
/// Each replication draws centred residuals with replacement, runs the fitted recursion over them to a
/// new series, and fits the model to it. Its parameters give another variance forecast from the
/// returns that were observed, and its residuals another quantile.
///
/// - SeeAlso: Christoffersen and Gonçalves (2005), *Journal of Risk* 7(3), 1–28.
struct ResidualBootstrap: Sendable {
  let fit: VolatilityFit
  /// The returns that were fitted.
  let fitted: [Double]
  /// Those, and the returns after them.
  let returns: [Double]
  let bars: Int
  let convention: ReturnConvention
  let quantileConvention: QuantileConvention
  let stream: RandomStream
  /// With 399, the ends of a 95 % interval are the tenth values from either side.
  let replications: Int
  private let cache = ReplicateCache()

  init(
    fit: VolatilityFit, fitted: [Double], returns: [Double], bars: Int,
    convention: ReturnConvention, quantileConvention: QuantileConvention, stream: RandomStream,
    replications: Int
  ) {
    self.fit = fit
    self.fitted = fitted
    self.returns = returns
    self.bars = bars
    self.convention = convention
    self.quantileConvention = quantileConvention
    self.stream = stream
    self.replications = replications
  }

  /// The 2.5 % and the 97.5 % quantile of the replicated tail returns.
  ///
  /// Nine in ten replications must have a fit; else the interval is that of a model that can hardly
  /// be estimated, and is not given.
  func interval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    guard let spread = spread(of: { $0.tailReturn(for: side, at: level) }) else {
      return TailInterval(unavailable: .informationNotDefinite)
    }
    return side == .long
      ? TailInterval(inner: spread.high, outer: spread.low)
      : TailInterval(inner: spread.low, outer: spread.high)
  }

  /// The standard deviation of the replicated tail returns.
  func standardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    spread(of: { $0.tailReturn(for: side, at: level) })?.deviation
  }

  /// The standard deviation of the replicated shortfalls, and their 2.5 % and 97.5 % quantiles.
  func shortfall(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    guard let spread = spread(of: { $0.tailMeanLoss(of: contract, for: side, at: level) }) else {
      return ShortfallUncertainty(unavailable: .informationNotDefinite)
    }
    return ShortfallUncertainty(
      standardError: spread.deviation, lower: spread.low, upper: spread.high)
  }

  private struct Spread {
    let low: Double
    let high: Double
    let deviation: Double?
  }

  /// What the replications make of a measure; nil where too few of them have a fit.
  private func spread(of measure: (EmpiricalReturns) -> Double) -> Spread? {
    let values = cache.values { (0 ..< replications).compactMap(replicate) }.map(measure).sorted()
    guard values.count * 10 >= replications * 9 else { return nil }
    let rank = (values.count + 1) / 40 - 1
    return Spread(
      low: values[rank], high: values[values.count - 1 - rank],
      deviation: SampleMoments(values.span).sampleVariance?.squareRoot())
  }

  private func replicate(_ number: Int) -> EmpiricalReturns? {
    let model = fit.model
    let run = model.filter(fitted, parameters: fit.parameters)
    let residuals = run.standardized
    let centre = residuals.reduce(0, +) / Double(residuals.count)
    var state = VolatilityState(startOf: run, of: model, parameters: fit.parameters)
    let series = fitted.indices.map { step in
      let u = stream.uniform(path: UInt32(number), step: UInt32(step))
      return state.step(residuals[Int(u * Double(residuals.count))] - centre)
    }
    guard series.allSatisfy(\.isFinite),
      let refit = try? VolatilityFit(maximizing: model, on: series, startingAt: fit)
    else { return nil }
    let now = model.filter(returns, parameters: refit.parameters)
    var sample = model.filter(series, parameters: refit.parameters).standardized
    guard now.nextVariance > 0, now.nextVariance.isFinite, sample.allSatisfy(\.isFinite) else {
      return nil
    }
    sortAscending(&sample)
    return EmpiricalReturns(
      sorted: sample, scale: (now.nextVariance * Double(bars)).squareRoot(),
      shift: now.nextMean * Double(bars), convention: convention,
      quantileConvention: quantileConvention)
  }
}

/// The replications of one forecast, made when the first interval of it is asked for.
private final class ReplicateCache: Sendable {
  private let stored = Mutex<[EmpiricalReturns]?>(nil)

  func values(_ make: () -> [EmpiricalReturns]) -> [EmpiricalReturns] {
    stored.withLock { stored in
      if let values = stored { return values }
      let values = make()
      stored = values
      return values
    }
  }
}
