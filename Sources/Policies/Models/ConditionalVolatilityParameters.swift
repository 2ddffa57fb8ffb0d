package import Forecasting
package import MarketData
package import RiskModels
package import Text
package import Volatility

/// The parameters of a model whose volatility is estimated by maximum likelihood.
package struct ConditionalVolatilityParameters: Hashable, Sendable {
  /// The parameters of its table.
  package let keys: Keys
  /// The recursion, and the model's name.
  let family: VolatilityFamily

  /// The keys of the table.
  package struct Keys: Hashable, Sendable, Decodable {
    /// The most returns used.
    package let window: Int
    /// The mean of the returns.
    package let mean: ConditionalVolatility.Mean
    /// The distribution of the standardized return.
    package let innovations: InnovationFamily
    /// Lags of the residual; nil for a recursion that has no orders.
    package let p: Int?
    /// Lags of the residual that react to its sign.
    package let o: Int?
    /// Lags of the variance.
    package let q: Int?
    /// What stands before the first return.
    package let startUp: StartUpChoice
    /// What stands in for a search that fails.
    package let fallback: FallbackChoice
    /// The return that is predicted.
    package let returns: ReturnConvention
    /// The road to the margin period of risk.
    package let horizonRule: HorizonRule
    /// The simulated paths, where paths are simulated.
    package let paths: Int
    /// Where the errors of a forecast come from.
    package let interval: IntervalChoice

    enum CodingKeys: String, CodingKey {
      case window, mean, innovations, p, o, q, fallback, returns, paths, interval
      case startUp = "start-up"
      case horizonRule = "horizon-rule"
    }
  }
}

extension ConditionalVolatilityParameters: ModelParameters {
  package var window: Int { keys.window }
  package var horizonRule: HorizonRule { keys.horizonRule }

  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    guard let o = keys.o, let p = keys.p, o > p else { return }
    throw KeyFault(
      path: path.appending("o"), problem: "\(o) asymmetric lags of \(p) lags",
      remedy: "write at most p")
  }

  package func model(for request: ModelRequest) -> ForecastModel {
    .single(
      ConditionalVolatilityModel(
        name: family.name, window: keys.window,
        volatility: ConditionalVolatility(
          mean: keys.mean, recursion: family.recursion(keys), innovations: keys.innovations,
          presample: keys.startUp.presample),
        fallback: keys.fallback.model, returnConvention: keys.returns,
        horizonRule: keys.horizonRule,
        simulation: PathSimulation(
          paths: keys.paths, seed: request.seed, quantileConvention: request.quantileConvention),
        interval: keys.interval.method))
  }
}
