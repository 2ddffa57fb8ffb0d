internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Volatility

/// The sampling distribution of a volatility model's forecast, by simulating and re-estimating it.
///
/// Each replication draws innovations of the fitted distribution, runs the fitted recursion over them to a series
/// as long as the one that was fitted, and fits the model to it. What its parameters forecast from the
/// returns that were observed is one draw of the forecast. It also holds where an estimate lies on a
/// bound, where no delta method does, and over simulated paths, whose shocks are the same in all
/// replications. It costs as many fits as there are replications.
///
/// - SeeAlso: Efron and Tibshirani (1993), *An Introduction to the Bootstrap*, section 6.5; Pascual, Romo
///   and Ruiz (2006), *Computational Statistics & Data Analysis* 50(9), 2293–2312.
struct ParametricBootstrap: Sendable {
  let fit: VolatilityFit
  /// The returns that were fitted.
  let fitted: [Double]
  /// Those, and the returns after them.
  let returns: [Double]
  let bars: Int
  let convention: ReturnConvention
  let simulation: PathSimulation
  /// Whether the forecast is one of simulated paths.
  let simulatesPaths: Bool

  /// The forecasts of a number of replications, about the forecast itself.
  func forecasts(replications: Int, about center: any PredictedReturns) -> ReplicatedForecasts {
    ReplicatedForecasts(replications: replications, about: center) { replicate($0) }
  }

  private func replicate(_ number: Int) -> (any PredictedReturns)? {
    let model = fit.model
    let run = model.filter(fitted, parameters: fit.parameters)
    let distribution = model.innovations.distribution(shape: fit.shape)
    var state = VolatilityState(startOf: run, of: model, parameters: fit.parameters)
    // The upper half of the steps: the lower one is the forecast's own.
    let series = fitted.indices.map { step in
      state.step(
        simulation.stream.draw(
          from: distribution, path: UInt32(number), step: UInt32(step) | 0x8000_0000))
    }
    guard series.allSatisfy(\.isFinite),
      let refit = try? VolatilityFit(maximizing: model, on: series, startingAt: fit)
    else { return nil }
    return forecast(of: refit, to: series)
  }

  /// What the parameters of a fit forecast from the returns that were observed.
  private func forecast(of refit: VolatilityFit, to series: [Double]) -> (any PredictedReturns)? {
    let now = VolatilityState(
      after: refit.model.filter(returns, parameters: refit.parameters), of: refit.model,
      parameters: refit.parameters)
    guard now.nextVariance > 0, now.nextVariance.isFinite else { return nil }
    guard simulatesPaths else {
      return ConditionalReturns(
        .scaled(
          .innovations(
            mean: now.meanForecast(bars: bars),
            standardDeviation: (now.nextVariance * Double(bars)).squareRoot(),
            family: refit.model.innovations, shape: refit.shape, convention: convention)),
        uncertainty: .likelihood(
          LikelihoodUncertainty(
            fit: refit, fitted: series, returns: returns, bars: bars, convention: convention)))
    }
    let shocks = simulation.shocks(
      from: refit.model.innovations.distribution(shape: refit.shape), steps: bars)
    let distribution: SimulatedReturns.Distribution =
      refit.model.innovations.hasPowerTails ? .studentT : .normal
    return SimulatedReturns(
      sample: simulation.returns(from: now, shocks: shocks, steps: bars, convention: convention),
      distribution: distribution)
  }
}
