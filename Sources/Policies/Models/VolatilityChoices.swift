internal import Forecasting
internal import RiskModels
internal import Volatility

/// The fallback if no search finds a maximum of the likelihood.
package enum FallbackChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// No fallback: the failure is reported.
  case none
  /// Exponentially weighted volatility with decay 0.94 and normal innovations.
  case ewma

  var model: EWMA? { self == .ewma ? EWMA(decay: 0.94) : nil }
}

/// The method for the errors of a fitted forecast.
package enum IntervalChoice: String, Hashable, Sendable, Codable, CaseIterable {
  case delta
  case parametricBootstrap = "parametric-bootstrap"

  var method: IntervalMethod {
    self == .delta ? .delta : .parametricBootstrap(replications: 399)
  }
}

extension StartUpChoice {
  var presample: PresampleVariance { self == .sample ? .sample : .backcast }
}
