internal import RiskMeasures
public import Volatility

/// The volatility that standardizes past returns.
public enum FilterVolatility: Hashable, Sendable {
  /// Exponentially weighted, with a given decay.
  case ewma(EWMA)
  /// Exponentially weighted, floored at a quantile of its own past forecasts.
  case floored(EWMA, VolatilityFloor)
  /// Estimated by maximum likelihood on the last N returns at each recalibration.
  case estimated(ConditionalVolatility, window: Int)

  /// The number of returns before the first variance.
  var minimumReturns: Int {
    switch self {
    case .ewma(let ewma), .floored(let ewma, _): ewma.startUp.observations
    case .estimated(let model, let window): max(model.minimumReturns, min(window, 100))
    }
  }

  /// The estimated volatility with past residuals, or nil if the decay is given.
  var estimated: EstimatedVolatilityModel? {
    guard case .estimated(let model, _) = self else { return nil }
    return EstimatedVolatilityModel(model: model, resamplesResiduals: true)
  }

  /// The reason order statistics give no interval, or nil if the volatility is given.
  var withoutInterval: TailInterval.Reason? {
    switch self {
    case .ewma, .floored: nil
    case .estimated: .needsResidualBootstrap
    }
  }

  /// The number of returns the variance depends on, or nil for the whole history.
  var memory: Int? {
    switch self {
    case .ewma, .floored: nil
    case .estimated(_, let window): window
    }
  }
}

/// Pairs each return with its forecast; after a fit, all returns of the window again.
struct VolatilityFilterState: Sendable, Equatable {
  private enum State: Sendable, Equatable {
    case ewma(FilteredReturns)
    case estimated(EstimatedVolatility)
  }

  private var state: State
  private var floor: VolatilityFloorState?
  private let name: String
  private var observationCount = 0

  init(_ volatility: FilterVolatility, model name: String) {
    self.name = name
    switch volatility {
    case .ewma(let ewma): state = .ewma(FilteredReturns(ewma))
    case .floored(let ewma, let floor):
      state = .ewma(FilteredReturns(ewma))
      self.floor = VolatilityFloorState(floor)
    case .estimated(let model, let window):
      state = .estimated(EstimatedVolatility(model, window: window))
    }
  }

  /// Observes a return and returns those that now have a forecast.
  ///
  /// This is the return itself, none during the start-up, or all of the start-up at its end.
  mutating func observe(_ value: Double) -> FilteredReturns.Batch {
    observationCount += 1
    switch state {
    case .ewma(var filtered):
      let batch = filtered.observe(value)
      if let variance = filtered.variance { floor?.observe(variance) }
      state = .ewma(filtered)
      return batch
    case .estimated(var volatility):
      state = .ewma(FilteredReturns(EWMA(decay: 0.5)))  // Moved out, so that it is not copied.
      let running = volatility.fitted?.running
      volatility.observe(value)
      state = .estimated(volatility)
      return FilteredReturns.Batch(
        early: [],
        last: running.map {
          FilteredReturn(value: value, mean: $0.nextMean, variance: $0.nextVariance)
        })
    }
  }

  /// Refits the model and returns the window with new forecasts, or nil if none changed.
  mutating func recalibrate() throws(RiskModelError) -> [FilteredReturn]? {
    guard case .estimated(var volatility) = state else { return nil }
    let run: FilteredVolatility
    do {
      run = try volatility.recalibrate()
    } catch {
      throw RiskModelError(error, model: name)
    }
    state = .estimated(volatility)
    let values = volatility.fittedReturns.suffix(run.residuals.count)
    return zip(values, zip(run.residuals, run.variances)).map { value, pair in
      FilteredReturn(value: value, mean: value - pair.0, variance: pair.1)
    }
  }

  /// The mean and variance of the next return.
  func next() throws(RiskModelError) -> (mean: Double, variance: Double) {
    switch state {
    case .ewma(let filtered):
      guard filtered.zeroVariances == 0 else {
        throw .noVariation(observations: observationCount)
      }
      guard let variance = filtered.variance else { throw filtered.startUpError }
      guard variance > 0 else { throw .noVariation(observations: observationCount) }
      return (0, floor?.floored(variance) ?? variance)
    case .estimated(let volatility):
      guard let fitted = try volatility.usable() else {
        throw .insufficientHistory(
          available: observationCount, required: volatility.model.minimumReturns)
      }
      return (fitted.running.nextMean, fitted.running.nextVariance)
    }
  }

  /// The starting state of simulated paths.
  func pathState(_ next: (mean: Double, variance: Double)) -> PathState {
    switch state {
    case .ewma(let filtered): .ewma(decay: filtered.decay, variance: next.variance)
    case .estimated(let volatility):
      volatility.fitted.map { .estimated($0.running) }
        ?? .ewma(decay: 0, variance: next.variance)
    }
  }

  /// The fit and the returns since the start of its window, or nil for a given volatility.
  var estimated: EstimatedVolatility? {
    if case .estimated(let volatility) = state { volatility } else { nil }
  }

  /// The fitted parameters.
  var parameters: FittedParameters {
    switch state {
    case .ewma(let filtered):
      var values = ["decay": filtered.decay]
      values["volatility"] = filtered.variance.map { $0.squareRoot() }
      return FittedParameters(values: values)
    case .estimated(let volatility):
      return volatility.fitted?.parameters(on: volatility.fittedReturns) ?? FittedParameters()
    }
  }
}

/// The state of the recursion along a simulated path.
enum PathState {
  case ewma(decay: Double, variance: Double)
  case estimated(VolatilityState)

  /// Applies a residual as the next shock and returns the simulated return.
  mutating func step(_ residual: Double) -> Double {
    switch self {
    case .ewma(let decay, let variance):
      let value = variance.squareRoot() * residual
      self = .ewma(decay: decay, variance: decay * variance + (1 - decay) * value * value)
      return value
    case .estimated(var state):
      let value = state.step(residual)
      self = .estimated(state)
      return value
    }
  }
}
