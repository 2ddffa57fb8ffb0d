/// A distribution of returns with a description of its basis.
public protocol DescribedDistribution: ReturnDistribution {
  /// The standard deviation of the return in the model's own convention.
  var volatility: Double { get }

  /// The number of equally likely sample returns, or nil if the model has no sample.
  var sampleSize: Int? { get }

  /// The number of simulated paths, or nil if the model does not simulate.
  var simulatedPaths: Int? { get }

  /// Whether the model assigns probability to returns of −100 % or less.
  var reachesTotalLoss: Bool { get }

  /// The probability that the next loss exceeds the quantile at `level`, the larger of both sides;
  /// nil without a sample.
  func expectedExceedanceRate(at level: ConfidenceLevel) -> Double?

  /// The warnings about the tail at `level` that no other member expresses.
  func warnings(at level: ConfidenceLevel) -> [DistributionWarning]
}

extension DescribedDistribution {
  /// Nil, because most models have no sample.
  public var sampleSize: Int? { nil }

  /// Nil, because most models do not simulate.
  public var simulatedPaths: Int? { nil }

  /// False, because most models keep returns above −100 %.
  public var reachesTotalLoss: Bool { false }

  /// Nil, because most models have no sample.
  public func expectedExceedanceRate(at level: ConfidenceLevel) -> Double? { nil }

  /// Empty, because most models have no warnings.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] { [] }
}
