internal import CText

extension Double {
  /// The decimal number that a whole text is, rounded correctly to the nearest, ties to even; nil
  /// for other texts.
  ///
  /// A sign, digits, a point, digits and an exponent, as far as they are there: `-12.5`, `+.5`,
  /// `5.`, `1e-7`.
  /// An infinity beyond the largest number. Words such as `nan` and hexadecimal digits are no
  /// numbers.
  public init?(decimal text: String) {
    let bytes = text.utf8.span
    guard let number = unsafe bytes.withUnsafeBufferPointer({ unsafe Self.number($0) }) else {
      return nil
    }
    self = number
  }

  /// The decimal number that bytes are.
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
