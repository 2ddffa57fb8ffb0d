/// Rows of comma-separated values, as RFC 4180 has them but for the line ending, which is a line
/// feed.
///
/// ```swift
/// var csv = CSVText(header: "instrument,rate")
/// csv.append(["A,B", CSVText.number(0.08)])
/// csv.text      // instrument,rate⏎"A,B",0.08⏎
/// ```
public struct CSVText: Sendable {
  /// The rows so far, each with its line end.
  public private(set) var text: String

  /// A text that begins with its header, whose names are separated by commas already.
  public init(header: String) { text = header + "\n" }

  /// Adds a record.
  public mutating func append(_ fields: some Sequence<String>) {
    var isFirst = true
    for field in fields {
      if !isFirst { text += "," }
      isFirst = false
      text += Self.quoted(field)
    }
    text += "\n"
  }

  /// A number at full precision, empty for none and for what is not finite.
  public static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A field, between quotation marks where it holds a comma, a quotation mark or a line end, or
  /// begins or ends with a blank.
  public static func quoted(_ field: String) -> String {
    guard needsQuotes(field.utf8) else { return field }
    var quoted = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  private static func needsQuotes(_ field: String.UTF8View) -> Bool {
    guard let first = field.first, let last = field.last else { return false }
    if first <= 0x20 || last <= 0x20 { return true }
    return field.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
    }
  }
}
