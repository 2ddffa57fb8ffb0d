/// Reads decimal numbers from bytes, rounded correctly to the nearest `Double`, ties to even.
struct DecimalParser {
  /// 10ᵏ for k ≤ 19, each of them a `UInt64` and, since k ≤ 22, a `Double` exactly.
  private let powersOfTen: [UInt64] = (0 ... 19).map { exponent in
    (0 ..< exponent).reduce(1) { power, _ in power * 10 }
  }

  /// Lends the parser in a form that loops can use without a check an element.
  func withScanner<R, E: Error>(_ body: (Scanner) throws(E) -> R) throws(E) -> R {
    let doubles = powersOfTen.map { Double($0) }
    return try unsafe doubles.withUnsafeBufferPointer { (doubles) throws(E) -> R in
      try unsafe powersOfTen.withUnsafeBufferPointer { (integers) throws(E) -> R in
        try unsafe body(Scanner(doubles: doubles, integers: integers))
      }
    }
  }

  /// A parser of the numbers that prices are usually written as: digits, a point, digits.
  @unsafe struct Scanner {
    let doubles: UnsafeBufferPointer<Double>
    let integers: UnsafeBufferPointer<UInt64>

    /// Reads a number of at most 19 digits without exponent and moves `position` behind it.
    ///
    /// NaN, with `position` unmoved, for everything else. The bytes end with one that is no digit.
    @inline(__always)
    func scan(_ position: inout UnsafePointer<UInt8>) -> Double {
      var next = unsafe position
      let isNegative = unsafe next[0] == UInt8(ascii: "-")
      if isNegative { unsafe next += 1 }
      var significand: UInt64 = 0
      let start = unsafe next
      unsafe Self.takeDigits(&next, into: &significand)
      var digits = unsafe next - start
      var fraction = 0
      if unsafe next[0] == UInt8(ascii: ".") {
        unsafe next += 1
        let point = unsafe next
        unsafe Self.takeDigits(&next, into: &significand)
        fraction = unsafe next - point
        digits += fraction
      }
      let hasExponent = unsafe next[0] | 0x20 == UInt8(ascii: "e")
      guard digits > 0, digits <= 19, !hasExponent else { return .nan }
      unsafe position = next
      let magnitude =
        if significand <= 1 << 53 {
          unsafe Double(Int64(truncatingIfNeeded: significand)) / doubles[fraction]
        } else {
          unsafe DecimalParser.quotient(significand, by: integers[fraction])
        }
      return isNegative ? -magnitude : magnitude
    }

    @inline(__always)
    private static func takeDigits(
      _ next: inout UnsafePointer<UInt8>, into significand: inout UInt64
    ) {
      var digit = unsafe next[0] &- UInt8(ascii: "0")
      while digit < 10 {
        significand = significand &* 10 &+ UInt64(digit)
        unsafe next += 1
        digit = unsafe next[0] &- UInt8(ascii: "0")
      }
    }
  }

  /// w / d for w, d > 0, rounded once.
  ///
  /// Divides in integers to at least 63 bits. A remainder sets the lowest bit, far below the place where the conversion
  /// to 53 bits rounds, so that no tie is seen where there is none. The scale is a power of two, hence exact.
  static func quotient(_ significand: UInt64, by divisor: UInt64) -> Double {
    let shift = significand.leadingZeroBitCount
    let divisorShift = divisor.leadingZeroBitCount
    let numerator = significand << shift
    let (quotient, remainder) = (divisor << divisorShift).dividingFullWidth(
      (numerator >> 1, numerator << 63))
    // (w·2ˢ·2⁶³) / (d·2ᵗ) = (w/d)·2⁶³⁺ˢ⁻ᵗ
    let rounded = Double(remainder == 0 ? quotient : quotient | 1)
    return rounded * Double(sign: .plus, exponent: divisorShift - shift - 63, significand: 1)
  }

  /// The number that a whole text is, with any number of digits and an exponent; nil for other texts.
  ///
  /// An infinity where the number is too large. Words such as `nan` and hexadecimal digits are no numbers.
  static func number(_ text: String) -> Double? {
    let isPlain = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains(byte) || plainMarks.contains(byte)
    }
    return isPlain ? Double(text) : nil
  }

  private static let plainMarks: [UInt8] = Array("+-.eE".utf8)
}
