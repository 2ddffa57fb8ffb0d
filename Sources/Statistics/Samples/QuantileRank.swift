/// A position in a sample in ascending order: an observation, or a point between two observations.
public struct QuantileRank: Hashable, Sendable {
  /// The index of the observation, from 0 at the smallest.
  public let index: Int

  /// The interpolation weight of the next observation, in [0, 1).
  public let fraction: Double

  /// Creates a position between observation `index` and the next, at weight `fraction`.
  public init(index: Int, fraction: Double) {
    precondition(index >= 0, "Rank index \(index) is negative")
    precondition(fraction >= 0 && fraction < 1, "Rank fraction \(fraction) outside [0, 1)")
    self.index = index
    self.fraction = fraction
  }

  /// Returns x[index] + fraction · (x[index+1] − x[index]), in the units of the sample.
  public func value(inAscending sample: Span<Double>) -> Double {
    precondition(index < sample.count, "Rank index \(index) in a sample of \(sample.count)")
    let value = sample[index]
    return fraction == 0 ? value : value + fraction * (sample[index + 1] - value)
  }
}
