public import RiskMeasures

/// Forecasts of one tail and the losses that followed, in the order of time: what a test takes.
///
/// Losses are positive for money lost; losses and forecasts are in one unit. With a horizon of h > 1
/// bars and a forecast a bar, neighbouring losses share h − 1 bars.
public struct ForecastSeries: Hashable, Sendable {
  /// The level that the forecasts were made for.
  public let level: ConfidenceLevel
  /// The bars that each loss runs.
  public let horizon: Horizon
  /// The realized losses.
  public let losses: [Double]
  /// The forecast values at risk, or margin rates.
  public let valuesAtRisk: [Double]
  /// The forecast expected shortfalls, each perhaps infinite; nil where none were made.
  public let expectedShortfalls: [Double]?
  /// P(L ≤ realized loss) under each forecast law, in 0 … 1; nil where the laws are not known.
  public let transforms: [Double]?

  /// A series; traps where counts differ, on a NaN, and on a transform outside 0 … 1.
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

  /// Which forecasts were exceeded.
  public var hits: ExceedanceSequence {
    ExceedanceSequence(losses: losses, forecasts: valuesAtRisk)
  }

  /// The losses above their values at risk, with their places.
  var exceedances: [(index: Int, loss: Double)] {
    losses.indices.compactMap { index in
      losses[index] > valuesAtRisk[index] ? (index, losses[index]) : nil
    }
  }

  /// Every h-th forecast, from the first on: losses that share no bar.
  ///
  /// The series itself where the horizon is one bar. A sample of n forecasts keeps ⌈n/h⌉.
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
