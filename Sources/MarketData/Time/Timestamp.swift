/// A timestamp in milliseconds since 1970-01-01T00:00:00Z; a daily bar is its date at midnight.
///
/// Midnight is printed as a date, or as a time where the timestamp is one of a series with times.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Twice the milliseconds, and 1 where midnight is a time.
  @usableFromInline let raw: Int64

  @usableFromInline init(raw: Int64) { self.raw = raw }

  /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
  @inlinable public var milliseconds: Int64 { raw >> 1 }

  /// The timestamp `milliseconds` after 1970-01-01T00:00:00Z.
  @inlinable public init(milliseconds: Int64) { self.init(raw: milliseconds << 1) }

  /// The same timestamp, of which midnight is printed with its time.
  var withTime: Self { Self(raw: raw | 1) }

  /// Compares by time.
  @inlinable public static func == (a: Self, b: Self) -> Bool { a.milliseconds == b.milliseconds }

  /// Hashes the time.
  public func hash(into hasher: inout Hasher) { hasher.combine(milliseconds) }

  /// Midnight UTC at the start of a day.
  public init(_ date: CalendarDate) {
    self.init(milliseconds: Int64(date.days) * Self.millisecondsPerDay)
  }

  /// Compares by time.
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }

  /// The timestamp `milliseconds` later, printed in the same form.
  package func advanced(byMilliseconds milliseconds: Int64) -> Self {
    Self(raw: raw + 2 * milliseconds)
  }

  package static let millisecondsPerDay: Int64 = 86_400_000

  /// The UTC date of the timestamp.
  public var date: CalendarDate {
    CalendarDate(days: Int32(Int(milliseconds).flooredQuotient(by: Int(Self.millisecondsPerDay))))
  }

  /// Milliseconds since the midnight of ``date``.
  var millisecondsOfDay: Int64 { milliseconds - Int64(date.days) * Self.millisecondsPerDay }
}

extension Timestamp: Codable {
  /// Decodes an ISO 8601 date, or date with a time.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let time = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not an ISO 8601 date")
    }
    self = time
  }

  /// Encodes the date, with the time unless it is midnight.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

// MARK: - ISO 8601

extension Timestamp: LosslessStringConvertible {
  /// Parses an ISO 8601 date or date and time: `2024-06-28`, `2024-06-28 13:00`,
  /// `2024-06-28T13:00:00.250+02:00`.
  ///
  /// A time without `Z` or an offset is UTC; digits after the millisecond are dropped. Numbers of
  /// seconds or milliseconds return nil.
  public init?(_ text: String) {
    guard let stamp = ISO8601.stamp(in: text.utf8.span) else { return nil }
    let hasTime: Int64 = text.utf8.count > 10 ? 1 : 0
    self.init(raw: stamp.utc << 1 | hasTime)
  }

  /// Parses the bytes of a date, or of a date and time; nil for anything else.
  package init?(iso8601 bytes: Span<UInt8>) {
    guard let stamp = ISO8601.stamp(in: bytes) else { return nil }
    self.init(raw: stamp.utc << 1 | (bytes.count > 10 ? 1 : 0))
  }

  /// The date if the time is midnight, unless it is one of a series with times; otherwise date and
  /// time with `Z`.
  public var description: String {
    millisecondsOfDay == 0 && raw & 1 == 0 ? date.description : dateAndTime
  }

  private var dateAndTime: String {
    let ofDay = UInt(millisecondsOfDay)
    let (seconds, fraction) = ofDay.quotientAndRemainder(dividingBy: 1_000)
    var text = Array((date.description + "T").utf8)
    text.append(seconds / 3_600, width: 2)
    text.append(UInt8(ascii: ":"))
    text.append(seconds / 60 % 60, width: 2)
    text.append(UInt8(ascii: ":"))
    text.append(seconds % 60, width: 2)
    if fraction > 0 {
      text.append(UInt8(ascii: "."))
      text.append(fraction, width: 3)
    }
    return String(decoding: text, as: UTF8.self) + "Z"
  }
}
