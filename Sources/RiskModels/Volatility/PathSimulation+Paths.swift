internal import LinearAlgebra
internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Volatility

extension PathSimulation {
  /// Standardized innovations, the steps of a path beside each other.
  func shocks(from distribution: any StandardizedDistribution, steps: Int) -> [Double] {
    var shocks: [Double] = []
    shocks.reserveCapacity(paths * steps)
    for path in 0 ..< paths {
      for step in 0 ..< steps {
        shocks.append(stream.draw(from: distribution, path: UInt32(path), step: UInt32(step)))
      }
    }
    return shocks
  }

  /// Uniform numbers, the steps of a path beside each other.
  func draws(steps: Int) -> [Double] {
    var draws: [Double] = []
    draws.reserveCapacity(paths * steps)
    for path in 0 ..< paths {
      for step in 0 ..< steps {
        draws.append(stream.uniform(path: UInt32(path), step: UInt32(step)))
      }
    }
    return draws
  }

  /// The compounded returns of paths whose shocks are residuals, each the one at its draw's share of
  /// the sample.
  func returns(
    residuals: [Double], draws: [Double], steps: Int, convention: ReturnConvention,
    from start: PathState
  ) -> EmpiricalReturns {
    let count = Double(residuals.count)
    return compounded(steps: steps, convention: convention, from: start) { state, index in
      state.step(residuals[Int(draws[index] * count)])
    }
  }

  /// The compounded returns of paths that start at a state and take the shocks.
  func returns(
    from start: VolatilityState, shocks: [Double], steps: Int, convention: ReturnConvention
  ) -> EmpiricalReturns {
    compounded(steps: steps, convention: convention, from: start) { state, index in
      state.step(shocks[index])
    }
  }

  /// The compounded returns of paths; `step` moves a path's state and answers the return of its bar.
  private func compounded<State>(
    steps: Int, convention: ReturnConvention, from start: State,
    by step: (inout State, Int) -> Double
  ) -> EmpiricalReturns {
    var sample: [Double] = []
    sample.reserveCapacity(paths)
    for path in 0 ..< paths {
      var state = start
      var total = convention == .log ? 0.0 : 1
      for index in path * steps ..< (path + 1) * steps {
        let value = step(&state, index)
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
