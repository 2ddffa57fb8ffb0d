/// The largest relative change that passes without remark, or in one stage, held as whole millionths.
///
/// ```swift
/// let limit = RelativeLimit(0.15)
/// limit?.isExceeded(from: MarginRate(millionths: 100_000), to: MarginRate(millionths: 115_000))   // false
/// ```
///
/// 10 % to 11.5 % is exactly 15 % and passes; in binary fractions it would not.
public struct RelativeLimit: Hashable, Comparable, Sendable {
  /// The limit times 10⁶: 15 % is 150 000.
  public let millionths: Int

  /// A limit above zero and at most 100 (ten thousand percent), of six decimals at most; else nil.
  public init?(_ fraction: Double) {
    guard fraction > 0, fraction <= 100, let rate = MarginRate(fraction: fraction) else {
      return nil
    }
    millionths = rate.millionths
  }

  private init(millionths: Int) { self.millionths = millionths }

  /// Fifteen percent: what a change of a margin may be without remark.
  public static let general = RelativeLimit(millionths: 150_000)

  /// Five percent: the same for collateral, whose haircuts move slowly.
  public static let collateral = RelativeLimit(millionths: 50_000)

  /// A quarter: the largest rise in one stage.
  public static let stage = RelativeLimit(millionths: 250_000)

  /// The limit as a decimal fraction.
  public var fraction: Double { Double(millionths) / 1e6 }

  /// Whether |new − old| > limit × old, in whole numbers.
  ///
  /// Any change from zero exceeds every limit.
  public func isExceeded(from old: MarginRate, to new: MarginRate) -> Bool {
    let change = (new.millionths - old.millionths).magnitude
    // Rates are at most 10¹⁰ millionths and limits 10⁸: the products stay below 2⁶³.
    return change * 1_000_000 > UInt(millionths) * old.millionths.magnitude
  }

  /// The order of the fractions.
  public static func < (a: Self, b: Self) -> Bool { a.millionths < b.millionths }
}
