/// A rate that rises linearly with the size of the position: base + slope · size.
///
/// - SeeAlso: Deribit, *Linear Perpetual*: BTC 2 % and 1 %, 0.005 % a coin.
public struct LinearScaling: Hashable, Sendable {
  /// The rate at zero size, a fraction of notional.
  public let base: Double
  /// The increase of the rate per unit of size.
  public let slope: Double

  /// Creates a linear rate.
  public init(base: Double, slope: Double) {
    self.base = base
    self.slope = slope
  }

  /// The rate at a position size.
  public func rate(of size: Double) -> Double { base + slope * size }
}
