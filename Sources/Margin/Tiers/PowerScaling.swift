internal import Glibc

/// A rate that rises with a power of the notional: max(1/leverage, base, factor · N^exponent).
///
/// Venues use exponents between ½, the market impact of a steady execution, and 1, the cost of
/// sweeping an order book.
public struct PowerScaling: Hashable, Sendable {
  /// The minimum rate.
  public let base: Double
  /// The factor of the power.
  public let factor: Double
  /// The exponent.
  public let exponent: Double

  /// Creates a power of the notional.
  public init(base: Double, factor: Double, exponent: Double) {
    self.base = base
    self.factor = factor
    self.exponent = exponent
  }

  /// The rate at a notional.
  public func rate(of notional: Double) -> Double { max(base, factor * pow(notional, exponent)) }
}
