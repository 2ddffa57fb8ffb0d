internal import CText

/// Parses decimal numbers from bytes, rounded to the nearest `Double`, ties to even.
///
/// Numbers of at most 19 digits, with or without a point, such as prices, are parsed here, two to
/// three times as fast as by a call to fast_float, which parses all others. Both give the same
/// bits.
///
/// Public so that ``scan(_:before:)`` is inlined into loops of other modules; other code parses a
/// whole text with `Double(decimal:)`.
@unsafe @frozen public struct DecimalScanner {
  /// 10ᵏ for k ≤ 19; exact doubles up to k = 22.
  @usableFromInline let powersOfTen: UnsafeBufferPointer<Double>

  init(powersOfTen: UnsafeBufferPointer<Double>) {
    unsafe self.powersOfTen = unsafe powersOfTen
  }

  /// Passes a scanner to a closure.
  package static func lend<R, E: Error>(_ body: (DecimalScanner) throws(E) -> R) throws(E) -> R {
    let powers: [Double] = (0 ... 19).map { exponent in
      (0 ..< exponent).reduce(1) { p, _ in p * 10 }
    }
    return try unsafe powers.withUnsafeBufferPointer { (powers) throws(E) -> R in
      try unsafe body(DecimalScanner(powersOfTen: powers))
    }
  }

  /// Parses a number and moves `position` past it; returns NaN and leaves `position` unchanged if
  /// there is no finite number.
  ///
  /// The bytes before `limit` must be followed by 16 zeros, or by one byte that cannot continue a
  /// number. After a decimal mark other than the point, numbers of more than 19 digits or with an
  /// exponent are NaN.
  @inlinable @inline(__always)
  public func scan(
    _ position: inout UnsafePointer<UInt8>, before limit: UnsafePointer<UInt8>,
    decimalMark: UInt8 = UInt8(ascii: ".")
  ) -> Double {
    var next = unsafe position
    let isNegative = unsafe next[0] == UInt8(ascii: "-")
    if isNegative { unsafe next += 1 }
    var significand: UInt64 = 0
    let start = unsafe next
    unsafe Self.takeDigits(&next, into: &significand)
    var digits = unsafe next - start
    var fraction = 0
    if unsafe next[0] == decimalMark {
      unsafe next += 1
      let point = unsafe next
      unsafe Self.takeDigits(&next, into: &significand)
      fraction = unsafe next - point
      digits += fraction
    }
    guard digits > 0 else { return .nan }
    let hasExponent = unsafe next[0] | 0x20 == UInt8(ascii: "e")
    guard digits <= 19, !hasExponent else {
      guard decimalMark == UInt8(ascii: ".") else { return .nan }
      return unsafe Self.scanAny(&position, before: limit)
    }
    unsafe position = next
    // Up to 2⁵³ both are exact doubles, so the quotient is rounded only once.
    let magnitude =
      significand <= 1 << 53
      ? unsafe Double(Int64(truncatingIfNeeded: significand)) / powersOfTen[fraction]
      : unsafe Self.quotient(significand, by: UInt64(powersOfTen[fraction]))
    return isNegative ? -magnitude : magnitude
  }

  @inlinable @inline(__always)
  static func takeDigits(_ next: inout UnsafePointer<UInt8>, into significand: inout UInt64) {
    var digit = unsafe next[0] &- UInt8(ascii: "0")
    while digit < 10 {
      significand = significand &* 10 &+ UInt64(digit)
      unsafe next += 1
      digit = unsafe next[0] &- UInt8(ascii: "0")
    }
  }

  /// w / d for w, d > 0, rounded once.
  ///
  /// Divides in integers to at least 63 bits. A remainder sets the lowest bit, far below the
  /// position at which the conversion to 53 bits rounds, so no false tie occurs. The scale is a
  /// power of two and therefore exact.
  @usableFromInline
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

  @usableFromInline
  static func scanAny(
    _ position: inout UnsafePointer<UInt8>, before limit: UnsafePointer<UInt8>
  ) -> Double {
    var value = Double.nan
    let count = max(0, unsafe limit - position)
    let read = unsafe position.withMemoryRebound(to: CChar.self, capacity: count) { text in
      unsafe ctext_read_number(text, count, &value)
    }
    guard read > 0, value.isFinite else { return .nan }
    unsafe position += read
    return value
  }
}
