/// A number as written, before its decimal mark is known.
struct NumberParts {
  /// What a number shows about the decimal mark of its file.
  enum Evidence: Hashable {
    /// No point and no comma.
    case none
    /// One comma with three digits after it: thousands or decimals.
    case aComma
    /// One point with three digits after it: decimals, unless other numbers show a decimal comma.
    case aPoint
    case comma, point
  }

  private let isNegative: Bool
  /// Digits, points, commas and an exponent, without separators that are never decimal marks.
  private var body: [UInt8] = []
  private let scale: Double
  /// The groups of three that apostrophes and blanks separate.
  private var hasGroups = false

  private static let point = UInt8(ascii: ".")
  private static let comma = UInt8(ascii: ",")

  /// Takes a text apart; nil if it is not a number in any notation.
  init?(_ text: Span<UInt8>) {
    var range = 0 ..< text.count
    Self.trim(text, &range)
    let isInParentheses = Self.takeParentheses(text, &range)
    Self.takeCurrency(text, &range)
    let sign = Self.takeSign(text, &range)
    Self.takeCurrency(text, &range)
    scale = Self.takeUnit(text, &range)
    isNegative = isInParentheses || sign
    guard takeBody(text, range) else { return nil }
  }

  /// Copies digits and marks, and checks that blanks and apostrophes separate groups of three.
  private mutating func takeBody(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    var digits = 0
    var sinceSeparator: Int?
    while index < range.upperBound {
      let byte = text[index]
      if Self.isDigit(byte) {
        digits += 1
        sinceSeparator = sinceSeparator.map { $0 + 1 }
      } else if byte == Self.point || byte == Self.comma {
        guard sinceSeparator ?? 3 == 3 else { return false }
        sinceSeparator = nil
      } else if let length = Self.separatorLength(text, index, range.upperBound) {
        guard digits > 0, sinceSeparator ?? 3 == 3 else { return false }
        hasGroups = true
        sinceSeparator = 0
        index += length
        continue
      } else if byte | 0x20 == UInt8(ascii: "e"), digits > 0 {
        return sinceSeparator ?? 3 == 3 && takeExponent(text, index ..< range.upperBound)
      } else {
        return false
      }
      body.append(byte)
      index += 1
    }
    return digits > 0 && sinceSeparator ?? 3 == 3
  }

  private mutating func takeExponent(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound + 1
    if index < range.upperBound,
      text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-")
    {
      index += 1
    }
    let start = index
    while index < range.upperBound, Self.isDigit(text[index]) { index += 1 }
    guard index > start, index == range.upperBound else { return false }
    for index in range { body.append(text[index]) }
    return true
  }

  private var mantissa: ArraySlice<UInt8> {
    body.prefix { $0 | 0x20 != UInt8(ascii: "e") }
  }

  /// What the marks show.
  var evidence: Evidence {
    let mantissa = mantissa
    let points = mantissa.indices.filter { mantissa[$0] == Self.point }
    let commas = mantissa.indices.filter { mantissa[$0] == Self.comma }
    switch (points.last, commas.last) {
    case (nil, nil): return .none
    case (let point?, let comma?): return point > comma ? .point : .comma
    case (nil, let comma?):
      if commas.count > 1 { return .point }
      return isAmbiguous(comma) && !hasGroups ? .aComma : .comma
    case (let point?, nil):
      if points.count > 1 { return .comma }
      return isAmbiguous(point) && !hasGroups ? .aPoint : .point
    }
  }

  /// Whether the digits around a mark could be thousands: one to three before, not all zero, and
  /// three after.
  private func isAmbiguous(_ mark: Int) -> Bool {
    let before = mantissa[..<mark]
    return mantissa.endIndex - mark == 4 && (1 ... 3).contains(before.count)
      && before.first != UInt8(ascii: "0")
  }

  /// The value with a decimal mark; nil if the other mark is not between groups of three digits.
  func value(decimalMark: UInt8) -> Double? {
    let other = decimalMark == Self.point ? Self.comma : Self.point
    var plain: [UInt8] = []
    var isAfterMark = false
    var sinceOther: Int?
    var digits = 0
    for byte in mantissa {
      if byte == other {
        guard !isAfterMark, (1 ... 3).contains(digits) || sinceOther != nil,
          sinceOther ?? 3 == 3
        else { return nil }
        sinceOther = 0
      } else if byte == decimalMark {
        guard !isAfterMark, sinceOther ?? 3 == 3 else { return nil }
        isAfterMark = true
        sinceOther = nil
        plain.append(Self.point)
      } else {
        digits += 1
        sinceOther = sinceOther.map { $0 + 1 }
        plain.append(byte)
      }
    }
    guard sinceOther ?? 3 == 3 else { return nil }
    plain += body[mantissa.endIndex...]
    guard let number = Double(decimal: plain.span) else { return nil }
    return (isNegative ? -number : number) * scale
  }
}

// MARK: - Signs and units

extension NumberParts {
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private static func trim(_ text: Span<UInt8>, _ range: inout Range<Int>) {
    while let length = range.isEmpty ? nil : blankLength(text, range.lowerBound, range.upperBound) {
      range = range.lowerBound + length ..< range.upperBound
    }
    while !range.isEmpty {
      if text[range.upperBound - 1] <= 0x20 {
        range = range.lowerBound ..< range.upperBound - 1
      } else if range.count >= 2, text[range.upperBound - 2] == 0xC2,
        text[range.upperBound - 1] == 0xA0
      {
        range = range.lowerBound ..< range.upperBound - 2
      } else {
        return
      }
    }
  }

  /// The length of a blank: a space, a no-break space or a narrow no-break space.
  private static func blankLength(_ text: Span<UInt8>, _ index: Int, _ end: Int) -> Int? {
    if text[index] <= 0x20 { return 1 }
    if index + 1 < end, text[index] == 0xC2, text[index + 1] == 0xA0 { return 2 }
    if index + 2 < end, text[index] == 0xE2, text[index + 1] == 0x80,
      text[index + 2] == 0xAF || text[index + 2] == 0x89
    {
      return 3
    }
    return nil
  }

  /// The length of a blank or an apostrophe between thousands.
  private static func separatorLength(_ text: Span<UInt8>, _ index: Int, _ end: Int) -> Int? {
    if text[index] == UInt8(ascii: "'") { return 1 }
    if index + 2 < end, text[index] == 0xE2, text[index + 1] == 0x80, text[index + 2] == 0x99 {
      return 3
    }
    return blankLength(text, index, end)
  }

  private static func takeParentheses(_ text: Span<UInt8>, _ range: inout Range<Int>) -> Bool {
    guard range.count > 2, text[range.lowerBound] == UInt8(ascii: "("),
      text[range.upperBound - 1] == UInt8(ascii: ")")
    else { return false }
    range = range.lowerBound + 1 ..< range.upperBound - 1
    return true
  }

  private static func takeSign(_ text: Span<UInt8>, _ range: inout Range<Int>) -> Bool {
    guard let byte = range.first.map({ text[$0] }) else { return false }
    if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
      range = range.lowerBound + 1 ..< range.upperBound
      return byte == UInt8(ascii: "-")
    }
    // The minus sign U+2212.
    guard range.count > 3, byte == 0xE2, text[range.lowerBound + 1] == 0x88,
      text[range.lowerBound + 2] == 0x92
    else { return false }
    range = range.lowerBound + 3 ..< range.upperBound
    return true
  }

  private static let currencies: [[UInt8]] = [
    "$", "€", "¤", "£", "¥", "₹", "₺", "₽", "₩", "R$", "US$", "HK$", "A$", "C$", "zł", "Kč", "kr",
    "Fr.",
    "USD", "EUR", "GBP", "GBp", "GBX", "JPY", "CHF", "PLN", "TRY", "TL", "BRL", "INR", "CZK",
    "USDT",
  ].map { Array($0.utf8) }.sorted { $0.count > $1.count }

  /// Removes a currency before or after the digits.
  private static func takeCurrency(_ text: Span<UInt8>, _ range: inout Range<Int>) {
    guard !range.isEmpty, !isDigit(text[range.lowerBound]) || !isDigit(text[range.upperBound - 1])
    else { return }
    for sign in currencies where sign.count < range.count {
      let atStart = sign.indices.allSatisfy { text[range.lowerBound + $0] == sign[$0] }
      let end = range.upperBound - sign.count
      let atEnd = sign.indices.allSatisfy { text[end + $0] == sign[$0] }
      guard atStart || atEnd else { continue }
      range =
        atStart ? range.lowerBound + sign.count ..< range.upperBound : range.lowerBound ..< end
      trim(text, &range)
      return
    }
  }

  /// Removes a percent sign or a letter of magnitude, and returns the factor.
  private static func takeUnit(_ text: Span<UInt8>, _ range: inout Range<Int>) -> Double {
    guard range.count > 1 else { return 1 }
    let factor: Double
    switch text[range.upperBound - 1] {
    case UInt8(ascii: "%"): factor = 1
    case UInt8(ascii: "K"), UInt8(ascii: "k"): factor = 1e3
    case UInt8(ascii: "M"): factor = 1e6
    case UInt8(ascii: "B"): factor = 1e9
    default: return 1
    }
    range = range.lowerBound ..< range.upperBound - 1
    trim(text, &range)
    return factor
  }
}
