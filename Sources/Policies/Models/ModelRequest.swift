package import RiskMeasures
package import Statistics
package import Text

/// The settings for which a model is created.
package struct ModelRequest: Sendable {
  /// The convention for the quantile of a sample of losses.
  package let quantileConvention: QuantileConvention
  /// The random seed.
  package let seed: UInt64
  /// The number of bars over which a loss accrues.
  package let horizon: Horizon
  /// The levels that will be requested, at least one; a quantile model is fitted only to these.
  package let levels: [ConfidenceLevel]
  /// The path of the table in which the model is written.
  package private(set) var path = DocumentPath(["model"])

  package init(
    quantileConvention: QuantileConvention, seed: UInt64, horizon: Horizon,
    levels: [ConfidenceLevel]
  ) {
    self.quantileConvention = quantileConvention
    self.seed = seed
    self.horizon = horizon
    self.levels = levels
  }

  /// The same request for a model in another table.
  func at(_ path: DocumentPath) -> ModelRequest {
    var request = self
    request.path = path
    return request
  }
}
