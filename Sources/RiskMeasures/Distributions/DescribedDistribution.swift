/// A distribution of returns that says what it rests on.
public protocol DescribedDistribution: ReturnDistribution {
  /// The standard deviation of the return in the model's own convention.
  var volatility: Double { get }

  /// The number of equally likely sample returns, or nil for a model without such.
  var sampleSize: Int? { get }

  /// The number of simulated paths, or nil for a model that simulates nothing.
  var simulatedPaths: Int? { get }

  /// True where the model gives probability to returns of −100 % or below.
  var reachesTotalLoss: Bool { get }

  /// The probability that the next loss exceeds the quantile at `level`, the larger of the sides;
  /// nil for a model without a sample.
  func expectedExceedanceRate(at level: ConfidenceLevel) -> Double?

  /// What a reader of the tail at `level` must know, beyond what the other members say.
  func warnings(at level: ConfidenceLevel) -> [DistributionWarning]
}

extension DescribedDistribution {
  /// Nil: most models have no sample.
  public var sampleSize: Int? { nil }

  /// Nil: most models simulate nothing.
  public var simulatedPaths: Int? { nil }

  /// False: most models keep returns above −100 %.
  public var reachesTotalLoss: Bool { false }

  /// Nil: most models have no sample.
  public func expectedExceedanceRate(at level: ConfidenceLevel) -> Double? { nil }

  /// None: most models have nothing to add.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] { [] }
}
