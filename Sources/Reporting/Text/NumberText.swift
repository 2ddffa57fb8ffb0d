/// Number formatting, the same in every locale, with at most six significant digits.
package enum NumberText {
  /// The text for a missing number.
  package static let missing = "–"

  /// A fraction in percent with a fixed number of decimals: `7.31 %`.
  package static func percent(_ fraction: Double?, decimals: Int = 2) -> String {
    guard let fraction else { return missing }
    if fraction == .infinity { return "infinite" }
    guard fraction.isFinite else { return missing }
    return fixed(fraction * 100, decimals: decimals) + " %"
  }

  /// A fraction in percent without trailing zeros: `99 %`, `99.75 %`.
  package static func shortPercent(_ fraction: Double?) -> String {
    guard let fraction, fraction.isFinite else { return percent(fraction) }
    return significant(fraction * 100) + " %"
  }

  /// A number with a fixed number of decimals, fewer where it would exceed six digits.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return missing }
    let kept = max(0, min(decimals, decimalsOfSix(for: value)))
    guard abs(value) < 1e9 else { return significant(value) }
    return decimal(rounded(value, decimals: kept), decimals: kept)
  }

  /// A number to six significant digits, without trailing zeros: `0.0123457`, `1.23457e-07`.
  package static func significant(_ value: Double?) -> String {
    guard let value, value.isFinite else { return missing }
    guard value != 0 else { return "0" }
    guard abs(value) >= 1e-5, abs(value) < 1e9 else { return scientific(value) }
    let decimals = decimalsOfSix(for: value)
    guard decimals > 0 else {
      var unit = 1
      for _ in 0 ..< -decimals { unit *= 10 }
      return String(Int((value / Double(unit)).rounded()) * unit)
    }
    return trimmed(decimal(rounded(value, decimals: decimals), decimals: decimals))
  }

  /// An amount of money in full, with two decimals unless it is whole or smaller than one.
  static func money(_ amount: Double?) -> String {
    guard let amount, abs(amount) >= 1, abs(amount) < 1e15 else { return significant(amount) }
    let cents = rounded(amount, decimals: 2)
    return cents % 100 == 0 ? String(cents / 100) : decimal(cents, decimals: 2)
  }

  /// An integer number of units of 10⁻ᵈ as a decimal: 7312 with two decimals is `73.12`.
  package static func decimal(_ units: Int, decimals: Int) -> String {
    guard decimals > 0 else { return String(units) }
    let unitsOfOne = (0 ..< decimals).reduce(1 as UInt) { power, _ in 10 * power }
    let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: unitsOfOne)
    // The leading one keeps the zeros after the decimal point.
    let decimals = String(unitsOfOne + rest).utf8.dropFirst()
    return (units < 0 ? "-" : "") + String(whole) + "." + Substring(decimals)
  }

  /// A count with its noun: `1 bar`, `2 bars`.
  package static func count(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  /// The value rounded to an integer number of units of 10⁻ᵈ.
  static func rounded(_ value: Double, decimals: Int) -> Int {
    Int((value * powerOfTen(decimals)).rounded())
  }

  /// The decimals that give six significant digits; negative for values of a million or more.
  static func decimalsOfSix(for value: Double) -> Int {
    guard value != 0 else { return 6 }
    var decimals = 5
    var magnitude = abs(value)
    // Half a unit of the sixth digit below a power of ten already rounds up to that power.
    while magnitude >= 9.999995 {
      magnitude /= 10
      decimals -= 1
    }
    while magnitude < 0.9999995 {
      magnitude *= 10
      decimals += 1
    }
    return decimals
  }

  private static func scientific(_ value: Double) -> String {
    var exponent = 0
    var mantissa = abs(value)
    while mantissa >= 9.999995 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 0.9999995 {
      mantissa *= 10
      exponent -= 1
    }
    let digits = trimmed(decimal(rounded(mantissa, decimals: 5), decimals: 5))
    let size = exponent.magnitude
    return (value < 0 ? "-" : "") + digits + "e" + (exponent < 0 ? "-" : "+")
      + (size < 10 ? "0" : "") + String(size)
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0 ..< exponent { power *= 10 }
    return power
  }

  private static func trimmed(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
    var kept = Substring(text)
    while kept.hasSuffix("0") { kept = kept.dropLast() }
    return String(kept.hasSuffix(".") ? kept.dropLast() : kept)
  }
}
