package import Forecasting
package import MarketData
package import RiskModels
package import Text
package import Volatility

/// The parameters of a model with volatility estimated by maximum likelihood.
package struct ConditionalVolatilityParameters: Hashable, Sendable {
  /// The keys of the model's table.
  package let keys: Keys
  /// The volatility recursion with the model's name.
  let family: VolatilityFamily

  /// The keys of the table.
  package struct Keys: Hashable, Sendable, Decodable {
    /// The maximum number of returns used.
    package let window: Int
    /// The mean of the returns.
    package let mean: ConditionalVolatility.Mean
    /// The distribution of the standardized return.
    package let innovations: InnovationFamily
    /// The lags of the residual; nil for a recursion of fixed order.
    package let p: Int?
    /// The asymmetric lags of the residual.
    package let o: Int?
    /// The lags of the variance.
    package let q: Int?
    /// The values before the first return.
    package let startUp: StartUpChoice
    /// The fallback for a failed estimation.
    package let fallback: FallbackChoice
    /// The return convention of the prediction.
    package let returns: ReturnConvention
    /// The horizon rule for the margin period of risk.
    package let horizonRule: HorizonRule
    /// The number of simulated paths, if paths are simulated.
    package let paths: Int
    /// The method for the errors of a forecast.
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
  package var returns: ReturnConvention { keys.returns }

  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    guard let o = keys.o, let p = keys.p, o > p else { return }
    throw KeyFault(
      path: path.appending("o"), problem: "\(o) asymmetric lags exceed \(p) lags",
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
