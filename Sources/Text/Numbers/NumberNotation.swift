/// How a file writes numbers: its decimal mark, with any of the usual separators of thousands.
///
/// `1,563.74` has a decimal point, `1.563,74` a decimal comma, `1 563,74` and `1'563.74` either.
public struct NumberNotation: Hashable, Sendable {
  /// The mark between units and decimals.
  public enum DecimalMark: String, Hashable, Sendable, CaseIterable {
    case point, comma

    var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
  }

  /// The decimal mark; nil where nothing has shown it, so that `1,563` is rejected as ambiguous.
  public let decimalMark: DecimalMark?

  /// A notation with a decimal mark, or one that shows itself in each number.
  public init(decimalMark: DecimalMark?) { self.decimalMark = decimalMark }

  /// The byte of the decimal mark, a point where nothing has shown it.
  package var decimalByte: UInt8 { (decimalMark ?? .point).byte }

  /// The number in a field, or NaN if it is missing.
  ///
  /// Accepts separators of thousands in whole groups of three digits, a currency sign or code, a
  /// sign or parentheses around a negative number, an exponent, and the letters K, M and B for
  /// thousands, millions and billions. A percent sign is dropped: 0.55% is 0.55.
  public func value(of text: String) throws(CSVFault) -> Double {
    if CSVCell.isMissing(text) { return .nan }
    guard let number = NumberParts(text.utf8.span) else {
      throw CSVCell.isNonFinite(text)
        ? .notFinite(found: text.shortened) : .notANumber(found: text.shortened, habit: nil)
    }
    guard let mark = decimalMark(of: number) else {
      throw .notANumber(found: text.shortened, habit: .ambiguousComma)
    }
    guard let value = number.value(decimalMark: mark.byte) else {
      throw .notANumber(found: text.shortened, habit: .otherDecimalMark)
    }
    guard value.isFinite else { throw .notFinite(found: text.shortened) }
    return value
  }

  private func decimalMark(of number: NumberParts) -> DecimalMark? {
    if let decimalMark { return decimalMark }
    switch number.evidence {
    case .none, .aPoint, .point: return .point
    case .comma: return .comma
    case .aComma: return nil
    }
  }
}

extension NumberNotation {
  /// Which notation the numbers of a column have.
  public enum Inferred: Hashable, Sendable {
    /// One that fits all of them.
    case notation(NumberNotation)
    /// Each number has one comma and three digits after it, such as 100,000.
    case ambiguous(example: String)
    /// Numbers of both notations.
    case mixed(point: String, comma: String)
  }

  /// Infers the notation from all numbers among texts; other texts are passed over.
  public static func inferred(from texts: some Sequence<String>) -> Inferred {
    var found: [NumberParts.Evidence: String] = [:]
    for text in texts {
      // Most cells are plain numbers that show no more than the first of them did.
      if found[.point] != nil, text.isPlainDecimal { continue }
      guard isNumber(text), let number = NumberParts(text.utf8.span), number.evidence != .none
      else { continue }
      if found[number.evidence] == nil { found[number.evidence] = text }
    }
    switch (found[.point], found[.comma]) {
    case (let point?, let comma?): return .mixed(point: point, comma: comma)
    case (_?, nil): return .notation(NumberNotation(decimalMark: .point))
    case (nil, _?): return .notation(NumberNotation(decimalMark: .comma))
    case (nil, nil):
      if let example = found[.aComma] { return .ambiguous(example: example) }
      return .notation(NumberNotation(decimalMark: nil))
    }
  }

  /// Whether a text is a number in some notation.
  public static func isNumber(_ text: String) -> Bool {
    if text.isPlainDecimal { return true }
    guard let number = NumberParts(text.utf8.span) else { return false }
    return DecimalMark.allCases.contains { number.value(decimalMark: $0.byte) != nil }
  }
}

extension String {
  /// Whether the text is a number of digits with at most a minus and a point.
  public var isPlainDecimal: Bool {
    let bytes = utf8.span
    var (digits, points) = (0, 0)
    for index in bytes.indices {
      let byte = bytes[index]
      if byte &- UInt8(ascii: "0") < 10 {
        digits &+= 1
      } else if byte == UInt8(ascii: ".") {
        points &+= 1
      } else if byte != UInt8(ascii: "-") || index > 0 {
        return false
      }
    }
    return digits > 0 && points <= 1
  }
}
