internal import LinearAlgebra
public import MarketData
public import RiskMeasures
public import Statistics

/// Historical simulation whose errors come from a stationary bootstrap of its returns.
///
/// Blocks of consecutive returns are drawn with replacement, their mean length by Politis and White's
/// rule, so that what depends on its neighbours stays beside them: volatility that clusters, and returns
/// that overlap. The interval is of the unconditional quantile, wider than that of independent returns;
/// it does not know today's volatility (`interval-by-block-bootstrap`). Under strong clustering it is still
/// too short: over a GARCH with α + β = 0.98 it covers two samples in three.
///
/// - SeeAlso: Politis and Romano (1994), *JASA* 89(428), 1303–1313; Politis and White (2004),
///   *Econometric Reviews* 23(1), 53–70.
public struct BlockBootstrappedHistorical: ReturnModel {
  /// The simulation.
  public let model: Historical
  /// The resamples.
  public let replications: Int
  /// The random numbers, addressed by resample and draw.
  public let stream: RandomStream
  private let seed: UInt64

  /// A simulation with errors of at least 39 resamples.
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

  /// That of the simulation.
  public var name: String { model.name }

  /// The convention of the returns that the model observes.
  public var returnConvention: ReturnConvention { model.returnConvention }

  /// That of the simulation.
  public var horizonRule: HorizonRule { model.horizonRule }

  /// False: past returns are taken as they are.
  public var isEstimated: Bool { false }

  /// Bar returns before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    model.minimumObservations(over: horizon, at: level)
  }

  /// Throws where the model's sample never holds the quantile.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    try model.requireQuantile(at: level, over: horizon)
  }

  /// Bar returns that a prediction depends on.
  public func memory(over horizon: Horizon) -> Int? { model.memory(over: horizon) }

  /// The model with the random numbers of one instrument.
  public func addressed(to instrument: InstrumentID) -> Self {
    Self(model, replications: replications, seed: seed, instrument: instrument)
  }

  /// An estimator that has seen nothing; throws where the rule leads to no such horizon.
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

  /// Takes the next return.
  public mutating func observe(_ value: Double) { historical.observe(value) }

  /// Takes many returns at once: the same state as one at a time.
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
  /// The distribution of one resample of the values that this one was sorted from.
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
