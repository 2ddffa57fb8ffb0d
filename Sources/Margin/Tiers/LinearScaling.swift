/// A rate that rises linearly with the size of the position: base + slope · size.
///
/// - SeeAlso: Deribit, *Linear Perpetual* (2024): BTC 2 % and 1 %, 0.005 % a coin.
public struct LinearScaling: Hashable, Sendable {
  /// The rate of the smallest position.
  public let base: Double
  /// What a unit of size adds.
  public let slope: Double

  /// A linear rate.
  public init(base: Double, slope: Double) {
    self.base = base
    self.slope = slope
  }

  /// The rate of a size.
  public func rate(of size: Double) -> Double { base + slope * size }
}
