internal import Text

/// The parts of a date, or of a date and a time, as written in a field.
struct DateText {
  /// The numbers of the date, with their number of digits, in the order written.
  private(set) var numbers = Numbers()
  /// The month and its position among the numbers, where it is written as a name.
  private(set) var namedMonth: (month: Int, position: Int)?
  /// Milliseconds since midnight; nil for a date alone.
  private(set) var timeOfDay: Int64?
  /// Milliseconds by which the local time is ahead of UTC; nil where no zone is written.
  private(set) var offset: Int64?

  /// Whether a word before the date was passed over.
  private var hasWord = false

  /// Takes a field apart; nil if it is not a date in any notation.
  init?(_ bytes: Span<UInt8>) {
    var reader = DateTextReader(bytes)
    if takeMonth(reader) { return }
    while numbers.count + (namedMonth == nil ? 0 : 1) < 3 {
      guard takeDatePart(&reader) else { return nil }
      if numbers.count == 1, namedMonth == nil, numbers[0].digits >= 8 { break }
    }
    guard splitCompact(), reader.isAtEnd || takeTime(&reader), reader.isAtEnd else { return nil }
  }

  /// Takes a month of a year, such as 2024-06, 06/2024 or Jun 2024; it is dated at its last day.
  private mutating func takeMonth(_ start: DateTextReader) -> Bool {
    var reader = start
    reader.skipBlanks()
    let first = reader.takeNumber()
    let word = first == nil ? reader.takeWord() : nil
    guard reader.takeMonthSeparator(afterName: word != nil) else { return false }
    let second = reader.takeNumber()
    let name = second == nil && first != nil ? reader.takeWord() : word
    reader.skipBlanks()
    guard reader.isAtEnd else { return false }
    let named = name.flatMap { MonthName.month($0) }
    let parts = [first, second].compactMap(\.self)
    guard let year = parts.first(where: { $0.digits == 4 })?.value,
      let month = named ?? parts.first(where: { $0.digits <= 2 })?.value,
      parts.count == (named == nil ? 2 : 1), (1 ... 12).contains(month),
      let next = CalendarDate(
        year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
    else { return false }
    numbers.append((year, 4))
    numbers.append((Int(next.adding(days: -1).day), 2))
    namedMonth = (month, 1)
    return true
  }

  private mutating func takeDatePart(_ reader: inout DateTextReader) -> Bool {
    reader.skipSeparators()
    if let number = reader.takeNumber() {
      numbers.append(number)
      reader.skipOrdinal()
      return true
    }
    guard let word = reader.takeWord() else { return false }
    if let month = MonthName.month(word) {
      // The first of two may be a weekday: mar. 3 mai 2019.
      guard namedMonth == nil || namedMonth?.position == 0 && numbers.count <= 1 else {
        return false
      }
      namedMonth = (month, numbers.count)
      return true
    }
    // A weekday or a preposition, as in Fri 3 May and 3 de mayo.
    let isFirst = numbers.isEmpty && namedMonth == nil && !hasWord
    hasWord = true
    return DateTextReader.isPassedOver(word, isFirst: isFirst)
  }

  /// Splits 14 or 12 digits into 8 of a date and the rest of a time.
  private mutating func splitCompact() -> Bool {
    guard numbers.count == 1, namedMonth == nil else { return true }
    let compact = numbers[0]
    switch compact.digits {
    case 8: return true
    case 12:
      numbers.setFirst((compact.value / 10_000, 8))
      return setTime(hour: compact.value / 100 % 100, minute: compact.value % 100, second: 0)
    case 14:
      numbers.setFirst((compact.value / 1_000_000, 8))
      return setTime(
        hour: compact.value / 10_000 % 100, minute: compact.value / 100 % 100,
        second: compact.value % 100)
    default: return false
    }
  }

  private mutating func setTime(
    hour: Int, minute: Int, second: Int, milliseconds: Int64 = 0
  ) -> Bool {
    guard hour < 24, minute < 60, second < 60 else { return false }
    timeOfDay = Int64((hour * 60 + minute) * 60 + second) * 1_000 + milliseconds
    return true
  }

  private mutating func takeTime(_ reader: inout DateTextReader) -> Bool {
    reader.skipSeparators()
    if timeOfDay == nil, let clock = ClockText(&reader) {
      timeOfDay = clock.milliseconds
    }
    return takeZone(&reader)
  }

  private mutating func takeZone(_ reader: inout DateTextReader) -> Bool {
    reader.skipBlanks()
    if reader.isAtEnd { return true }
    guard timeOfDay != nil, let zone = reader.takeOffset() else { return false }
    offset = zone
    reader.skipBlanks()
    return true
  }
}

extension DateText {
  /// Up to three numbers, without an array's allocation.
  struct Numbers {
    private var first = (value: 0, digits: 0)
    private var second = (value: 0, digits: 0)
    private var third = (value: 0, digits: 0)
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    subscript(index: Int) -> (value: Int, digits: Int) {
      index == 0 ? first : index == 1 ? second : third
    }

    mutating func append(_ number: (value: Int, digits: Int)) {
      switch count {
      case 0: first = number
      case 1: second = number
      default: third = number
      }
      count += 1
    }

    mutating func setFirst(_ number: (value: Int, digits: Int)) { first = number }
  }
}

/// A time of day, such as 13:00, 13:00:00.250, 1:00 PM, 09-AM or 130000.
struct ClockText {
  /// Milliseconds since midnight.
  let milliseconds: Int64

  /// The time that fills a field.
  init?(_ bytes: Span<UInt8>) {
    var reader = DateTextReader(bytes)
    reader.skipBlanks()
    self.init(&reader)
    reader.skipBlanks()
    guard reader.isAtEnd else { return nil }
  }

  init?(_ reader: inout DateTextReader) {
    guard let first = reader.takeNumber() else { return nil }
    var (hour, minute, second, fraction) = (first.value, 0, 0, Int64(0))
    var isClock = false
    if first.digits == 6 || first.digits == 4 {
      let time = first.digits == 6 ? first.value : first.value * 100
      (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100)
      isClock = true
    } else if first.digits > 2 {
      return nil
    } else if reader.take(UInt8(ascii: ":")) {
      guard let minutes = reader.takeNumber(), minutes.digits == 2 else { return nil }
      minute = minutes.value
      isClock = true
      if reader.take(UInt8(ascii: ":")) {
        guard let seconds = reader.takeNumber(), seconds.digits == 2 else { return nil }
        second = seconds.value
        if reader.take(UInt8(ascii: ".")) || reader.take(UInt8(ascii: ",")) {
          guard let digits = reader.takeFraction() else { return nil }
          fraction = digits
        }
      }
    }
    switch reader.takeHalfOfDay() {
    case true?: hour = hour % 12 + 12
    case false?: hour %= 12
    case nil: if !isClock { return nil }
    }
    guard hour < 24, minute < 60, second < 60 else { return nil }
    milliseconds = Int64((hour * 60 + minute) * 60 + second) * 1_000 + fraction
  }
}
