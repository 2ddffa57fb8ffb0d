internal import Dependence
internal import Statistics
internal import Volatility

/// The returns of each instrument divided by its volatility, for the pooled likelihood of ν.
struct JointStandardizedReturns: Sendable {
  private let covariance: CovarianceModel
  private var filters: [FilteredReturns]
  private var windows: [RecentWindow]

  init(_ covariance: CovarianceModel, order: Int, window: Int) {
    self.covariance = covariance
    let decay = if case .ewma(let decay) = covariance { decay } else { 0.97 }
    filters = Array(repeating: FilteredReturns(EWMA(decay: decay)), count: order)
    windows = Array(repeating: RecentWindow(capacity: window), count: order)
  }

  mutating func observe(_ day: Span<Double>) {
    for i in day.indices {
      if case .sample = covariance {
        windows[i].append(day[i])
        continue
      }
      for pair in filters[i].observe(day[i]) where pair.variance > 0 {
        windows[i].append(pair.value / pair.variance.squareRoot())
      }
    }
  }

  /// All standardized returns, instrument by instrument; a constant instrument contributes none.
  var pooled: [Double] {
    windows.flatMap { window -> [Double] in
      guard case .sample = covariance else { return window.chronological }
      let moments = window.moments
      guard moments.populationVariance > 0 else { return [] }
      let deviation = moments.populationVariance.squareRoot()
      return window.chronological.map { ($0 - moments.mean) / deviation }
    }
  }
}
