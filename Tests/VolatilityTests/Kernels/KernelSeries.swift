import CKernels

/// A series as kernels read it, and what a kernel wrote.
struct KernelSeries {
  let residuals: [Double]
  let lagged: [Double]
  let means: Int
  let presample = 0.9
  let presampleSlopes = (0.02, -0.03)
  let presampleCurvature = 1.9

  init(_ count: Int, means: Int, seed: UInt64 = 17) {
    let returns = Series.clustered(count + 1, seed: seed)
    residuals = Array(returns.dropFirst())
    lagged = Array(returns.dropLast())
    self.means = means
  }

  var count: Int { residuals.count }

  func slope(of mean: Int) -> Double { mean == 0 ? presampleSlopes.0 : presampleSlopes.1 }

  /// ∂e/∂ of a parameter of the mean, with the sign turned.
  func pull(_ mean: Int, _ t: Int) -> Double { mean == 0 ? 1 : lagged[t] }

  struct Rows: Equatable {
    var variances: [Double]
    var slopes: [Double]
  }

  func run(
    width: Int,
    _ body: (
      UnsafePointer<ckernels_series>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>
    ) -> Void
  ) -> Rows {
    var variances = [Double](repeating: .nan, count: count)
    var slopes = [Double](repeating: .nan, count: count * width)
    unsafe residuals.withUnsafeBufferPointer { residuals in
      unsafe lagged.withUnsafeBufferPointer { lagged in
        var series = unsafe ckernels_series(
          residuals: residuals.baseAddress, lagged: lagged.baseAddress, count: residuals.count,
          means: Int32(means), presample: presample, presample_slopes: presampleSlopes,
          presample_curvature: presampleCurvature)
        unsafe body(&series, &variances, &slopes)
      }
    }
    return Rows(variances: variances, slopes: slopes)
  }
}

/// The order in which kernels add up: eight sums, the last of a rest first to last.
func laneSum(_ values: [Double]) -> Double {
  var sums = [Double](repeating: 0, count: 8)
  for (t, value) in values.enumerated() { sums[t % 8] += value }
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}
