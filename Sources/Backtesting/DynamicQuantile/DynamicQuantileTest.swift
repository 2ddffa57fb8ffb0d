public import RiskMeasures
internal import Statistics

/// What an exceedance must not be predictable from.
public enum DynamicQuantileRegressors: Hashable, Sendable {
  /// A constant and so many lags of the hit.
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
    self.init(
      positions: hits.positions, forecasts: forecasts, tail: level.tailProbability,
      regressors: regressors)
  }

  init?(
    positions: [Int], forecasts: [Double], tail p: Double, regressors: DynamicQuantileRegressors
  ) {
    self.regressors = regressors
    let lags = regressors.lags
    let k = regressors.count
    guard forecasts.count > lags + k, !positions.isEmpty else { return nil }
    var sums = Sums(order: k)
    var hits = [Double](repeating: -p, count: forecasts.count)
    for position in positions { hits[position] = 1 - p }
    // The forecast enters in units of its mean: X′X is then well scaled.
    let scale = forecasts.reduce(0, +) / Double(forecasts.count)
    guard scale != 0, scale.isFinite else { return nil }
    var row = [Double](repeating: 1, count: k)
    for t in lags ..< forecasts.count {
      for lag in 0 ..< lags { row[1 + lag] = hits[t - 1 - lag] }
      if k > 1 + lags { row[k - 1] = forecasts[t] / scale }
      sums.add(row, hits[t])
    }
    guard let quadratic = sums.quadraticForm else { return nil }
    statistic = quadratic / (p * (1 - p))
  }

  /// X′X and X′H.
  private struct Sums {
    let order: Int
    var squares: [Double]
    var products: [Double]

    init(order: Int) {
      self.order = order
      squares = [Double](repeating: 0, count: order * order)
      products = [Double](repeating: 0, count: order)
    }

    mutating func add(_ row: [Double], _ hit: Double) {
      for i in 0 ..< order {
        products[i] += row[i] * hit
        for j in 0 ... i { squares[i * order + j] += row[i] * row[j] }
      }
    }

    /// v′A⁻¹v through the Cholesky factor of A; nil where a pivot vanishes against its diagonal.
    var quadraticForm: Double? {
      var factor = squares
      var solved = products
      var sum = 0.0
      for i in 0 ..< order {
        for j in 0 ... i {
          var value = squares[i * order + j]
          for k in 0 ..< j { value -= factor[i * order + k] * factor[j * order + k] }
          if i == j {
            guard value > 1e-10 * squares[i * order + i] else { return nil }
            factor[i * order + i] = value.squareRoot()
          } else {
            factor[i * order + j] = value / factor[j * order + j]
          }
        }
        var value = products[i]
        for k in 0 ..< i { value -= factor[i * order + k] * solved[k] }
        solved[i] = value / factor[i * order + i]
        sum += solved[i] * solved[i]
      }
      return sum
    }
  }
}

extension DynamicQuantileTest {
  /// The result of one series, every h-th forecast alone over several bars.
  static func result(_ series: ForecastSeries, _ inference: Inference) -> TestResult {
    let blocks = series.nonOverlapping
    let hits = blocks.hits
    let test = DynamicQuantileTest(
      hits, forecasts: blocks.valuesAtRisk, level: series.level)
    return TestResult(
      .dynamicQuantile, statistic: test?.statistic, degreesOfFreedom: test?.degreesOfFreedom,
      alternative: .twoSided, significance: inference.significance, horizon: series.horizon,
      overlap: .nonOverlappingBlocks
    ) {
      guard let test else {
        return .none(
          hits.forecastCount == 0
            ? .noForecasts : hits.exceedanceCount == 0 ? .noExceedances : .singularSample)
      }
      guard let draws = inference.pValues.draws else {
        let limit = ChiSquared(degreesOfFreedom: Double(test.degreesOfFreedom))
        return .pValue(limit.survival(of: test.statistic), .asymptotic, attainedSize: nil)
      }
      let tail = series.level.tailProbability
      return MonteCarloNull(
        draws: draws, seed: inference.seed, identifier: "\(inference.identifier) dynamic-quantile"
      ).evidence(of: test.statistic) { stream, draw in
        var position = -1
        let gaps = ExceedanceSpells(
          drawing: tail, count: blocks.count, from: stream, draw: draw
        ).gaps
        let positions = gaps.map { gap in
          position += gap
          return position
        }
        return DynamicQuantileTest(
          positions: positions, forecasts: blocks.valuesAtRisk, tail: tail,
          regressors: test.regressors)?.statistic
      }
    }
  }
}
