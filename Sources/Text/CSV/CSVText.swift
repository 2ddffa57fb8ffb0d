/// Rows of comma-separated values according to RFC 4180, except that lines end with a line feed.
///
/// ```swift
/// var csv = CSVText(header: "instrument,rate")
/// csv.append(["A,B", CSVText.number(0.08)])
/// csv.text      // instrument,rate⏎"A,B",0.08⏎
/// ```
public struct CSVText: Sendable {
  private var bytes: [UInt8]
  /// The last field of every record; nil for none.
  private let last: String?

  /// Starts a text with its header, whose names are already separated by commas.
  ///
  /// A last column of one value is added to it and to every record.
  public init(header: String, last: (name: String, value: String)? = nil) {
    bytes = Array((header + (last.map { "," + $0.name } ?? "") + "\n").utf8)
    self.last = last?.value
  }

  /// The rows so far, each with its line ending.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Adds a record.
  public mutating func append(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(contentsOf: Self.quoted(field).utf8)
    }
    if let last { bytes.append(contentsOf: ("," + Self.quoted(last)).utf8) }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A number at full precision; empty for nil and for values that are not finite.
  public static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    let text = value.description
    return text.utf8.endsInPointZero ? String(text.dropLast(2)) : text
  }

  /// A field, in quotation marks if it contains a comma, a quotation mark or a line ending, or
  /// starts or ends with a blank.
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
      // A line ending counts as a blank and must be quoted anywhere in a field.
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
