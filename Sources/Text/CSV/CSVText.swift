/// Rows of comma-separated values, as RFC 4180 has them but for the line ending, which is a line
/// feed.
///
/// ```swift
/// var csv = CSVText(header: "instrument,rate")
/// csv.append(["A,B", CSVText.number(0.08)])
/// csv.text      // instrument,rate⏎"A,B",0.08⏎
/// ```
public struct CSVText: Sendable {
  private var bytes: [UInt8]

  /// A text that begins with its header, whose names are separated by commas already.
  public init(header: String) { bytes = Array((header + "\n").utf8) }

  /// The rows so far, each with its line end.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Adds a record.
  public mutating func append(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(contentsOf: Self.quoted(field).utf8)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A number at full precision, empty for none and for what is not finite.
  public static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    let text = value.description
    return text.utf8.endsInPointZero ? String(text.dropLast(2)) : text
  }

  /// A field, between quotation marks where it holds a comma, a quotation mark or a line end, or
  /// begins or ends with a blank.
  public static func quoted(_ field: String) -> String {
    guard needsQuotes(field.utf8.span) else { return field }
    var quoted = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  private static func needsQuotes(_ field: Span<UInt8>) -> Bool {
    guard !field.isEmpty else { return false }
    let blank = UInt8(ascii: " ")
    for index in field.indices {
      let byte = field[index]
      // Line ends are blanks that a field may not hold inside either.
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13 {
        return true
      }
    }
    return field[0] <= blank || field[field.count - 1] <= blank
  }
}

extension BidirectionalCollection<UInt8> {
  /// Whether a number ends as whole ones are described: `12.0`.
  var endsInPointZero: Bool { last == UInt8(ascii: "0") && dropLast().last == UInt8(ascii: ".") }
}
