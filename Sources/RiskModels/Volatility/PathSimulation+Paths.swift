internal import LinearAlgebra
internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Volatility

extension PathSimulation {
  /// Standardized innovations, the steps of a path beside each other.
  func shocks(from law: any StandardizedDistribution, steps: Int) -> [Double] {
    var shocks: [Double] = []
    shocks.reserveCapacity(paths * steps)
    for path in 0 ..< paths {
      for step in 0 ..< steps {
        shocks.append(stream.draw(from: law, path: UInt32(path), step: UInt32(step)))
      }
    }
    return shocks
  }

  /// The compounded returns of paths that start at a state and take the shocks.
  func returns(
    from start: VolatilityState, shocks: [Double], steps: Int, convention: ReturnConvention
  ) -> EmpiricalReturns {
    var sample: [Double] = []
    sample.reserveCapacity(paths)
    for path in 0 ..< paths {
      var state = start
      var total = convention == .log ? 0.0 : 1
      for step in 0 ..< steps {
        let value = state.step(shocks[path * steps + step])
        // A price at zero stays there: two losses beyond all must not make a gain.
        total = convention == .log ? total + value : total * max(0, 1 + value)
      }
      sample.append((convention == .log ? total : total - 1) + 0)
    }
    sortAscending(&sample)
    return EmpiricalReturns(
      sorted: sample, convention: convention, quantileConvention: quantileConvention)
  }
}
