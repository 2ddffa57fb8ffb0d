/// Rows of comma-separated values according to RFC 4180, except that lines end with a line feed.
///
/// ```swift
/// var csv = CSVText(header: "instrument,rate")
/// csv.append(["A,B", CSVText.number(0.08)])
/// csv.text      // instrument,rate⏎"A,B",0.08⏎
/// ```
public struct CSVText: Sendable {
  /// The rows so far, each with its line ending.
  public private(set) var text: String

  /// Starts a text with its header, whose names are already separated by commas.
  public init(header: String) { text = header + "\n" }

  /// Adds a record.
  public mutating func append(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { text += "," }
      text += Self.quoted(field)
    }
    text += "\n"
  }

  /// A number at full precision; empty for nil and for values that are not finite.
  public static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A field, in quotation marks if it contains a comma, a quotation mark or a line ending, or
  /// starts or ends with a blank.
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
      // A line ending counts as a blank and must be quoted anywhere in a field.
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13 {
        return true
      }
      last = byte
    }
    return last <= blank
  }
}
