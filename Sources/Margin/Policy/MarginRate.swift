/// A margin rate: a fraction of notional held as whole millionths, so that sums are exact.
///
/// Under a model of price differences it is an amount in price units for one unit of the underlying,
/// held alike.
///
/// ```swift
/// let step = MarginRate(millionths: 500)
/// MarginRate(roundingUp: 0.07 * 1.25, toMultipleOf: step)?.fraction   // 0.0875
/// ```
///
/// Encoded as the decimal fraction: 8.75 % is `0.0875`.
public struct MarginRate: Hashable, Comparable, Sendable {
  /// The rate times 10⁶: 8.75 % is 87 500.
  public let millionths: Int

  /// Creates a rate from a whole number of millionths.
  public init(millionths: Int) { self.millionths = millionths }

  /// Creates a rate from a decimal fraction; nil if it is not a whole number of millionths.
  public init?(fraction: Double) {
    guard abs(fraction) <= Self.largestFraction else { return nil }
    let millionths = Int((fraction * 1e6).rounded())
    guard Double(millionths) / 1e6 == fraction else { return nil }
    self.millionths = millionths
  }

  /// Rounds to the nearest millionth; nil beyond ``largestFraction`` and for NaN.
  public init?(nearest fraction: Double) {
    guard abs(fraction) <= Self.largestFraction else { return nil }
    millionths = Int((fraction * 1e6).rounded())
  }

  /// Rounds up to a multiple of `step`; nil beyond ``largestFraction``.
  ///
  /// The fraction is first rounded to 10⁻⁹, since 0.07 × 1.25 is 0.08750000000000001 in binary
  /// and must become 8.75 %, not 8.80 %.
  public init?(roundingUp fraction: Double, toMultipleOf step: MarginRate) {
    precondition(step.millionths > 0, "A rounding step is positive, not \(step.millionths)e-6")
    guard abs(fraction) <= Self.largestFraction else { return nil }
    let billionths = Int((fraction * 1e9).rounded())
    millionths = Self.roundedUp(billionths, toMultipleOf: step.millionths * 1000) / 1000
  }

  /// The largest fraction that can be converted to a rate: ten thousand times the notional.
  public static let largestFraction = 1e4

  /// A zero margin rate.
  public static let zero = MarginRate(millionths: 0)

  /// The rate as a decimal fraction of notional.
  public var fraction: Double { Double(millionths) / 1e6 }

  /// Orders rates by their fractions.
  public static func < (a: Self, b: Self) -> Bool { a.millionths < b.millionths }

  /// The smallest multiple of `unit` that is at least `value`, in integer arithmetic.
  static func roundedUp(_ value: Int, toMultipleOf unit: Int) -> Int {
    let remainder = value % unit
    guard remainder != 0 else { return value }
    return value > 0 ? value - remainder + unit : value - remainder
  }
}

extension MarginRate: Codable {
  /// Decodes a decimal fraction of at most six decimal places.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let fraction = try container.decode(Double.self)
    guard let rate = MarginRate(fraction: fraction) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\(fraction) is not a fraction of at most six decimal places")
    }
    self = rate
  }

  /// Encodes the decimal fraction.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(fraction)
  }
}
