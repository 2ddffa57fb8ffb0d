internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Volatility

/// The sampling distribution of a volatility model's forecast by a parametric bootstrap.
///
/// Each replication draws innovations from the fitted distribution, runs the fitted recursion over
/// them to simulate a series as long as the estimation sample, and refits the model to it. The
/// forecast of the refitted parameters from the observed returns is one draw. The method also
/// applies when an estimate is at a bound, where the delta method does not, and to simulated paths,
/// whose shocks are common to all replications. The cost is one fit per replication.
///
/// - SeeAlso: Efron and Tibshirani (1993), *An Introduction to the Bootstrap*, section 6.5;
///   Pascual, Romo and Ruiz (2006), *Computational Statistics & Data Analysis* 50(9), 2293–2312.
struct ParametricBootstrap: Sendable {
  let fit: VolatilityFit
  let refits: BootstrapRefits
  /// The returns of the estimation sample.
  let fitted: [Double]
  /// The returns of the estimation sample and those after it.
  let returns: [Double]
  let bars: Int
  let convention: ReturnConvention
  let simulation: PathSimulation
  /// Whether the forecast comes from simulated paths.
  let simulatesPaths: Bool

  /// The replicated forecasts, studentized about `center`.
  func forecasts(replications: Int, about center: any PredictedReturns) -> ReplicatedForecasts {
    ReplicatedForecasts(
      replications: replications, refits: refits, about: center, refit: { refit($0) },
      forecast: { forecast(of: $0.fit, to: $0.sample) })
  }

  /// The refit to one simulated series, with the series.
  private func refit(_ number: Int) -> BootstrapRefit? {
    let model = fit.model
    let run = model.filter(fitted, parameters: fit.parameters)
    let distribution = model.innovations.distribution(shape: fit.shape)
    var state = VolatilityState(startOf: run, of: model, parameters: fit.parameters)
    // The upper half of the steps; the forecast itself uses the lower half.
    let series = fitted.indices.map { step in
      state.step(
        simulation.stream.draw(
          from: distribution, path: UInt32(number), step: UInt32(step) | 0x8000_0000))
    }
    guard series.allSatisfy(\.isFinite),
      let refit = try? VolatilityFit(maximizing: model, on: series, startingAt: fit)
    else { return nil }
    return BootstrapRefit(fit: refit, sample: series)
  }

  /// The forecast of a refit from the observed returns.
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
