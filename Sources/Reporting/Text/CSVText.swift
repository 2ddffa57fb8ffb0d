/// Rows of comma-separated values, as RFC 4180 has them but for the line ending, which is a line feed.
package struct CSVText {
  package private(set) var text: String

  /// A text that begins with its header.
  package init(header: String) { text = header + "\n" }

  /// Adds a record.
  package mutating func append(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { text += "," }
      text += Self.quoted(field)
    }
    text += "\n"
  }

  /// A number at full precision, empty for none and for what is not finite.
  package static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
    }
    guard needsQuotes else { return field }
    var quoted = "\""
    for character in field.unicodeScalars {
      if character == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
  }
}
