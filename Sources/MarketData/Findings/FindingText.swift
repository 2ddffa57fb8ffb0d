import Glibc

/// Figures and dates as findings print them.
enum FindingText {
  /// A number with four significant digits, or six for prices; no trailing `.0`.
  static func figure(_ value: Double, digits: Int = 4) -> String {
    guard value != 0, value.isFinite else { return plain(value) }
    let shift = digits - 1 - Int(floor(log10(abs(value))))
    guard abs(shift) < 300 else { return plain(value) }
    let scale = pow(10, Double(abs(shift)))
    return plain(shift >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale)
  }

  /// A price with six significant digits.
  static func price(_ value: Double) -> String { figure(value, digits: 6) }

  /// `1 bar`, `2 bars`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  private static func plain(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
