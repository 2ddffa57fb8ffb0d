internal import LinearAlgebra
internal import MarketData
internal import RiskMeasures
internal import Statistics

/// The addressed random shocks of a simulation: paths × instruments, one matrix a step.
///
/// Where the returns of the steps are added, so are the shocks, once for all dates.
struct Shocks {
  private let model: MonteCarlo
  private let universe: [InstrumentID]
  private let steps: Int
  /// The stream of the χ² variates, which all instruments of a path share.
  private static let mixingIdentifier = "student-t mixing"

  init(_ model: MonteCarlo, universe: [InstrumentID], horizon: Horizon) {
    self.model = model
    self.universe = universe
    steps = horizon.bars
  }

  /// z.
  func normal() -> [Matrix] {
    weighted(by: { _ in nil })
  }

  /// z √((ν − 2)/χ²_ν), with one χ² a path and step.
  func studentT(degreesOfFreedom nu: Double) -> [Matrix] {
    let stream = RandomStream(seed: model.seed, identifier: Self.mixingIdentifier)
    let chiSquared = ChiSquared(degreesOfFreedom: nu)
    return weighted { step in
      (0 ..< model.paths).map { path in
        let u = stream.uniform(path: UInt32(path), step: UInt32(step))
        return ((nu - 2) / chiSquared.quantile(of: u)).squareRoot()
      }
    }
  }

  private func weighted(by weights: (Int) -> [Double]?) -> [Matrix] {
    let empty = Matrix(rows: model.paths, columns: universe.count)
    let adds = model.returnConvention == .log
    var shocks = Array(repeating: empty, count: adds ? 1 : steps)
    var draw = [Double](repeating: 0, count: model.paths)
    for step in 0 ..< steps {
      let weight = weights(step)
      for (column, instrument) in universe.enumerated() {
        var span = draw.mutableSpan
        RandomStream(seed: model.seed, identifier: instrument.rawValue)
          .fillNormals(step: UInt32(step), into: &span)
        shocks[adds ? 0 : step].withMutableColumns(column ..< column + 1) { total in
          for path in total.indices {
            total[path] += draw[path] * (weight?[path] ?? 1)
          }
        }
      }
    }
    return shocks
  }
}
