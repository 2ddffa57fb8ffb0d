public import RiskMeasures
internal import Statistics

/// The regressors of the dynamic quantile test.
public enum DynamicQuantileRegressors: Hashable, Sendable {
  /// A constant and lagged hits.
  case hits(lags: Int)
  /// A constant, lagged hits and the value at risk: Engle and Manganelli's choice, with four lags.
  case hitsAndForecast(lags: Int)

  /// The number of lagged hits.
  public var lags: Int {
    switch self {
    case .hits(let lags), .hitsAndForecast(let lags): lags
    }
  }

  /// The number of regressors.
  var count: Int {
    switch self {
    case .hits(let lags): 1 + lags
    case .hitsAndForecast(let lags): 2 + lags
    }
  }
}

/// The dynamic quantile test of Engle and Manganelli: a regression of hits on past information.
///
///     DQ = H′X (X′X)⁻¹ X′H / ( p (1 − p) )  ~  χ²(k),   Hₜ = 1{Lₜ > Vₜ} − p
///
/// X has a row for each forecast with all its lags: a constant, the lagged H, and the forecast V
/// itself if the regressors include it. The asymptotic test rejects too often below thousands of
/// forecasts at 99 % (11.9 % at n = 1,000), so the recommended p-value is simulated: independent
/// hits at the rate p against the same forecasts.
///
/// - SeeAlso: Engle and Manganelli (2004), *Journal of Business & Economic Statistics* 22(4),
///   367–381, doi:10.1198/073500104000000370.
public struct DynamicQuantileTest: Hashable, Sendable {
  /// The regressors of the hits.
  public let regressors: DynamicQuantileRegressors
  /// DQ, the statistic.
  public let statistic: Double
  /// k, the number of regressors.
  public var degreesOfFreedom: Int { regressors.count }

  /// Tests hits against their forecasts; nil if there are too few or X′X is singular.
  public init?(
    _ hits: ExceedanceSequence, forecasts: [Double], level: ConfidenceLevel,
    regressors: DynamicQuantileRegressors = .hitsAndForecast(lags: 4)
  ) {
    guard
      let design = Design(forecasts, tail: level.tailProbability, regressors: regressors)
    else { return nil }
    self.init(design, positions: hits.positions)
  }

  private init?(_ design: Design, positions: [Int]) {
    regressors = design.regressors
    guard !positions.isEmpty, let statistic = design.statistic(of: positions) else { return nil }
    self.statistic = statistic
  }
}

extension DynamicQuantileTest {
  /// Returns the result for one series, from every h-th forecast if the horizon is h > 1 bars.
  static func result(_ series: ForecastSeries, _ inference: Inference) -> TestResult {
    let blocks = series.nonOverlapping
    let hits = blocks.hits
    let tail = series.level.tailProbability
    let design = Design(
      blocks.valuesAtRisk, tail: tail, regressors: .hitsAndForecast(lags: 4))
    let test = design.flatMap { DynamicQuantileTest($0, positions: hits.positions) }
    return TestResult(
      .dynamicQuantile, statistic: test?.statistic, degreesOfFreedom: test?.degreesOfFreedom,
      alternative: .twoSided, significance: inference.significance, horizon: series.horizon,
      overlap: .nonOverlappingBlocks
    ) {
      guard let test, let design else {
        return .none(
          hits.forecastCount == 0
            ? .noForecasts : hits.exceedanceCount == 0 ? .noExceedances : .singularSample)
      }
      guard let draws = inference.pValues.draws else {
        let limit = ChiSquared(degreesOfFreedom: Double(test.degreesOfFreedom))
        return .pValue(limit.survival(of: test.statistic), .asymptotic, attainedSize: nil)
      }
      return MonteCarloNull(
        draws: draws, seed: inference.seed, identifier: "\(inference.identifier) dynamic-quantile"
      ).pValueResult(of: test.statistic) { stream, draw in
        var position = -1
        let gaps = ExceedanceSpells(
          drawing: tail, count: blocks.count, from: stream, draw: draw
        ).gaps
        let positions = gaps.map { gap in
          position += gap
          return position
        }
        return design.statistic(of: positions)
      }
    }
  }
}

extension DynamicQuantileTest {
  /// The regression as a function of the hit positions; sums that do not depend on them are
  /// precomputed.
  ///
  /// With N the hits whose i-th lag is in the sample, sums over the m rows reduce to sums over
  /// hits:
  ///
  ///     Σ Hₜ₋ᵢ Hₜ₋ⱼ = Nᵢⱼ − p (Nᵢ + Nⱼ) + p² m,   Σ Vₜ Hₜ₋ᵢ = Σ over hits of V − p Σ Vₜ
  private struct Design {
    let regressors: DynamicQuantileRegressors
    private let tail: Double
    /// Forecasts divided by their mean, so that X′X is well scaled.
    private let forecasts: [Double]
    private let sum: Double
    private let squares: Double

    /// Nil for too few forecasts, and if their mean is zero or not finite.
    init?(_ forecasts: [Double], tail: Double, regressors: DynamicQuantileRegressors) {
      let scale = forecasts.reduce(0, +) / Double(forecasts.count)
      guard forecasts.count > regressors.lags + regressors.count, scale != 0, scale.isFinite else {
        return nil
      }
      self.regressors = regressors
      self.tail = tail
      self.forecasts = forecasts.map { $0 / scale }
      let rows = self.forecasts.dropFirst(regressors.lags)
      sum = rows.reduce(0, +)
      squares = rows.reduce(0) { $0 + $1 * $1 }
    }

    /// Returns DQ of hits at ascending positions; nil if X′X is singular.
    func statistic(of positions: [Int]) -> Double? {
      let lags = regressors.lags
      let order = regressors.count
      let rows = Double(forecasts.count - lags)
      let sums = sums(of: positions)
      let both = { (i: Int, j: Int) in
        sums.pairs[i * (lags + 1) + j] - tail * (sums.counts[i] + sums.counts[j])
          + tail * tail * rows
      }
      var matrix = [Double](repeating: 0, count: order * order)
      var vector = [Double](repeating: 0, count: order)
      matrix[0] = rows
      vector[0] = sums.counts[0] - tail * rows
      for i in 1 ..< 1 + lags {
        matrix[i * order] = sums.counts[i] - tail * rows
        vector[i] = both(0, i)
        for j in 1 ... i { matrix[i * order + j] = both(j, i) }
      }
      if order > 1 + lags {
        let last = (order - 1) * order
        matrix[last] = sum
        for i in 1 ..< 1 + lags { matrix[last + i] = sums.forecasts[i] - tail * sum }
        matrix[last + order - 1] = squares
        vector[order - 1] = sums.forecasts[0] - tail * sum
      }
      return quadraticForm(matrix, vector, order).map { $0 / (tail * (1 - tail)) }
    }

    /// Returns Nᵢ, Nᵢⱼ with i ≤ j row by row, and the sum of forecasts at the hits of each lag.
    private func sums(
      of positions: [Int]
    ) -> (counts: [Double], pairs: [Double], forecasts: [Double]) {
      let lags = regressors.lags
      let rows = lags ..< forecasts.count
      var counts = [Double](repeating: 0, count: lags + 1)
      var pairs = [Double](repeating: 0, count: (lags + 1) * (lags + 1))
      var weighted = counts
      for (index, position) in positions.enumerated() {
        for i in 0 ... lags where rows.contains(position + i) {
          counts[i] += 1
          weighted[i] += forecasts[position + i]
        }
        // The later hit is lag i of the row in which the earlier one is lag j.
        for later in positions[index...] {
          let distance = later - position
          guard distance <= lags else { break }
          for i in 0 ... lags - distance where rows.contains(later + i) {
            pairs[i * (lags + 1) + i + distance] += 1
          }
        }
      }
      return (counts, pairs, weighted)
    }

    /// Returns v′A⁻¹v through the Cholesky factor of A's lower triangle; nil if a pivot vanishes.
    private func quadraticForm(_ a: [Double], _ v: [Double], _ order: Int) -> Double? {
      var factor = a
      var solved = v
      var sum = 0.0
      for i in 0 ..< order {
        for j in 0 ... i {
          var value = a[i * order + j]
          for k in 0 ..< j { value -= factor[i * order + k] * factor[j * order + k] }
          if i == j {
            guard value > 1e-10 * a[i * order + i] else { return nil }
            factor[i * order + i] = value.squareRoot()
          } else {
            factor[i * order + j] = value / factor[j * order + j]
          }
        }
        var value = v[i]
        for k in 0 ..< i { value -= factor[i * order + k] * solved[k] }
        solved[i] = value / factor[i * order + i]
        sum += solved[i] * solved[i]
      }
      return sum
    }
  }
}
