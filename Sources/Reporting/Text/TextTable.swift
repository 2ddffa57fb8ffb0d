/// A table of short texts, for a terminal or for Markdown.
package struct TextTable {
  /// A column with its head.
  package struct Column {
    let head: String
    let alignment: Alignment

    package static func text(_ head: String) -> Column { Column(head: head, alignment: .left) }

    package static func number(_ head: String) -> Column { Column(head: head, alignment: .right) }
  }

  package enum Alignment { case left, right }

  let columns: [Column]
  private(set) var rows: [[String]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; it has a cell for each column.
  package mutating func append(_ row: [String]) {
    precondition(
      row.count == columns.count, "\(row.count) cells in a table of \(columns.count) columns")
    rows.append(row)
  }

  /// Two spaces between columns, a rule under the heads, each line ended; `indent` spaces before.
  package func text(indent: Int = 0) -> String {
    let heads = columns.map(\.head)
    var widths = heads.map(\.displayWidth)
    for row in rows {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], cell.displayWidth)
      }
    }
    let lineWidth = widths.reduce(2 * (widths.count - 1), +)
    var text: [UInt8] = []
    text.reserveCapacity((rows.count + 4) * (indent + lineWidth + 1))
    write(heads, widths, indent, to: &text)
    text.append(spaces: indent)
    text.append(contentsOf: String(repeating: "─", count: lineWidth).utf8)
    text.append(UInt8(ascii: "\n"))
    for row in rows { write(row, widths, indent, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The table in Markdown, each line ended.
  package func markdown() -> String {
    var text = markdownLine(columns.map(\.head))
    text += markdownLine(columns.map { $0.alignment == .left ? "---" : "---:" })
    for row in rows { text += markdownLine(row) }
    return text
  }

  private func write(_ cells: [String], _ widths: [Int], _ indent: Int, to text: inout [UInt8]) {
    text.append(spaces: indent)
    let start = text.count
    for (index, cell) in cells.enumerated() {
      let padding = widths[index] - cell.displayWidth
      if index > 0 { text.append(spaces: 2) }
      if columns[index].alignment == .right { text.append(spaces: padding) }
      text.append(contentsOf: cell.utf8)
      if columns[index].alignment == .left { text.append(spaces: padding) }
    }
    while text.count > start, text.last == UInt8(ascii: " ") { text.removeLast() }
    text.append(UInt8(ascii: "\n"))
  }

  private func markdownLine(_ cells: [String]) -> String {
    "| " + cells.map(Markdown.escaped).joined(separator: " | ") + " |\n"
  }
}

/// Text as Markdown has it.
enum Markdown {
  /// The text with the characters that Markdown would take for marks escaped, on one line.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "|", "\\", "`", "*", "_", "<", "[", "]", "#":
        escaped += "\\"
        escaped.append(character)
      case _ where character.isNewline: escaped += " "
      default: escaped.append(character)
      }
    }
    return escaped
  }
}

extension String {
  /// Columns of a terminal: one a character, two for wide East Asian ones and emoji.
  var displayWidth: Int {
    if hasCharacterPerByte { return utf8.count }
    return reduce(0) { width, character in
      guard let scalar = character.unicodeScalars.first else { return width }
      return width + (Self.isWide(scalar) ? 2 : 1)
    }
  }

  /// Whether the text is ASCII, where no two bytes but CR LF are one character.
  private var hasCharacterPerByte: Bool {
    let bytes = utf8.span
    for index in bytes.indices where bytes[index] >= 0x80 || bytes[index] == UInt8(ascii: "\r") {
      return false
    }
    return true
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100 ... 0x115F, 0x2E80 ... 0x303E, 0x3041 ... 0xA4CF, 0xAC00 ... 0xD7A3,
      0xF900 ... 0xFAFF, 0xFE30 ... 0xFE6F, 0xFF00 ... 0xFF60, 0xFFE0 ... 0xFFE6,
      0x1F300 ... 0x1F64F, 0x1F900 ... 0x1F9FF, 0x20000 ... 0x3FFFD:
      true
    default: false
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(spaces count: Int) {
    append(contentsOf: repeatElement(UInt8(ascii: " "), count: count))
  }
}
