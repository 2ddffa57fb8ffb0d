internal import Glibc

/// The input series of a recursion: residuals and presample values.
struct ResidualSeries {
  var residuals: [Double]
  /// The return before each residual; empty for a mean without a lag.
  var lagged: [Double] = []
  var means = 0
  /// The presample value of |e|ᵈ and σᵈ, where d is the recursion's power.
  var presample = 0.0
  var presampleSlopes = (0.0, 0.0)
  /// The second derivative of the presample value by a constant mean.
  var presampleCurvature = 0.0
}

/// The variances of a series, with a row of slopes of each log variance if requested.
struct VarianceRows {
  var variances: [Double]
  var slopes: [Double]
  /// The number of values per row, a multiple of four.
  let width: Int
  var wantsSlopes = true

  init(count: Int, columns: Int) {
    width = (columns + 3) / 4 * 4
    variances = [Double](repeating: 0, count: count)
    slopes = [Double](repeating: 0, count: count * width)
  }
}

/// The log-likelihood of a model on one series, with its gradient.
///
///     ℓ(θ) = Σ ln f(eₜ/σₜ) − ½ ln σ²ₜ
///
/// Parameters are in the order of ``ConditionalVolatility/parameterNames``. The memory is allocated
/// once.
struct Likelihood {
  let model: ConditionalVolatility
  private let form: any EstimableRecursion
  private let returns: [Double]
  var series: ResidualSeries
  var rows: VarianceRows
  var weights: [Double]
  var pulls: [Double]
  private let backcast: Double?

  /// Creates the likelihood of `returns`; an AR(1) mean takes one more return than residuals.
  init(_ model: ConditionalVolatility, returns: [Double]) {
    self.model = model
    form = model.form
    let given = model.givenReturns
    let count = returns.count - given
    self.returns = Array(returns.dropFirst(given))
    let means = model.mean.parameterCount
    series = ResidualSeries(residuals: self.returns, means: means)
    if given > 0 { series.lagged = Array(returns.dropLast()) }
    rows = VarianceRows(count: count, columns: form.parameterCount + means + form.shapeColumns)
    weights = [Double](repeating: 0, count: count)
    pulls = weights
    backcast = model.presample.fixedValue(of: self.returns, power: form.power)
  }

  var count: Int { returns.count }

  /// The returns that have residuals.
  var observed: [Double] { returns }
  var dimension: Int { columns + model.innovations.parameterCount }
  private var columns: Int { form.parameterCount + series.means }
  var shapeColumns: Int { form.shapeColumns }

  /// The log-likelihood ℓ(θ), not finite if the recursion has no valid variance.
  mutating func value(at parameters: [Double]) -> Double {
    rows.wantsSlopes = false
    filter(parameters)
    return score(parameters).value
  }

  /// The log-likelihood ℓ(θ) and its gradient ∂ℓ/∂θ.
  mutating func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    rows.wantsSlopes = true
    filter(parameters)
    let score = score(parameters)
    let byColumn = rowGradient(columns: columns)
    let recursive = form.parameterCount
    for i in 0 ..< series.means { gradient[i] = byColumn[recursive + i] }
    for i in 0 ..< recursive { gradient[series.means + i] = byColumn[i] }
    for (i, slope) in score.shapeSlopes.enumerated() { gradient[columns + i] = slope }
    for i in columns ..< byColumn.count { gradient[i] += byColumn[i] }
    return score.value
  }

  /// The smallest conditional variance of the last run.
  var leastVariance: Double {
    var least = Double.infinity
    for variance in rows.variances where variance < least { least = variance }
    return least
  }

  // MARK: - Stages

  mutating func filter(_ parameters: [Double]) {
    setResiduals(Array(parameters.prefix(series.means)))
    form.filter(series, model.running(parameters), into: &rows)
  }

  private mutating func setResiduals(_ mean: [Double]) {
    let sums = series.setResiduals(of: returns, mean: mean)
    if let backcast {
      series.presample = backcast
      return
    }
    let n = Double(returns.count)
    let square = sums.squares / n
    let isSquare = form.power == 2
    series.presample = isSquare ? square : square.squareRoot()
    let chain = isSquare ? 1 : 0.5 / square.squareRoot()
    series.presampleSlopes = (-2 * sums.plain / n * chain, -2 * sums.lagged / n * chain)
    series.presampleCurvature = isSquare ? 2 : 0
  }

  private mutating func score(_ parameters: [Double]) -> InnovationScore {
    let shape = Array(parameters.suffix(model.innovations.parameterCount))
    return innovationScore(model.innovations, shape)
  }
}

/// The log-likelihood of the innovations, with its slopes by the shape.
struct InnovationScore {
  let value: Double
  let shapeSlopes: [Double]
}

extension PresampleVariance {
  /// The presample value of |e|ᵈ if it does not depend on the parameters, otherwise nil.
  fileprivate func fixedValue(of returns: [Double], power: Double) -> Double? {
    switch self {
    case .sample: return nil
    case .variance(let value): return pow(value, power / 2)
    case .backcast:
      let mean = returns.reduce(0, +) / Double(returns.count)
      var sum = 0.0
      var weights = 0.0
      var weight = 1.0
      for value in returns.prefix(75) {
        let size = abs(value - mean)
        sum += weight * (power == 2 ? size * size : size)
        weights += weight
        weight *= 0.94
      }
      return sum / weights
    }
  }
}
