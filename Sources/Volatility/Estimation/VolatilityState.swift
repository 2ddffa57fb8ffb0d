/// The state of a fitted model at one date, advanced one return at a time.
public struct VolatilityState: Hashable, Sendable {
  /// The model.
  public let model: ConditionalVolatility
  /// The parameters, in the order of the model's `parameterNames`.
  public let parameters: [Double]
  private let recursive: [Double]
  /// The residuals and variances that the recursion depends on, oldest first.
  private var residuals: [Double]
  private var variances: [Double]
  /// The conditional mean of the next return.
  public private(set) var nextMean: Double
  /// The conditional variance of the next return.
  public private(set) var nextVariance: Double

  /// Creates the state after the last return of a run.
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

  /// Creates the state before the first return of a run, with presample values as its past.
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

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    advance(residual: value - nextMean, value)
  }

  /// Advances by a shock of `standardized` standard deviations and returns the simulated return.
  public mutating func step(_ standardized: Double) -> Double {
    let residual = nextVariance.squareRoot() * standardized
    let value = nextMean + residual
    advance(residual: residual, value)
    return value
  }

  /// The sum of the conditional means of the next `bars` bars.
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
