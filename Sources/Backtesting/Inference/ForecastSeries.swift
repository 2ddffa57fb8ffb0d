public import RiskMeasures

/// Forecasts of one tail with the realized losses, in chronological order.
///
/// Losses are positive for money lost; losses and forecasts are in one unit. With a horizon of h >
/// 1 bars and one forecast per bar, neighboring losses share h − 1 bars.
public struct ForecastSeries: Hashable, Sendable {
  /// The confidence level of the forecasts.
  public let level: ConfidenceLevel
  /// The loss horizon, in bars.
  public let horizon: Horizon
  /// The realized losses.
  public let losses: [Double]
  /// The value-at-risk forecasts, or margin rates.
  public let valuesAtRisk: [Double]
  /// The expected shortfall forecasts, which may be infinite; nil if there are none.
  public let expectedShortfalls: [Double]?
  /// P(L ≤ realized loss) under each forecast distribution, in 0 … 1.
  ///
  /// Nil if the distributions are not known.
  public let transforms: [Double]?

  /// Creates a series; traps if lengths differ, on a NaN, and on a transform outside 0 … 1.
  public init(
    level: ConfidenceLevel, horizon: Horizon = .oneBar, losses: [Double], valuesAtRisk: [Double],
    expectedShortfalls: [Double]? = nil, transforms: [Double]? = nil
  ) {
    requirePairs(losses, valuesAtRisk)
    if let expectedShortfalls { requirePairs(losses, expectedShortfalls) }
    if let transforms {
      requirePairs(losses, transforms)
      precondition(transforms.allSatisfy { (0 ... 1).contains($0) }, "A transform outside 0 … 1")
    }
    self.level = level
    self.horizon = horizon
    self.losses = losses
    self.valuesAtRisk = valuesAtRisk
    self.expectedShortfalls = expectedShortfalls
    self.transforms = transforms
  }

  /// The number of forecasts.
  public var count: Int { losses.count }

  /// The sequence of exceedances.
  public var hits: ExceedanceSequence {
    ExceedanceSequence(losses: losses, forecasts: valuesAtRisk)
  }

  /// The losses above their values at risk, with their indices.
  var exceedances: [(index: Int, loss: Double)] {
    losses.indices.compactMap { index in
      losses[index] > valuesAtRisk[index] ? (index, losses[index]) : nil
    }
  }

  /// Every h-th forecast, starting with the first, so that losses share no bar.
  ///
  /// The series itself if the horizon is one bar. A sample of n forecasts keeps ⌈n/h⌉.
  public var nonOverlapping: ForecastSeries {
    guard horizon > .oneBar else { return self }
    func thinned(_ values: [Double]) -> [Double] {
      stride(from: 0, to: values.count, by: horizon.bars).map { values[$0] }
    }
    return ForecastSeries(
      level: level, horizon: horizon, losses: thinned(losses), valuesAtRisk: thinned(valuesAtRisk),
      expectedShortfalls: expectedShortfalls.map(thinned), transforms: transforms.map(thinned))
  }
}
