internal import LinearAlgebra
internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Volatility

/// The sampling distribution of a filtered quantile by a residual bootstrap.
///
/// Each replication draws centered residuals with replacement, runs the fitted recursion over them
/// to simulate a new series, and refits the model to it. The refitted parameters give another
/// variance forecast from the observed returns, and the new residuals another quantile. Over
/// several bars the residuals are drawn along the same paths as in the forecast.
///
/// - SeeAlso: Christoffersen and Gonçalves (2005), *Journal of Risk* 7(3), 1–28.
struct ResidualBootstrap: Sendable {
  let fit: VolatilityFit
  let refits: BootstrapRefits
  /// The returns of the estimation sample.
  let fitted: [Double]
  /// The returns of the estimation sample and those after it.
  let returns: [Double]
  let bars: Int
  let convention: ReturnConvention
  let simulation: PathSimulation
  /// The residual drawn at each step of each path; empty for a scaled sample.
  let draws: [Double]

  /// The replicated forecasts.
  func forecasts(replications: Int) -> ReplicatedForecasts {
    ReplicatedForecasts(
      replications: replications, refits: refits, refit: { refit($0) },
      forecast: { forecast(of: $0) })
  }

  /// The refit to one simulated series, with its residuals in ascending order.
  private func refit(_ number: Int) -> BootstrapRefit? {
    let model = fit.model
    let run = model.filter(fitted, parameters: fit.parameters)
    let residuals = run.standardized
    let centre = residuals.reduce(0, +) / Double(residuals.count)
    var state = VolatilityState(startOf: run, of: model, parameters: fit.parameters)
    let series = fitted.indices.map { step in
      // Over several bars the forecast itself uses the lower half of the steps.
      let index = UInt32(step) | (draws.isEmpty ? 0 : 0x8000_0000)
      let u = simulation.stream.uniform(path: UInt32(number), step: index)
      return state.step(residuals[Int(u * Double(residuals.count))] - centre)
    }
    guard series.allSatisfy(\.isFinite),
      let refit = try? VolatilityFit(maximizing: model, on: series, startingAt: fit)
    else { return nil }
    var sample = model.filter(series, parameters: refit.parameters).standardized
    guard sample.allSatisfy(\.isFinite) else { return nil }
    sortAscending(&sample)
    return BootstrapRefit(fit: refit, sample: sample)
  }

  /// The forecast of a refit from the observed returns.
  private func forecast(of refit: BootstrapRefit) -> (any PredictedReturns)? {
    let model = fit.model
    let (parameters, sample) = (refit.fit.parameters, refit.sample)
    let now = model.filter(returns, parameters: parameters)
    guard now.nextVariance > 0, now.nextVariance.isFinite else { return nil }
    guard draws.isEmpty else {
      let state = VolatilityState(after: now, of: model, parameters: parameters)
      return SimulatedReturns(
        sample: simulation.returns(
          residuals: sample, draws: draws, steps: bars, convention: convention,
          from: .estimated(state)), distribution: .normal)
    }
    return EmpiricalReturns(
      sorted: sample, scale: (now.nextVariance * Double(bars)).squareRoot(),
      shift: now.nextMean * Double(bars), convention: convention,
      quantileConvention: simulation.quantileConvention)
  }
}
