import Glibc

extension StationaryBootstrap {
  /// Makes a bootstrap with the mean block length that suits the serial correlation of `values`.
  ///
  /// The length minimizes the asymptotic mean squared error of the bootstrap variance of the mean:
  ///
  ///     b = (G/g)^(2/3) n^(1/3),   G = Σ λ(k/M)|k|R(k),   g = Σ λ(k/M)R(k),   |k| ≤ M
  ///
  /// with autocovariances R of divisor n and the flat-top window λ: 1 up to ½, then falling to 0
  /// at 1.
  /// M = 2m, at most ⌈√n⌉ + K, where m ≥ 1 is the smallest lag after which K = max(5, ⌈√log₁₀ n⌉)
  /// autocorrelations in a row lie within ±2√(log₁₀ n/n), or ⌈√n⌉ where none is up to there.
  /// b is kept between 1 and ⌈min(3√n, n/3)⌉. For volatility estimates, pass squared returns.
  ///
  /// `values` are finite and in time order. The result is nil for fewer than 16 values, which have
  /// too few lags, and for a constant series.
  ///
  /// - Complexity: O(n·m).
  /// - SeeAlso: Politis & White (2004), *Econometric Reviews* 23(1), 53–70; Patton,
  ///   Politis & White (2009), *Econometric Reviews* 28(4), 372–375, for the constant D = 2g².
  public init?(blockLengthFor values: Span<Double>) {
    guard values.count >= 16 else { return nil }
    let moments = SampleMoments(values)
    guard moments.populationVariance > 0 else { return nil }
    let covariances = Autocovariances(of: values, moments: moments)
    let bandwidth = covariances.values.count - 1
    var spectrum = covariances.values[0]
    var slope = 0.0
    for lag in 1 ... bandwidth {
      let window = min(1, 2 * (1 - Double(lag) / Double(bandwidth)))
      spectrum += 2 * window * covariances.values[lag]
      slope += 2 * window * Double(lag) * covariances.values[lag]
    }
    let size = Double(values.count)
    let longest = min(3 * size.squareRoot(), size / 3).rounded(.up)
    let ratio = slope / spectrum
    let length = spectrum == 0 ? longest : pow(ratio * ratio * size, 1.0 / 3)
    self.init(meanBlockLength: min(max(length, 1), longest))
  }
}

/// The autocovariances R(0) … R(M) of a series, with divisor n, up to the selected bandwidth M.
private struct Autocovariances {
  private(set) var values: [Double]

  init(of series: Span<Double>, moments: SampleMoments) {
    let size = Double(series.count)
    var deviations: [Double] = []
    deviations.reserveCapacity(series.count)
    for index in series.indices { deviations.append(series[index] - moments.mean) }

    let run = max(5, Int(log10(size).squareRoot().rounded(.up)))
    let longest = Int(size.squareRoot().rounded(.up))
    let bound = 2 * (log10(size) / size).squareRoot() * moments.populationVariance
    values = [moments.populationVariance]
    var quiet = 0
    while quiet < run && values.count <= longest + run {
      let covariance = Self.covariance(deviations.span, lag: values.count)
      values.append(covariance)
      quiet = abs(covariance) < bound ? quiet + 1 : 0
    }
    let lastLoud = quiet == run ? max(1, values.count - 1 - run) : longest
    let bandwidth = min(2 * lastLoud, longest + run)
    while values.count <= bandwidth {
      values.append(Self.covariance(deviations.span, lag: values.count))
    }
    values.removeSubrange((bandwidth + 1)...)
  }

  private static func covariance(_ deviations: Span<Double>, lag: Int) -> Double {
    var sum = 0.0
    for index in lag ..< deviations.count { sum += deviations[index] * deviations[index - lag] }
    return sum / Double(deviations.count)
  }
}
