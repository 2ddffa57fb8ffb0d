internal import Text

/// How a column writes dates.
public enum DateNotation: Hashable, Sendable {
  /// Year, month and day in an order, the month as a number or a name, with or without a time and
  /// an offset from UTC: `2024-06-28`, `20240628`, `28.06.24 13:00`, `Jun 28, 2024`, `Fri 28 June 2024`.
  case parts(PartOrder)
  /// Seconds, milliseconds, microseconds or nanoseconds since 1970; without a unit it follows from
  /// the magnitude of each number.
  case epoch(EpochUnit?)
  /// Days since 1899-12-30, the serial numbers of spreadsheets.
  case excel

  /// The order of year, month and day.
  public enum PartOrder: String, Hashable, Sendable, CaseIterable {
    case yearMonthDay = "YYYY-MM-DD"
    case dayMonthYear = "DD/MM/YYYY"
    case monthDayYear = "MM/DD/YYYY"
  }

  /// The unit of a time since 1970.
  public enum EpochUnit: String, Hashable, Sendable, CaseIterable {
    case seconds = "epoch-s"
    case milliseconds = "epoch-ms"
    case microseconds = "epoch-us"
    case nanoseconds = "epoch-ns"

    /// The number of units in a millisecond, or its inverse for seconds.
    var perMillisecond: Double {
      switch self {
      case .seconds: 1e-3
      case .milliseconds: 1
      case .microseconds: 1e3
      case .nanoseconds: 1e6
      }
    }
  }

  /// Reads `iso`, `excel`, `epoch`, `epoch-s`, `epoch-ms`, `epoch-us`, `epoch-ns`, or a pattern that
  /// shows the order of year, month and day: `DD/MM/YYYY`, `MM-DD-YY`, `D Mon YYYY`, `%d.%m.%Y`.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "iso": self = .parts(.yearMonthDay)
    case "excel": self = .excel
    case "epoch": self = .epoch(nil)
    case let name:
      if let unit = EpochUnit(rawValue: name) {
        self = .epoch(unit)
      } else if let order = PartOrder(pattern: text) {
        self = .parts(order)
      } else {
        return nil
      }
    }
  }

  /// The name that ``init(_:)`` reads.
  public var name: String {
    switch self {
    case .parts(let order): order.rawValue
    case .epoch(let unit): unit?.rawValue ?? "epoch"
    case .excel: "excel"
    }
  }
}

extension DateNotation.PartOrder {
  /// The order of the letters for year, month and day in a pattern.
  init?(pattern: String) {
    let isPercent = pattern.contains("%")
    let letters: [(Character, part: Character)] =
      isPercent
      ? [("Y", "y"), ("y", "y"), ("m", "m"), ("b", "m"), ("B", "m"), ("d", "d")]
      : [("Y", "y"), ("y", "y"), ("M", "m"), ("D", "d"), ("d", "d")]
    var order = ""
    for letter in pattern {
      guard let part = letters.first(where: { $0.0 == letter })?.part, !order.contains(part) else {
        continue
      }
      order.append(part)
    }
    switch order {
    case "ymd": self = .yearMonthDay
    case "dmy": self = .dayMonthYear
    case "mdy": self = .monthDayYear
    default: return nil
    }
  }
}

// MARK: - Reading a field

extension DateNotation {
  /// The time in a field, or nil.
  func stamp(of bytes: Span<UInt8>) -> ISO8601.Stamp? {
    switch self {
    case .parts(let order):
      if order == .yearMonthDay, let stamp = ISO8601.stamp(in: bytes) { return stamp }
      return DateText(bytes)?.stamp(order)
    case .epoch(let unit):
      guard let number = Double(decimal: bytes),
        let milliseconds = Self.milliseconds(number, unit)
      else { return nil }
      return ISO8601.Stamp(utc: milliseconds, local: milliseconds)
    case .excel:
      guard let days = Double(decimal: bytes), (1 ... 200_000).contains(days) else { return nil }
      let milliseconds = Int64((days * 86_400).rounded()) * 1_000 - Self.excelEpoch
      return ISO8601.Stamp(utc: milliseconds, local: milliseconds)
    }
  }

  /// Milliseconds from 1899-12-30 to 1970-01-01.
  private static let excelEpoch = 25_569 * Timestamp.millisecondsPerDay

  private static func milliseconds(_ number: Double, _ unit: EpochUnit?) -> Int64? {
    guard let unit = unit ?? Self.unit(of: number) else { return nil }
    let milliseconds = (number / unit.perMillisecond).rounded(.down)
    return milliseconds.magnitude < 1e14 ? Int64(milliseconds) : nil
  }

  /// The unit in which a number is a time from 1990 to 2100; the ranges do not overlap.
  static func unit(of number: Double) -> EpochUnit? {
    EpochUnit.allCases.first { unit in
      (6.31152e11 ... 4.1024448e12).contains(number / unit.perMillisecond)
    }
  }
}

extension DateText {
  /// The time in UTC and in local time, if the numbers are a date in this order.
  func stamp(_ order: DateNotation.PartOrder) -> ISO8601.Stamp? {
    guard let date = date(order) else { return nil }
    let local = Int64(date.days) * Timestamp.millisecondsPerDay + (timeOfDay ?? 0)
    return ISO8601.Stamp(utc: local - (offset ?? 0), local: local)
  }

  /// The date in an order of its numbers; nil if that is not a date.
  func date(_ order: DateNotation.PartOrder) -> CalendarDate? {
    if let namedMonth {
      guard numbers.count == 2 else { return nil }
      let isYearFirst = numbers[0].digits == 4
      return date(
        year: numbers[isYearFirst ? 0 : 1], month: (namedMonth.month, 2),
        day: numbers[isYearFirst ? 1 : 0])
    }
    if numbers.count == 1 { return compactDate(numbers[0].value, order) }
    switch order {
    case .yearMonthDay: return date(year: numbers[0], month: numbers[1], day: numbers[2])
    case .dayMonthYear: return date(year: numbers[2], month: numbers[1], day: numbers[0])
    case .monthDayYear: return date(year: numbers[2], month: numbers[0], day: numbers[1])
    }
  }

  private typealias Part = (value: Int, digits: Int)

  private func date(year: Part, month: Part, day: Part) -> CalendarDate? {
    guard year.digits == 4 || year.digits == 2, month.digits <= 2, day.digits <= 2 else {
      return nil
    }
    // POSIX: 69 to 99 are of the 20th century, 0 to 68 of the 21st.
    let full = year.digits == 4 ? year.value : year.value + (year.value < 69 ? 2000 : 1900)
    return (1 ... 9999).contains(full)
      ? CalendarDate(year: full, month: month.value, day: day.value) : nil
  }

  private func compactDate(_ value: Int, _ order: DateNotation.PartOrder) -> CalendarDate? {
    let (head, middle, tail) = (value / 1_000_000, value / 10_000 % 100, value % 10_000)
    switch order {
    case .yearMonthDay:
      let year = value / 10_000
      return (1700 ... 2200).contains(year)
        ? CalendarDate(year: year, month: value / 100 % 100, day: value % 100) : nil
    case .dayMonthYear:
      return (1700 ... 2200).contains(tail)
        ? CalendarDate(year: tail, month: middle, day: head) : nil
    case .monthDayYear:
      return (1700 ... 2200).contains(tail)
        ? CalendarDate(year: tail, month: head, day: middle) : nil
    }
  }
}
