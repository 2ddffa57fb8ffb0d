extension CSVText {
  /// CSV text in which no cell is a formula to a spreadsheet.
  ///
  /// A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return, and is not a number,
  /// receives an apostrophe before it, by which spreadsheets show it as text. Names and messages come
  /// from files of others, and a spreadsheet would run `=HYPERLINK(…)` in one.
  ///
  /// - SeeAlso: OWASP, *CSV Injection*.
  public static func guarded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isAtStart = true
    var isQuoted = false
    for (index, byte) in bytes.enumerated() {
      if isAtStart, byte == UInt8(ascii: "\"") {
        isQuoted = true
        result.append(byte)
        if isFormula(bytes[(index + 1)...], isQuoted: true) { result.append(UInt8(ascii: "'")) }
        isAtStart = false
        continue
      }
      if isAtStart, isFormula(bytes[index...], isQuoted: false) {
        result.append(UInt8(ascii: "'"))
      }
      isAtStart = false
      result.append(byte)
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
        isAtStart = true
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isFormula(_ rest: ArraySlice<UInt8>, isQuoted: Bool) -> Bool {
    guard let first = rest.first else { return false }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 9, 13: return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let end = isQuoted ? UInt8(ascii: "\"") : UInt8(ascii: ",")
      let field = rest.prefix { $0 != end && $0 != UInt8(ascii: "\n") }
      return Double(String(decoding: field, as: UTF8.self)) == nil
    default: return false
    }
  }
}
