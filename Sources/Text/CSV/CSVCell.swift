/// The contents of a field in a numeric column.
public enum CSVCell: Hashable, Sendable {
  /// A finite number.
  case number(Double)
  /// The field is blank or stands for a missing value.
  case missing
  /// The field is not a finite number.
  case unfit(CSVFault)

  /// Classifies the text of a field, without quotation marks and surrounding blanks.
  public init(_ text: String) {
    if Self.isMissing(text) {
      self = .missing
    } else if let number = Double(decimal: text) {
      self = number.isFinite ? .number(number) : .unfit(.notFinite(found: text.shortened))
    } else if Self.nonFinite.contains(text.lowercased()) {
      self = .unfit(.notFinite(found: text.shortened))
    } else {
      self = .unfit(.notANumber(found: text.shortened, habit: Self.habit(of: text)))
    }
  }

  /// Whether a text stands for a missing value: blank, `NaN`, `NA`, `N/A`, `#N/A`, `null`, `None`,
  /// `.`, `-` or `--`, in any letter case.
  public static func isMissing(_ text: String) -> Bool {
    text.isEmpty || (text.utf8.count <= 4 && missingMarks.contains(text.lowercased()))
  }

  /// Whether a text is an infinity.
  static func isNonFinite(_ text: String) -> Bool { nonFinite.contains(text.lowercased()) }

  private static let missingMarks: Set<String> = [
    "na", "n/a", "#n/a", "null", "none", "nan", ".", "-", "--",
  ]

  private static let nonFinite: Set<String> = {
    let words = ["inf", "infinity"]
    return Set(words + words.map { "-" + $0 } + words.map { "+" + $0 })
  }()

  /// The unsupported number format that a text appears to use, if any.
  private static func habit(of text: String) -> CSVFault.NumberHabit? {
    let digits = text.utf8.count { (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains($0) }
    guard digits > 0 else { return nil }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    if parts.count > 1 {
      guard text.utf8.allSatisfy({ numeric.contains($0) }) else { return nil }
      let groups = parts.dropFirst().map { $0.prefix { $0 != "." }.utf8.count }
      return groups.allSatisfy { $0 == 3 } ? .thousandsSeparator : .decimalComma
    }
    let units: Set<Character> = ["%", "K", "M", "B", "k", "$", "€", "£", "¥"]
    let ends = [text.first, text.last].compactMap(\.self)
    return ends.contains(where: units.contains) ? .unit : nil
  }

  private static let numeric = Array("0123456789+-.,".utf8)
}

extension String {
  /// The text cut to at most 40 characters, for messages.
  public var shortened: String { count > 40 ? prefix(40) + "…" : self }
}
