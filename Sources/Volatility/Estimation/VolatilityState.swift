/// A model with parameters, somewhere in a series: what it says of the next return, one step at a time.
public struct VolatilityState: Hashable, Sendable {
  /// The model that is run.
  public let model: ConditionalVolatility
  /// Its parameters, in the order of its names.
  public let parameters: [Double]
  private let recursive: [Double]
  /// The residuals and variances that the recursion looks back on, oldest first.
  private var residuals: [Double]
  private var variances: [Double]
  /// m of the next return.
  public private(set) var nextMean: Double
  /// σ² of the next return.
  public private(set) var nextVariance: Double

  /// The state after the last return of a run.
  public init(
    after run: FilteredVolatility, of model: ConditionalVolatility, parameters: [Double]
  ) {
    self.model = model
    self.parameters = parameters
    recursive = model.running(parameters)
    residuals = run.residuals.suffix(model.form.lags)
    variances = run.variances.suffix(model.form.lags)
    nextMean = run.nextMean
    nextVariance = run.nextVariance
  }

  /// The state before the first return of a run, its past as the presample has it.
  public init(
    startOf run: FilteredVolatility, of model: ConditionalVolatility, parameters: [Double]
  ) {
    self.init(after: run, of: model, parameters: parameters)
    let lags = residuals.count
    residuals = Array(run.residuals.prefix(lags))
    variances = Array(run.variances.prefix(lags))
    nextVariance = run.variances[0]
    if model.mean == .autoregressive { nextMean = parameters[0] / (1 - parameters[1]) }
  }

  /// Takes the next return.
  public mutating func observe(_ value: Double) {
    advance(residual: value - nextMean, value)
  }

  /// Takes the next return as a shock of `standardized` standard deviations, and answers the return.
  public mutating func step(_ standardized: Double) -> Double {
    let residual = nextVariance.squareRoot() * standardized
    let value = nextMean + residual
    advance(residual: residual, value)
    return value
  }

  /// Σ m of the next `bars` bars.
  public func meanForecast(bars: Int) -> Double {
    guard model.mean == .autoregressive else { return nextMean * Double(bars) }
    var sum = 0.0
    var mean = nextMean
    for _ in 0 ..< bars {
      sum += mean
      mean = parameters[0] + parameters[1] * mean
    }
    return sum
  }

  private mutating func advance(residual: Double, _ value: Double) {
    let last = residuals.count - 1
    for i in 0 ..< last {
      residuals[i] = residuals[i + 1]
      variances[i] = variances[i + 1]
    }
    residuals[last] = residual
    variances[last] = nextVariance
    nextVariance = model.form.variance(after: residuals.span, variances.span, recursive)
    if model.mean == .autoregressive { nextMean = parameters[0] + parameters[1] * value }
  }
}
