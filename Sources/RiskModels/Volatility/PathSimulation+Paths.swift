internal import LinearAlgebra
internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Volatility

extension PathSimulation {
  /// The standardized innovations of all paths; the steps of a path are contiguous.
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

  /// The uniform random numbers of all paths; the steps of a path are contiguous.
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

  /// The compounded returns of paths whose shocks are resampled residuals.
  ///
  /// A draw in [0, 1) selects the residual at that fraction of the sample.
  func returns(
    residuals: [Double], draws: [Double], steps: Int, convention: ReturnConvention,
    from start: PathState
  ) -> EmpiricalReturns {
    let count = Double(residuals.count)
    return compounded(steps: steps, convention: convention, from: start) { state, index in
      state.step(residuals[Int(draws[index] * count)])
    }
  }

  /// The compounded returns of paths from an initial state and given shocks.
  func returns(
    from start: VolatilityState, shocks: [Double], steps: Int, convention: ReturnConvention
  ) -> EmpiricalReturns {
    compounded(steps: steps, convention: convention, from: start) { state, index in
      state.step(shocks[index])
    }
  }

  /// The compounded returns of paths; `step` advances the state and returns the bar's return.
  private func compounded<State>(
    steps: Int, convention: ReturnConvention, from start: State,
    by step: (inout State, Int) -> Double
  ) -> EmpiricalReturns {
    var sample: [Double] = []
    sample.reserveCapacity(paths)
    for path in 0 ..< paths {
      var state = start
      var total = convention == .simple ? 1.0 : 0
      for index in path * steps ..< (path + 1) * steps {
        let value = step(&state, index)
        // A price at zero stays at zero: two returns below −100 % must not compound to a gain.
        total = convention == .simple ? total * max(0, 1 + value) : total + value
      }
      sample.append((convention == .simple ? total - 1 : total) + 0)
    }
    sortAscending(&sample)
    return EmpiricalReturns(
      sorted: sample, convention: convention, quantileConvention: quantileConvention)
  }
}
