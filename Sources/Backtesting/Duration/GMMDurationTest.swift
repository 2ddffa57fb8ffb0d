/// The GMM duration test of Candelon, Colletaz, Hurlin and Tokpavi: durations are geometric.
///
///     J = Σⱼ ( N^{−½} Σᵢ Mⱼ(dᵢ) )²  ~  χ²(k),   j = 1 … k
///
/// dᵢ are the N gaps that end with an exceedance, the first from the start of the sample, and Mⱼ
/// the orthonormal polynomials of the geometric distribution with the stated rate p:
///
///     Mⱼ₊₁(d) = [ (1 − p)(2j + 1) + p(j − d + 1) ] / [ (j + 1) √(1 − p) ] Mⱼ(d)
///               − j/(j + 1) Mⱼ₋₁(d),
///     M₋₁ = 0,  M₀ = 1.
///
/// The first moment alone tests coverage; the three together test coverage and independence.
///
/// - SeeAlso: Candelon, Colletaz, Hurlin and Tokpavi (2011), *Journal of Financial Econometrics*
///   9(2), 314–343, doi:10.1093/jjfinec/nbq025.
public struct GMMDurationTest: Hashable, Sendable {
  /// The default number of moments, k.
  public static let usualMoments = 3

  /// N^{−½} Σ Mⱼ(dᵢ), j = 1 … k, each asymptotically standard normal.
  public let moments: [Double]

  /// J, the statistic.
  public var statistic: Double { moments.reduce(0) { $0 + $1 * $1 } }

  /// Tests durations, in forecasts; nil if there are none.
  public init?(durations: [Int], tail p: Double, moments count: Int = usualMoments) {
    guard !durations.isEmpty, count >= 1, p > 0, p < 1 else { return nil }
    var sums = [Double](repeating: 0, count: count)
    let root = (1 - p).squareRoot()
    for duration in durations {
      let d = Double(duration)
      var (before, value) = (0.0, 1.0)
      for order in 0 ..< count {
        let j = Double(order)
        let next =
          ((1 - p) * (2 * j + 1) + p * (j - d + 1)) / ((j + 1) * root) * value
          - j / (j + 1) * before
        (before, value) = (value, next)
        sums[order] += value
      }
    }
    let scale = 1 / Double(durations.count).squareRoot()
    moments = sums.map { $0 * scale }
  }
}
