public import MarketData

/// The description common to models of one instrument and of a universe.
public protocol DescribedModel: Sendable, Hashable {
  /// The model name on the command line and in files.
  var name: String { get }

  /// The name of the standardized return distribution in output, or nil if the model has none.
  var innovationsName: String? { get }

  /// The return convention that the estimator observes.
  var returnConvention: ReturnConvention { get }

  /// The rule that takes the model from one bar to the horizon.
  var horizonRule: HorizonRule { get }
}

extension DescribedModel {
  /// Nil, because many models have no innovation distribution.
  public var innovationsName: String? { nil }
}
