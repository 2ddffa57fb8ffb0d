internal import MarketData
internal import RiskModels
internal import Text
internal import Volatility

/// The distribution of a standardized return.
package enum InnovationsChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Normal.
  case normal
  /// Student-t, scaled to unit variance.
  case studentT = "student-t"

  func distribution(_ degreesOfFreedom: Double?) -> Innovations {
    self == .normal ? .normal : .studentT(degreesOfFreedom: degreesOfFreedom)
  }

  /// Rejects degrees of freedom that would have no effect.
  func check(
    _ degreesOfFreedom: Double?, at path: DocumentPath
  ) throws(KeyFault) {
    guard self == .normal, degreesOfFreedom != nil else { return }
    throw KeyFault(
      path: path.appending("degrees-of-freedom"),
      problem: "normal innovations have no degrees of freedom",
      remedy: "write innovations = \"student-t\", or remove the key")
  }
}

/// The initial variance of a recursion.
package enum StartUpChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The sample variance of the window.
  case sample
  /// An exponentially weighted variance computed backwards from the start.
  case backcast

  var rule: StartUp { self == .sample ? .sample : .backcast }
}

/// The covariance of a joint simulation.
package enum CovarianceChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Exponentially weighted.
  case ewma
  /// Equally weighted over the window.
  case sample
}
