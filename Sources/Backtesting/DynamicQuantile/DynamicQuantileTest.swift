public import RiskMeasures
internal import Statistics

/// What an exceedance must not be predictable from.
public enum DynamicQuantileRegressors: Hashable, Sendable {
  /// A constant and a number of lags of the hit.
  case hits(lags: Int)
  /// Those and the value at risk: Engle and Manganelli's, with four lags.
  case hitsAndForecast(lags: Int)

  /// The lags of the hit.
  public var lags: Int {
    switch self {
    case .hits(let lags), .hitsAndForecast(let lags): lags
    }
  }

  /// The columns of the regression.
  var count: Int {
    switch self {
    case .hits(let lags): 1 + lags
    case .hitsAndForecast(let lags): 2 + lags
    }
  }
}

/// The dynamic quantile test of Engle and Manganelli: a regression of the hits on what was known.
///
///     DQ = H′X (X′X)⁻¹ X′H / ( p (1 − p) )  ~  χ²(k),   Hₜ = 1{Lₜ > Vₜ} − p
///
/// X has a row for each forecast that has all its lags: a constant, the lagged H, and the forecast V
/// itself where the regressors say so. The limit rejects too often below thousands of forecasts at 99 %
/// (11.9 % at n = 1,000), so that the recommended p-value is simulated: independent hits at the rate p
/// against the same forecasts.
///
/// - SeeAlso: Engle and Manganelli (2004), *Journal of Business & Economic Statistics* 22(4), 367–381,
///   doi:10.1198/073500104000000370.
public struct DynamicQuantileTest: Hashable, Sendable {
  /// The regressors.
  public let regressors: DynamicQuantileRegressors
  /// DQ.
  public let statistic: Double
  /// k.
  public var degreesOfFreedom: Int { regressors.count }

  /// The test of hits against the forecasts that they were of; nil where there are too few or X′X is singular.
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
  /// The result of one series, every h-th forecast alone over several bars.
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
  /// The regression as a function of where the hits are: what does not depend on them is summed once.
  ///
  /// With N the hits whose i-th lag lies in the sample, sums over the m rows are sums over hits alone:
  ///
  ///     Σ Hₜ₋ᵢ Hₜ₋ⱼ = Nᵢⱼ − p (Nᵢ + Nⱼ) + p² m,   Σ Vₜ Hₜ₋ᵢ = Σ over hits of V − p Σ Vₜ
  private struct Design {
    let regressors: DynamicQuantileRegressors
    private let tail: Double
    /// Forecasts in units of their mean, so that X′X is well scaled.
    private let forecasts: [Double]
    private let sum: Double
    private let squares: Double

    /// Nil for too few forecasts, and for those without a finite mean that is not zero.
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

    /// DQ of hits at ascending positions; nil where X′X is singular.
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

    /// Nᵢ, Nᵢⱼ with i ≤ j row by row, and the forecasts at the hits of each lag.
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
        // The later hit is lag i of the row whose lag j is the earlier one.
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

    /// v′A⁻¹v through the Cholesky factor of A's lower triangle; nil where a pivot vanishes.
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
