internal import Glibc

/// A rate that rises with a power of the notional: max(1/leverage, base, factor · N^exponent).
///
/// Exponents of venues lie between ½, the cost of trading at a pace, and 1, that of walking through a book.
public struct PowerScaling: Hashable, Sendable {
  /// The least rate.
  public let base: Double
  /// The factor of the power.
  public let factor: Double
  /// The exponent.
  public let exponent: Double

  /// A power of the notional.
  public init(base: Double, factor: Double, exponent: Double) {
    self.base = base
    self.factor = factor
    self.exponent = exponent
  }

  /// The rate of a notional.
  public func rate(of notional: Double) -> Double { max(base, factor * pow(notional, exponent)) }
}
