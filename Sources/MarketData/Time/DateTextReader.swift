/// Reads numbers, words and marks from the bytes of a date.
struct DateTextReader {
  private var bytes = InlineArray<64, UInt8>(repeating: 0)
  private let count: Int
  private var position = 0

  /// A reader of a text of at most 64 bytes; longer ones, which are not dates, read as empty.
  init(_ bytes: Span<UInt8>) {
    count = bytes.count <= self.bytes.count ? bytes.count : 0
    for index in 0 ..< count { self.bytes[index] = bytes[index] }
  }

  var isAtEnd: Bool { position == count }

  private func isAt(_ test: (UInt8) -> Bool) -> Bool {
    position < count && test(bytes[position])
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte >= 0x80
  }

  /// Moves past a byte if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard isAt({ $0 == byte }) else { return false }
    position += 1
    return true
  }

  mutating func skipBlanks() {
    while isAt({ $0 <= 0x20 }) { position += 1 }
  }

  /// Moves past blanks and the marks between the parts of a date, and past the T before a time.
  mutating func skipSeparators() {
    while isAt({ $0 <= 0x20 || Self.separators.contains($0) }) { position += 1 }
    if isAt({ $0 | 0x20 == UInt8(ascii: "t") }), position + 1 < count,
      Self.isDigit(bytes[position + 1])
    {
      position += 1
    }
  }

  private static let separators = Array("-/.,;'".utf8)

  /// Moves past the mark between a month and a year: a hyphen or slash, or a blank beside a name.
  mutating func takeMonthSeparator(afterName isName: Bool) -> Bool {
    if take(UInt8(ascii: "-")) || take(UInt8(ascii: "/")) { return true }
    let start = position
    skipBlanks()
    return position > start || isName
  }

  /// The digits that come next; nil for none or for more than 18.
  mutating func takeNumber() -> (value: Int, digits: Int)? {
    let start = position
    var value = 0
    while isAt(Self.isDigit), position - start < 18 {
      value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
      position += 1
    }
    guard position > start, !isAt(Self.isDigit) else { return nil }
    return (value, position - start)
  }

  /// Milliseconds of the digits of a fraction of a second.
  mutating func takeFraction() -> Int64? {
    let start = position
    var (milliseconds, weight) = (Int64(0), Int64(100))
    while isAt(Self.isDigit) {
      milliseconds += Int64(bytes[position] - UInt8(ascii: "0")) * weight
      weight /= 10
      position += 1
    }
    return position > start ? milliseconds : nil
  }

  /// The letters that come next.
  mutating func takeWord() -> String? {
    let start = position
    while isAt(Self.isLetter) { position += 1 }
    guard position > start else { return nil }
    let word = String(decoding: (start ..< position).map { bytes[$0] }, as: UTF8.self)
    _ = take(UInt8(ascii: "."))
    return word
  }

  /// Moves past the ending of 1st, 2nd, 3rd, 4th.
  mutating func skipOrdinal() {
    let start = position
    guard let word = takeWord() else { return }
    if !["st", "nd", "rd", "th", "º", "er"].contains(word.lowercased()) { position = start }
  }

  /// Whether a word of a date says nothing: one before the date, such as a weekday, or a
  /// preposition.
  static func isPassedOver(_ word: String, isFirst: Bool) -> Bool {
    isFirst || ["de", "del", "of", "van"].contains(word.lowercased())
  }

  /// True for PM, false for AM, nil for neither.
  mutating func takeHalfOfDay() -> Bool? {
    let start = position
    while isAt({ $0 <= 0x20 || $0 == UInt8(ascii: "-") }) { position += 1 }
    if let word = takeWord()?.lowercased(), word == "am" || word == "pm" { return word == "pm" }
    position = start
    return nil
  }

  /// Milliseconds ahead of UTC of Z, UTC, GMT, a zone's letters, or ±hh, ±hhmm, ±hh:mm, alone or
  /// after UTC or GMT.
  mutating func takeOffset() -> Int64? {
    if let word = takeWord() {
      guard let hours = Self.zones[word.uppercased()] else { return nil }
      if hours == 0, isAt({ $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
        return takeOffset()
      }
      return Int64(hours) * 3_600_000
    }
    let isAhead = take(UInt8(ascii: "+"))
    guard isAhead || take(UInt8(ascii: "-")), let first = takeNumber() else { return nil }
    var (hours, minutes) = (first.value, 0)
    if first.digits == 4 {
      (hours, minutes) = (first.value / 100, first.value % 100)
    } else if take(UInt8(ascii: ":")) {
      guard let second = takeNumber() else { return nil }
      minutes = second.value
    }
    guard first.digits <= 4, first.digits != 3, hours < 24, minutes < 60 else { return nil }
    let offset = Int64(hours * 60 + minutes) * 60_000
    return isAhead ? offset : -offset
  }

  /// Hours ahead of UTC of the zones with letters that mean one offset.
  private static let zones = [
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "CET": 1, "CEST": 2,
  ]
}
