internal import LinearAlgebra
internal import MarketData
internal import RiskMeasures

/// The returns of a window in units of the quantile forecast for them.
///
/// A negative return is divided by the long quantile, a positive one by the short quantile.
///
/// Their ascending order is also that of the returns they give on any date, since both quantiles
/// are positive.
struct QuantileStandardizedReturns: Sendable, Equatable {
  private let ascending: [Double]
  /// The means of z and z² over n, for negative and positive returns.
  private let falls: (first: Double, second: Double)
  private let rises: (first: Double, second: Double)

  /// Creates standardized returns; the paths are in units of `scale`.
  init(_ returns: [Double], scale: Double, longPath: [Double], shortPath: [Double]) {
    var standardized: [Double] = []
    standardized.reserveCapacity(returns.count)
    var sums = SIMD4<Double>.zero
    for (t, value) in returns.enumerated() {
      let z = value / scale / (value < 0 ? longPath[t] : shortPath[t])
      standardized.append(z + 0)
      sums += value < 0 ? SIMD4(z, z * z, 0, 0) : SIMD4(0, 0, z, z * z)
    }
    sortAscending(&standardized)
    ascending = standardized
    let means = sums / Double(returns.count)
    falls = (means[0], means[1])
    rises = (means[2], means[3])
  }

  static func == (a: Self, b: Self) -> Bool { a.ascending == b.ascending }

  /// The number of returns.
  var count: Int { ascending.count }

  /// The smallest standardized return.
  var least: Double { ascending[0] }

  /// The fraction of standardized returns that are at most z.
  func share(atMost z: Double) -> Double {
    var low = 0
    var high = ascending.count
    while low < high {
      let middle = (low + high) / 2
      if ascending[middle] <= z { low = middle + 1 } else { high = middle }
    }
    return Double(low) / Double(ascending.count)
  }

  /// The standard deviation, divisor n, of the returns at these quantiles.
  func volatility(long: Double, short: Double) -> Double {
    let mean = long * falls.first + short * rises.first
    let square = long * long * falls.second + short * short * rises.second
    return max(0, square - mean * mean).squareRoot()
  }

  /// The sample of returns at these quantiles.
  func returns(long: Double, short: Double, convention: ReturnConvention) -> EmpiricalReturns {
    EmpiricalReturns(
      sorted: ascending.map { $0 * ($0 < 0 ? long : short) }, convention: convention)
  }
}
