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
  public mutating func append(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { text += "," }
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
    let blank = UInt8(ascii: " ")
    guard var last = field.first, last > blank else { return !field.isEmpty }
    for byte in field {
      // Line ends are blanks that a field may not hold inside either.
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13 {
        return true
      }
      last = byte
    }
    return last <= blank
  }
}
