internal import CText

extension Double {
  /// The decimal number in a whole text, rounded to the nearest double, ties to even; nil for other
  /// texts.
  ///
  /// Accepts a sign, digits, a point, digits and an exponent, each optional: `-12.5`, `+.5`, `5.`,
  /// `1e-7`. Numbers out of range become an infinity. Words such as `nan` and hexadecimal digits
  /// are rejected.
  public init?(decimal text: String) {
    let bytes = text.utf8.span
    guard let number = unsafe bytes.withUnsafeBufferPointer({ unsafe Self.number($0) }) else {
      return nil
    }
    self = number
  }

  /// The decimal number in a span of bytes.
  package init?(decimal bytes: Span<UInt8>) {
    guard let number = unsafe bytes.withUnsafeBufferPointer({ unsafe Self.number($0) }) else {
      return nil
    }
    self = number
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard !bytes.isEmpty, let base = bytes.baseAddress else { return nil }
    let sign = unsafe bytes[0] == UInt8(ascii: "+") ? 1 : 0
    let count = bytes.count - sign
    guard count > 0, unsafe sign == 0 || bytes[1] != UInt8(ascii: "-") else { return nil }
    var value = 0.0
    let read = unsafe (base + sign).withMemoryRebound(to: CChar.self, capacity: count) { text in
      unsafe ctext_read_number(text, count, &value)
    }
    return read == count ? value : nil
  }
}
