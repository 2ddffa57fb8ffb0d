package import RiskMeasures
package import Statistics
package import Text

/// What a model is made for.
package struct ModelRequest: Sendable {
  /// Which order statistic of a sample of losses is its quantile.
  package let quantileConvention: QuantileConvention
  /// The key of all random numbers.
  package let seed: UInt64
  /// The bars that a loss runs.
  package let horizon: Horizon
  /// The levels that will be asked for, at least one: a quantile model is fitted to these alone.
  package let levels: [ConfidenceLevel]
  /// The table that the model was written in.
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
