/// Formats a table as lines of text, with two spaces between columns and a rule below the heads.
struct TableText {
  private let table: TextTable
  private let layout: TableLayout
  private let showsColor: Bool

  init(_ table: TextTable, _ layout: TableLayout, showsColor: Bool) {
    self.table = table
    self.layout = layout
    self.showsColor = showsColor
  }

  /// The lines, each ending with a newline.
  var text: String {
    var text: [UInt8] = []
    text.reserveCapacity((table.rows.count + 4) * (table.indent + layout.total + 1))
    append(table.columns.map(\.head), isHead: true, to: &text)
    text.append(spaces: table.indent)
    text.append(contentsOf: String(repeating: "─", count: layout.total).utf8)
    text.append(UInt8(ascii: "\n"))
    for row in table.rows { append(row, isHead: false, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends one row, on as many lines as its longest cell needs.
  private func append(_ row: [String], isHead: Bool, to text: inout [UInt8]) {
    guard isHead || layout.wrapsCells else {
      return appendLine(layout.columns.map { row[$0] }, isHead, to: &text)
    }
    let cells = layout.columns.indices.map { position in
      Wrapping.lines(
        row[layout.columns[position]], width: layout.widths[position], indent: 0, hanging: 0
      ).split(separator: "\n").map(String.init)
    }
    let height = cells.map(\.count).max() ?? 0
    for line in 0 ..< height {
      // Heads are aligned to the bottom, directly above the rule.
      appendLine(
        cells.map { lines in
          let index = isHead ? line - (height - lines.count) : line
          return lines.indices.contains(index) ? lines[index] : ""
        }, isHead, to: &text)
    }
  }

  private func appendLine(_ cells: [String], _ isHead: Bool, to text: inout [UInt8]) {
    text.append(spaces: table.indent)
    let start = text.count
    for (position, cell) in cells.enumerated() {
      let column = table.columns[layout.columns[position]]
      let padding = layout.widths[position] - cell.displayWidth
      if position > 0 { text.append(spaces: 2) }
      if column.alignment == .right { text.append(spaces: padding) }
      let tone = showsColor && !isHead ? column.tones[cell] : nil
      text.append(contentsOf: (tone.map { $0.colored(cell) } ?? cell).utf8)
      if column.alignment == .left { text.append(spaces: padding) }
    }
    while text.count > start, text.last == UInt8(ascii: " ") { text.removeLast() }
    text.append(UInt8(ascii: "\n"))
  }
}

extension [UInt8] {
  fileprivate mutating func append(spaces count: Int) {
    append(contentsOf: repeatElement(UInt8(ascii: " "), count: Swift.max(0, count)))
  }
}
