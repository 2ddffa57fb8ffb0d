public import MarketData

/// What every model says of itself, whether it serves one instrument or a universe.
public protocol DescribedModel: Sendable, Hashable {
  /// The name on the command line and in files.
  var name: String { get }

  /// The distribution of the standardized returns as output names it, or nil for a model without one.
  var innovationsName: String? { get }

  /// The convention of the bar returns that the estimator wants to observe.
  var returnConvention: ReturnConvention { get }

  /// How the model gets from one bar to the horizon.
  var horizonRule: HorizonRule { get }
}

extension DescribedModel {
  /// Nil: many models have no distribution of innovations.
  public var innovationsName: String? { nil }
}
