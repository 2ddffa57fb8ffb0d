internal import LinearAlgebra
public import MarketData
public import RiskMeasures
public import Statistics

/// Historical simulation with errors from a stationary bootstrap of its returns.
///
/// Blocks of consecutive returns are drawn with replacement, with a mean length by the rule of
/// Politis and White, so that serial dependence is preserved: volatility clustering and overlapping
/// returns. The interval is for the unconditional quantile and is wider than under independence; it
/// ignores current volatility (`interval-by-block-bootstrap`). Under strong clustering it is still
/// too short: for a GARCH with α + β = 0.98 it covers the quantile in two samples of three.
///
/// - SeeAlso: Politis and Romano (1994), *JASA* 89(428), 1303–1313; Politis and White (2004),
///   *Econometric Reviews* 23(1), 53–70.
public struct BlockBootstrappedHistorical: ReturnModel {
  /// The historical simulation.
  public let model: Historical
  /// The number of bootstrap replications.
  public let replications: Int
  /// The random stream, addressed by replication and draw.
  public let stream: RandomStream
  private let seed: UInt64

  /// Creates a simulation with errors from at least 39 replications.
  public init(
    _ model: Historical, replications: Int = 399, seed: UInt64 = 1,
    instrument: InstrumentID? = nil
  ) {
    precondition(replications >= 39, "\(replications) replications have no 95 % interval")
    self.model = model
    self.replications = replications
    self.seed = seed
    stream = RandomStream(seed: seed, identifier: instrument?.rawValue ?? "")
  }

  /// The name of the simulation.
  public var name: String { model.name }

  /// The convention of the observed returns.
  public var returnConvention: ReturnConvention { model.returnConvention }

  /// The horizon rule of the simulation.
  public var horizonRule: HorizonRule { model.horizonRule }

  /// False, because past returns are used unchanged.
  public var isEstimated: Bool { false }

  /// The number of bar returns required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    model.minimumObservations(over: horizon, at: level)
  }

  /// Throws if the model's sample is too small for a quantile at `level`.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    try model.requireQuantile(at: level, over: horizon)
  }

  /// The number of bar returns a prediction depends on.
  public func memory(over horizon: Horizon) -> Int? { model.memory(over: horizon) }

  /// The lookback window of the bootstrapped model.
  public func lookback(over horizon: Horizon) -> Int? { model.lookback(over: horizon) }

  /// The model with its random stream addressed to one instrument.
  public func addressed(to instrument: InstrumentID) -> Self {
    Self(model, replications: replications, seed: seed, instrument: instrument)
  }

  /// Makes an estimator without observations; throws if the rule does not support the horizon.
  public func makeEstimator(
    over horizon: Horizon
  ) throws(RiskModelError) -> BlockBootstrappedEstimator {
    BlockBootstrappedEstimator(
      replications: replications, stream: stream,
      historical: try model.makeEstimator(over: horizon))
  }
}

/// The running state of ``BlockBootstrappedHistorical``.
public struct BlockBootstrappedEstimator: ReturnEstimator {
  fileprivate let replications: Int
  fileprivate let stream: RandomStream
  fileprivate var historical: HistoricalEstimator

  /// The number of returns observed.
  public var observationCount: Int { historical.observationCount }

  /// Observes the next return.
  public mutating func observe(_ value: Double) { historical.observe(value) }

  /// Observes several returns; the state is the same as after observing them one by one.
  public mutating func observe(contentsOf values: Span<Double>) {
    historical.observe(contentsOf: values)
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> FilteredHistoricalReturns {
    let sample = try historical.prediction()
    let values = historical.chronological
    let blocks = StationaryBootstrap(blockLengthFor: values.span)
    let stream = stream
    return FilteredHistoricalReturns(
      body: .sample(sample),
      bootstrap: blocks.map { blocks in
        ReplicatedForecasts(replications: replications, reason: .blockBootstrap) { number in
          sample.resampled(values, by: blocks, stream, UInt32(number))
        }
      })
  }
}

extension EmpiricalReturns {
  /// The distribution of one resample of the values that this sample was sorted from.
  fileprivate func resampled(
    _ values: [Double], by blocks: StationaryBootstrap, _ stream: RandomStream,
    _ number: UInt32
  ) -> EmpiricalReturns {
    var indices = [Int](repeating: 0, count: values.count)
    var drawn = indices.mutableSpan
    blocks.fillIndices(
      sampleCount: values.count, from: stream, replication: number, into: &drawn)
    var resample = indices.map { values[$0] }
    sortAscending(&resample)
    return EmpiricalReturns(
      sorted: resample, convention: convention, quantileConvention: quantileConvention)
  }
}
