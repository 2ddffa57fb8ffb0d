/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
///
/// The calendar is extended backwards without limit and has a year 0 (ISO 8601). No time zone is involved.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// Whole days since 1970-01-01; negative before it.
  public let days: Int32

  /// The day `days` after 1970-01-01.
  public init(days: Int32) { self.days = days }

  /// The day of a year, month (1–12) and day of the month, or nil if there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (-5_000_000 ... 5_000_000).contains(year), (1 ... 12).contains(month),
      day >= 1, day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    self.init(days: Int32(Self.dayNumber(year: year, month: month, day: day)))
  }

  /// Compares by time.
  public static func < (a: Self, b: Self) -> Bool { a.days < b.days }
}

// MARK: - Year, month, day

extension CalendarDate {
  /// The year of the proleptic Gregorian calendar.
  public var year: Int { components.year }

  /// The month, 1 to 12.
  public var month: Int { components.month }

  /// The day of the month, 1 to 31.
  public var day: Int { components.day }

  /// Year, month and day in one computation.
  ///
  /// Years are counted from March, so that the leap day is the last day of its year; 400 years have
  /// 146,097 days.
  public var components: (year: Int, month: Int, day: Int) {
    let sinceMarchOfYearZero = Int(days) + Self.epochOffset
    let cycle = sinceMarchOfYearZero.flooredQuotient(by: Self.daysPerCycle)
    let dayOfCycle = sinceMarchOfYearZero - cycle * Self.daysPerCycle
    let leapDays = dayOfCycle / 1_460 - dayOfCycle / 36_524 + dayOfCycle / 146_096
    let yearOfCycle = (dayOfCycle - leapDays) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = 400 * cycle + yearOfCycle + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - Self.daysBefore(monthFromMarch: monthFromMarch) + 1)
  }

  private static let daysPerCycle = 146_097
  /// Days from 0000-03-01 to 1970-01-01.
  private static let epochOffset = 719_468

  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let cycle = yearFromMarch.flooredQuotient(by: 400)
    let yearOfCycle = yearFromMarch - 400 * cycle
    let dayOfYear = daysBefore(monthFromMarch: (month + 9) % 12) + day - 1
    let dayOfCycle = 365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    return cycle * daysPerCycle + dayOfCycle - epochOffset
  }

  /// The number of days since March of the preceding months: 31, 30, 31, 30, 31 repeats every 153
  /// days.
  private static func daysBefore(monthFromMarch month: Int) -> Int { (153 * month + 2) / 5 }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: isLeap(year) ? 29 : 28
    default: 31
    }
  }

  /// Whether a year has 366 days.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}

// MARK: - Weekdays

/// A day of the week, numbered as in ISO 8601: Monday is 1.
public enum Weekday: Int, Hashable, Sendable, CaseIterable {
  /// The seven days in ISO order.
  case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday

  /// Whether the day is a Saturday or a Sunday.
  public var isWeekend: Bool { rawValue >= 6 }
}

extension CalendarDate {
  /// The day of the week.
  public var weekday: Weekday {
    // 1970-01-01 is a Thursday, three days after a Monday.
    let sinceMonday = Int(days) + 3
    let index = sinceMonday - 7 * sinceMonday.flooredQuotient(by: 7)
    return Weekday(rawValue: index + 1) ?? .monday
  }

  /// The date a number of calendar days later, or earlier if the number is negative.
  public func adding(days count: Int) -> Self { Self(days: Int32(Int(days) + count)) }

  /// The number of weekdays from Monday to Friday in (self, other], ignoring holidays.
  ///
  /// Negative if `other` is earlier: `a.businessDays(until: b) == -b.businessDays(until: a)`.
  public func businessDays(until other: Self) -> Int {
    other.businessDayNumber - businessDayNumber
  }

  /// The number of business days after the Monday 1969-12-29, including this day.
  private var businessDayNumber: Int {
    let sinceMonday = Int(days) + 3
    let week = sinceMonday.flooredQuotient(by: 7)
    return 5 * week + min(sinceMonday - 7 * week, 4)
  }
}

// MARK: - ISO 8601

extension CalendarDate: LosslessStringConvertible {
  /// The date written as `YYYY-MM-DD`, or nil for any other text.
  public init?(_ text: String) {
    let bytes = text.utf8.span
    guard bytes.count == 10, let date = ISO8601.date(in: bytes, at: 0) else { return nil }
    self = date
  }

  /// The date as `YYYY-MM-DD`; a year outside 0–9999 keeps its sign and all its digits.
  public var description: String {
    let (year, month, day) = components
    var text: [UInt8] = []
    text.reserveCapacity(10)
    if year < 0 { text.append(UInt8(ascii: "-")) }
    text.append(year.magnitude, width: 4)
    text.append(UInt8(ascii: "-"))
    text.append(month.magnitude, width: 2)
    text.append(UInt8(ascii: "-"))
    text.append(day.magnitude, width: 2)
    return String(decoding: text, as: UTF8.self)
  }
}

extension Int {
  func flooredQuotient(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension [UInt8] {
  /// Appends the digits of a number, with zeros before it up to a width.
  mutating func append(_ number: UInt, width: Int) {
    if width > 1 || number >= 10 { append(number / 10, width: width - 1) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}
