/// A decimal number held exactly: significand · 10^exponent, in lowest terms.
///
/// Amounts and rates of tier tables are decimal and keep their exact values. Sums and products are
/// exact; a result of more than 38 digits traps.
public struct DecimalNumber: Hashable, Sendable {
  /// The digits, without trailing zeros; zero for the number zero.
  public let significand: Int128
  /// The power of ten; zero for the number zero.
  public let exponent: Int

  /// Creates significand · 10^exponent.
  public init(_ significand: Int128, exponent: Int = 0) {
    var (digits, power) = (significand, exponent)
    while digits != 0, digits % 10 == 0 { (digits, power) = (digits / 10, power + 1) }
    self.significand = digits
    self.exponent = digits == 0 ? 0 : power
  }

  /// Creates a whole number.
  public init(_ value: Int) { self.init(Int128(value)) }

  /// Zero.
  public static let zero = DecimalNumber(0)

  /// The nearest double-precision value.
  public var doubleValue: Double { Double(description) ?? .nan }

  /// Whether the number is below zero.
  public var isNegative: Bool { significand < 0 }

  /// Whether the absolute value is at most `bound` with at most `decimals` decimals.
  public func isWithin(_ bound: Double, decimals: Int) -> Bool {
    exponent >= -decimals && exponent <= 18 && abs(doubleValue) <= bound
  }
}

extension DecimalNumber: LosslessStringConvertible {
  /// Parses a number in JSON notation, `-12.5e-3`.
  ///
  /// Nil for anything else, and beyond 38 digits or 2¹²⁷.
  public init?(_ text: String) {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    let parts = rest.split(maxSplits: 1, omittingEmptySubsequences: false) {
      $0 == "e" || $0 == "E"
    }
    var power = 0
    if parts.count == 2 {
      guard let written = Int(parts[1]), (-60 ... 60).contains(written) else { return nil }
      power = written
    }
    let halves = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = halves.joined()
    guard !digits.isEmpty, digits.utf8.count <= 38, halves.allSatisfy({ !$0.isEmpty }),
      digits.utf8.allSatisfy({ (48 ... 57).contains($0) }), let value = Int128(digits)
    else { return nil }
    let decimals = halves.count == 2 ? halves[1].utf8.count : 0
    self.init(isNegative ? -value : value, exponent: power - decimals)
  }

  /// The number without an exponent: `0.004`, `1800000000`.
  public var description: String {
    let digits = String(significand.magnitude)
    let sign = isNegative ? "-" : ""
    guard exponent < 0 else { return sign + digits + String(repeating: "0", count: exponent) }
    let places = -exponent
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }
}

extension DecimalNumber: Comparable {
  /// Orders numbers by their values.
  public static func < (a: Self, b: Self) -> Bool { (a - b).isNegative }
}

extension DecimalNumber {
  /// The exact sum.
  public static func + (a: Self, b: Self) -> Self {
    let exponent = min(a.exponent, b.exponent)
    return DecimalNumber(
      a.significand(at: exponent) + b.significand(at: exponent), exponent: exponent)
  }

  /// The exact difference.
  public static func - (a: Self, b: Self) -> Self {
    a + DecimalNumber(-b.significand, exponent: b.exponent)
  }

  /// The exact product.
  public static func * (a: Self, b: Self) -> Self {
    DecimalNumber(a.significand * b.significand, exponent: a.exponent + b.exponent)
  }

  /// The quotient rounded away from zero to a number of decimal places.
  public func dividedUp(by divisor: Self, decimals: Int) -> Self {
    precondition(divisor.significand != 0, "\(self) is divided by 0")
    let shift = exponent - divisor.exponent + decimals
    let numerator =
      shift > 0 ? DecimalNumber(significand, exponent: shift).significand(at: 0) : significand
    let denominator =
      shift < 0
      ? DecimalNumber(divisor.significand, exponent: -shift).significand(at: 0)
      : divisor.significand
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let away: Int128 = remainder == 0 ? 0 : ((numerator < 0) == (denominator < 0) ? 1 : -1)
    return DecimalNumber(quotient + away, exponent: -decimals)
  }

  private func significand(at exponent: Int) -> Int128 {
    var digits = significand
    for _ in 0 ..< max(0, self.exponent - exponent) { digits *= 10 }
    return digits
  }
}

extension DecimalNumber {
  /// The quotient rounded towards zero to a number of decimal places.
  public func dividedDown(by divisor: Self, decimals: Int) -> Self {
    let up = dividedUp(by: divisor, decimals: decimals)
    let product = up * divisor
    guard product != self else { return up }
    let unit = DecimalNumber(up.isNegative ? -1 : 1, exponent: -decimals)
    return up - unit
  }
}
