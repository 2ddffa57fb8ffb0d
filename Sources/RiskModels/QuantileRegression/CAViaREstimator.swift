internal import Instruments
internal import RiskMeasures

/// The running state of ``CAViaR``: one quantile recursion per level and side.
public struct CAViaREstimator: ReturnEstimator, Equatable {
  private let model: CAViaR
  private let horizon: Horizon
  private var recent: RecentWindow
  /// The fits, levels ascending, long before short; empty before the first fit.
  private var fits: [QuantileFit] = []
  private var states: [QuantileState] = []
  private var body: QuantileStandardizedReturns?
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: CAViaR, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
    recent = RecentWindow(capacity: model.window)
  }

  /// Observes the next return; the quantiles are updated, the parameters are not.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    recent.append(value)
    for i in fits.indices { states[i] = fits[i].state(after: states[i], observing: value) }
  }

  /// Fits every level and side to the window, and runs the recursions through it.
  ///
  /// - Throws: ``RiskModelError``; the previous fits are then kept.
  public mutating func recalibrate() throws(RiskModelError) {
    let returns = recent.chronological
    let required = model.minimumObservations(over: horizon, at: model.levels[0])
    guard returns.count >= required else {
      throw .insufficientHistory(available: returns.count, required: required)
    }
    guard let first = returns.first, returns.contains(where: { $0 != first }) else {
      throw .noVariation(observations: returns.count)
    }
    let absolute = returns.reduce(0) { $0 + abs($1) } / Double(returns.count)
    let scale = absolute * (Double.pi / 2).squareRoot()
    var fits: [QuantileFit] = []
    for level in model.levels {
      for side in Side.allCases {
        fits.append(
          try QuantileFit(model, side: side, level: level, returns: returns, scale: scale))
      }
    }
    body = QuantileStandardizedReturns(
      returns, scale: scale, longPath: fits[0].path, shortPath: fits[1].path)
    states = fits.map(\.last)
    self.fits = fits
  }

  /// The distribution of the return over the horizon that starts now.
  ///
  /// - Throws: ``RiskModelError/quantileNotPositive(_:_:)`` if an adaptive quantile is not
  ///   positive.
  public func prediction() throws(RiskModelError) -> CAViaRReturns {
    guard let body else {
      throw .insufficientHistory(
        available: observationCount,
        required: model.minimumObservations(over: horizon, at: model.levels[0]))
    }
    let root = Double(horizon.bars).squareRoot()
    var tails: [QuantileTail] = []
    for (fit, state) in zip(fits, states) {
      guard state.quantile > 0 else { throw .quantileNotPositive(fit.side, fit.level) }
      tails.append(
        QuantileTail(
          side: fit.side, level: fit.level, quantile: state.quantile * fit.scale * root,
          excesses: fit.excesses,
          standardError: fit.covariance.map {
            $0.standardError(along: state.gradient) * fit.scale * root
          }, reason: fit.isHeld ? .boundary : .singularInformation))
    }
    return CAViaRReturns(tails: tails, body: body, convention: model.returnConvention)
  }

  /// The parameters β₁ … β₄ and m of each side and level, named as in `beta1.long.0.99`.
  public var parameters: FittedParameters {
    guard !fits.isEmpty else { return FittedParameters() }
    var result = FittedParameters(
      status: fits.contains(where: \.isHeld) ? .boundary : .converged)
    for fit in fits {
      result.values.merge(fit.values) { $1 }
      result.standardErrors.merge(fit.standardErrors) { $1 }
    }
    return result
  }
}
