internal import LinearAlgebra
internal import MarketData
internal import RiskMeasures
internal import Statistics

/// The addressed random shocks of a simulation: one paths × instruments matrix per step.
///
///     z,  or  z √((ν − 2)/χ²_ν)  with one χ² a path and step
///
/// If the returns of the steps are added, the shocks are summed once for all dates. They are cached
/// if they fit in memory, otherwise regenerated for each block of paths with the same values.
struct Shocks: Sendable {
  private let model: MonteCarlo
  private let universe: [InstrumentID]
  private let steps: Int
  /// The degrees of freedom ν, or nil for normal shocks.
  private let degreesOfFreedom: Double?
  /// The cached matrices of each block of paths, or nil if they exceed the limit.
  private var kept: [[Matrix]]?
  /// The identifier of the stream of χ² variates shared by all instruments of a path.
  private static let mixingIdentifier = "student-t mixing"
  /// The cache limit in numbers, 256 MiB.
  private static let keptLimit = 1 << 25

  init(
    _ model: MonteCarlo, universe: [InstrumentID], horizon: Horizon, degreesOfFreedom: Double?
  ) {
    self.model = model
    self.universe = universe
    self.degreesOfFreedom = degreesOfFreedom
    steps = horizon.bars
    guard model.paths * universe.count * matrixCount <= Self.keptLimit else { return }
    kept = MonteCarloReturns.blocks(covering: 0 ..< model.paths, of: model.paths).map(drawn)
  }

  /// The shocks of a block of paths.
  func matrices(of block: Range<Int>) -> [Matrix] {
    kept?[block.lowerBound / MonteCarloReturns.blockSize] ?? drawn(block)
  }

  private var adds: Bool { model.returnConvention != .simple }

  private var matrixCount: Int { adds ? 1 : steps }

  private func drawn(_ block: Range<Int>) -> [Matrix] {
    let empty = Matrix(rows: block.count, columns: universe.count)
    var shocks = Array(repeating: empty, count: matrixCount)
    var draw = [Double](repeating: 0, count: block.count)
    for step in 0 ..< steps {
      let weight = weights(of: block, step)
      for (column, instrument) in universe.enumerated() {
        var span = draw.mutableSpan
        RandomStream(seed: model.seed, identifier: instrument.rawValue)
          .fillNormals(step: UInt32(step), firstPath: UInt32(block.lowerBound), into: &span)
        shocks[adds ? 0 : step].withMutableColumns(column ..< column + 1) { total in
          for path in total.indices {
            total[path] += draw[path] * (weight?[path] ?? 1)
          }
        }
      }
    }
    return shocks
  }

  /// The mixing weight √((ν − 2)/χ²_ν) of each path, or nil for normal shocks.
  private func weights(of block: Range<Int>, _ step: Int) -> [Double]? {
    guard let nu = degreesOfFreedom else { return nil }
    let stream = RandomStream(seed: model.seed, identifier: Self.mixingIdentifier)
    let chiSquared = ChiSquared(degreesOfFreedom: nu)
    return block.map { path in
      let u = stream.uniform(path: UInt32(path), step: UInt32(step))
      return ((nu - 2) / chiSquared.quantile(of: u)).squareRoot()
    }
  }
}
