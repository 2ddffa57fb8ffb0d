/// Parses ISO 8601 dates and times from bytes.
enum ISO8601 {
  /// One timestamp in UTC and in its local time, in milliseconds since 1970-01-01.
  struct Stamp: Equatable {
    let utc: Int64
    let local: Int64
  }

  /// The stamp that spans all of `bytes`, or nil.
  static func stamp(in bytes: Span<UInt8>) -> Stamp? {
    guard let date = date(in: bytes, at: 0) else { return nil }
    let midnight = Int64(date.days) * Timestamp.millisecondsPerDay
    guard bytes.count > 10 else { return Stamp(utc: midnight, local: midnight) }
    var position = 11
    guard separators.contains(bytes[10]), let time = takeTime(in: bytes, &position),
      let offset = takeOffset(in: bytes, &position), position == bytes.count
    else { return nil }
    let local = midnight + time
    return Stamp(utc: local - offset, local: local)
  }

  /// The date `YYYY-MM-DD` that starts at a position, or nil.
  @inline(__always)
  static func date(in bytes: Span<UInt8>, at start: Int) -> CalendarDate? {
    var position = start
    guard let year = takeNumber(4, in: bytes, &position), take("-", in: bytes, &position),
      let month = takeNumber(2, in: bytes, &position), take("-", in: bytes, &position),
      let day = takeNumber(2, in: bytes, &position)
    else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  private static let separators: [UInt8] = [
    UInt8(ascii: "T"), UInt8(ascii: " "), UInt8(ascii: "t"),
  ]

  /// The milliseconds of `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff…`; digits after the third are
  /// dropped.
  private static func takeTime(in bytes: Span<UInt8>, _ position: inout Int) -> Int64? {
    guard let hour = takeNumber(2, in: bytes, &position), hour < 24,
      take(":", in: bytes, &position),
      let minute = takeNumber(2, in: bytes, &position), minute < 60
    else { return nil }
    var milliseconds = Int64(hour * 60 + minute) * 60_000
    guard take(":", in: bytes, &position) else { return milliseconds }
    guard let second = takeNumber(2, in: bytes, &position), second < 60 else { return nil }
    milliseconds += Int64(second) * 1_000
    guard take(".", in: bytes, &position) else { return milliseconds }
    guard let fraction = takeFraction(in: bytes, &position) else { return nil }
    return milliseconds + fraction
  }

  private static func takeFraction(in bytes: Span<UInt8>, _ position: inout Int) -> Int64? {
    let start = position
    var weight: Int64 = 100
    var milliseconds: Int64 = 0
    while let digit = takeNumber(1, in: bytes, &position) {
      milliseconds += Int64(digit) * weight
      weight /= 10
    }
    return position > start ? milliseconds : nil
  }

  /// The milliseconds by which local time is ahead of UTC: 0 for nothing or `Z`, an offset for
  /// `±hh`, `±hhmm` or `±hh:mm`.
  private static func takeOffset(in bytes: Span<UInt8>, _ position: inout Int) -> Int64? {
    if position == bytes.count || take("Z", in: bytes, &position) { return 0 }
    let isAhead = take("+", in: bytes, &position)
    guard isAhead || take("-", in: bytes, &position),
      let hours = takeNumber(2, in: bytes, &position), hours < 24
    else { return nil }
    let hasColon = take(":", in: bytes, &position)
    let minutes = takeNumber(2, in: bytes, &position)
    guard let minutes = minutes ?? (hasColon ? nil : 0), minutes < 60 else { return nil }
    let offset = Int64(hours * 60 + minutes) * 60_000
    return isAhead ? offset : -offset
  }

  @inline(__always)
  private static func take(
    _ mark: Unicode.Scalar, in bytes: Span<UInt8>, _ position: inout Int
  ) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == mark.value else { return false }
    position += 1
    return true
  }

  @inline(__always)
  private static func takeNumber(
    _ digits: Int, in bytes: Span<UInt8>, _ position: inout Int
  ) -> Int? {
    guard position + digits <= bytes.count else { return nil }
    var number = 0
    for index in position ..< position + digits {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
    }
    position += digits
    return number
  }
}
