/// Writes a report as text, for a terminal or a file.
struct TextWriter {
  /// The page the report is formatted for.
  let page: PageSetup

  /// Returns the report, ending with a newline.
  func text(of report: Report) -> String {
    var text = report.title.map { strong($0) + "\n" } ?? ""
    for section in report.sections {
      if !text.isEmpty { text += "\n" }
      if let heading = section.heading { text += strong(heading) + "\n" }
      text += section.blocks.map(self.text).joined(separator: "\n")
    }
    return text
  }

  private func strong(_ heading: String) -> String {
    let text = Wrapping.lines(heading, width: page.columns ?? .max, indent: 0, hanging: 0)
    return page.showsColor ? "\u{1B}[1m\(text.dropLast())\u{1B}[0m" : String(text.dropLast())
  }

  private func text(of block: Report.Block) -> String {
    switch block {
    case .table(let table): text(of: table) + paragraphs(table.notes)
    case .lines(let lines): text(of: lines.lines)
    case .findings(let findings, let tone):
      FindingGroup.all(findings).map { group in
        let lines = wrapped("\(group.subjects): \(group.message) (\(group.code))", hanging: 2)
        guard page.showsColor else { return lines }
        return tone.colored(String(lines.dropLast())) + "\n"
      }.joined()
    case .notes(let notes): paragraphs(notes)
    }
  }

  /// Returns lines of the form `  label  content`, with aligned contents.
  private func text(of lines: [(label: String, content: String)]) -> String {
    let width = lines.map(\.label.displayWidth).max() ?? 0
    return lines.map { line in
      let padding = String(repeating: " ", count: width - line.label.displayWidth)
      return wrapped(line.label + padding + "  " + line.content, hanging: width + 2)
    }.joined()
  }

  private func paragraphs(_ sentences: [String]) -> String {
    sentences.map { wrapped($0, hanging: 0) }.joined()
  }

  private func wrapped(_ text: String, hanging: Int) -> String {
    Wrapping.lines(text, width: page.proseWidth, indent: 2, hanging: hanging)
  }

  /// Returns the table with a rule below the heads, and the heads of columns left out for width.
  private func text(of table: TextTable) -> String {
    let layout = TableLayout(table, on: page.columns.map { $0 - table.indent })
    let text = TableText(table, layout, showsColor: page.showsColor).text
    guard !layout.leftOut.isEmpty else { return text }
    let separator = layout.leftOut.contains { $0.contains(",") } ? "; " : ", "
    return text
      + wrapped(
        "Not shown at this width: " + layout.leftOut.joined(separator: separator), hanging: 2)
  }
}
