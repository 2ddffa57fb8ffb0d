/// A limit on a relative change, held as whole millionths.
///
/// ```swift
/// let limit = RelativeLimit(0.15)
/// limit?.isExceeded(
///     from: MarginRate(millionths: 100_000), to: MarginRate(millionths: 115_000))   // false
/// ```
///
/// A change from 10 % to 11.5 % is exactly 15 % and does not exceed the limit; in binary fractions
/// it would.
public struct RelativeLimit: Hashable, Comparable, Sendable {
  /// The limit times 10⁶: 15 % is 150 000.
  public let millionths: Int

  /// Creates a limit above zero and at most 100 (10 000 %), of at most six decimals; otherwise nil.
  public init?(_ fraction: Double) {
    guard fraction > 0, fraction <= 100, let rate = MarginRate(fraction: fraction) else {
      return nil
    }
    millionths = rate.millionths
  }

  private init(millionths: Int) { self.millionths = millionths }

  /// 15 %: the reporting threshold for a margin change.
  public static let general = RelativeLimit(millionths: 150_000)

  /// 5 %: the reporting threshold for collateral haircuts, which change slowly.
  public static let collateral = RelativeLimit(millionths: 50_000)

  /// 25 %: the largest increase in one stage.
  public static let stage = RelativeLimit(millionths: 250_000)

  /// The limit as a decimal fraction.
  public var fraction: Double { Double(millionths) / 1e6 }

  /// Whether |new − old| > limit × old, in integer arithmetic.
  ///
  /// Any change from zero exceeds every limit.
  public func isExceeded(from old: MarginRate, to new: MarginRate) -> Bool {
    let change = (new.millionths - old.millionths).magnitude
    // Rates are at most 10¹⁰ millionths and limits 10⁸: the products stay below 2⁶³.
    return change * 1_000_000 > UInt(millionths) * old.millionths.magnitude
  }

  /// Orders limits by their fractions.
  public static func < (a: Self, b: Self) -> Bool { a.millionths < b.millionths }
}
