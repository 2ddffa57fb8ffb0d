internal import RiskMeasures

extension ParametricUncertainty {
  /// The error of a shortfall as a function of (location, ln scale, ln ν), by the delta method.
  ///
  ///     se² = gᵀ C g,   g by central differences of a twentieth of a standard error
  ///
  /// `shortfall` evaluates it at shifted estimates; an infinite shortfall has no error.
  func shortfall(_ shortfall: ([Double]) -> Double) -> ShortfallUncertainty {
    switch self {
    case .unavailable(let reason): return ShortfallUncertainty(unavailable: reason)
    case .covariance(let c):
      let center = shortfall([0, 0, 0])
      let slopes = (0 ..< 3).map { i -> Double in
        let step = 0.05 * c[i * (i + 1) / 2 + i].squareRoot()
        guard step > 0 else { return 0 }
        var shift = [0.0, 0, 0]
        shift[i] = step
        let above = shortfall(shift)
        shift[i] = -step
        return (above - shortfall(shift)) / (2 * step)
      }
      var variance = 0.0
      for i in 0 ..< 3 {
        for j in 0 ..< 3 {
          variance += slopes[i] * c[max(i, j) * (max(i, j) + 1) / 2 + min(i, j)] * slopes[j]
        }
      }
      return ShortfallUncertainty(of: center, standardError: max(0, variance).squareRoot())
    }
  }
}
