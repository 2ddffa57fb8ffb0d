internal import LinearAlgebra
internal import MarketData
public import RiskMeasures

/// The joint returns of a ``MonteCarlo`` simulation: shocks times a covariance factor.
///
/// Paths are computed in blocks that start at multiples of ``blockSize``, so that a path is
/// bit-identical in any chunk, and memory is proportional to the chunk size.
public struct MonteCarloReturns: JointReturns {
  /// The number of paths multiplied in one block.
  public static let blockSize = 16_384

  private let model: MonteCarlo
  private let shocks: Shocks
  /// The factor L of the covariance L Lᵀ.
  private let factor: Matrix

  init(_ model: MonteCarlo, shocks: Shocks, factor: Matrix) {
    self.model = model
    self.shocks = shocks
    self.factor = factor
  }

  /// The number of instruments, in the order of the universe.
  public var instrumentCount: Int { factor.rowCount }

  /// The number of simulated paths.
  public var pathCount: Int { model.paths }

  /// The returns of the paths in `range` over the horizon, in the model's return convention.
  public func scenarios(_ range: Range<Int>) -> JointScenarios {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= pathCount, "Paths \(range) of \(pathCount)")
    let pieces = Self.blocks(covering: range, of: pathCount).map { block in
      (returns: simulated(block), rows: block.rows(of: range))
    }
    return JointScenarios(
      paths: range, instrumentCount: instrumentCount, convention: model.returnConvention
    ) { values in
      for instrument in 0 ..< instrumentCount {
        for piece in pieces {
          piece.returns.withColumns(instrument ..< instrument + 1) { column in
            for row in piece.rows { values.append(column[row]) }
          }
        }
      }
    }
  }

  /// The simulated samples, one per instrument.
  public func marginals() -> [SimulatedReturns] {
    let distribution: SimulatedReturns.Distribution =
      model.innovations == .normal ? .normal : .studentT
    return sortedColumns().map { sorted in
      SimulatedReturns(
        sample: EmpiricalReturns(
          sorted: sorted, convention: model.returnConvention,
          quantileConvention: model.quantileConvention),
        distribution: distribution)
    }
  }

  /// The returns of each instrument, sorted in ascending order.
  private func sortedColumns() -> [[Double]] {
    var columns = [[Double]](repeating: [], count: instrumentCount)
    for index in columns.indices { columns[index].reserveCapacity(pathCount) }
    for block in Self.blocks(covering: 0 ..< pathCount, of: pathCount) {
      let returns = simulated(block)
      for index in columns.indices {
        returns.withColumns(index ..< index + 1) { column in
          for i in column.indices { columns[index].append(column[i] + 0) }
        }
      }
    }
    for index in columns.indices { sortAscending(&columns[index]) }
    return columns
  }

  /// The blocks that contain the paths in `range`.
  static func blocks(covering range: Range<Int>, of count: Int) -> [Range<Int>] {
    guard !range.isEmpty else { return [] }
    let first = range.lowerBound / blockSize * blockSize
    return stride(from: first, to: range.upperBound, by: blockSize).map {
      $0 ..< min($0 + blockSize, count)
    }
  }

  /// The returns of a block over the horizon, paths × instruments, in the model's convention.
  private func simulated(_ block: Range<Int>) -> Matrix {
    let steps = shocks.matrices(of: block)
    var product = Matrix(rows: block.count, columns: instrumentCount)
    multiply(steps[0], by: factor, .transposed, into: &product)
    guard steps.count > 1 else { return product }
    var step = Matrix(rows: block.count, columns: instrumentCount)
    for shock in steps.dropFirst() {
      multiply(shock, by: factor, .transposed, into: &step)
      for column in 0 ..< instrumentCount {
        for path in 0 ..< block.count {
          // A price at zero stays at zero: two returns below −100 % must not compound to a gain.
          product[path, column] =
            max(0, 1 + product[path, column]) * max(0, 1 + step[path, column]) - 1
        }
      }
    }
    return product
  }
}

extension Range<Int> {
  /// The rows of a block that belong to `paths`.
  fileprivate func rows(of paths: Range<Int>) -> Range<Int> {
    let shared = clamped(to: paths)
    return shared.lowerBound - lowerBound ..< shared.upperBound - lowerBound
  }
}
