/// Writes a report in Markdown: headings, tables and lists.
struct MarkdownWriter {
  /// Returns the report, ending with a newline.
  func text(of report: Report) -> String {
    var text = report.title.map { "## " + Markdown.escaped($0) + "\n" } ?? ""
    for section in report.sections {
      if let heading = section.heading { text += "\n### " + Markdown.escaped(heading) + "\n" }
      for block in section.blocks { text += (text.isEmpty ? "" : "\n") + self.text(of: block) }
    }
    return text
  }

  /// Returns one block, each line ending with a newline.
  func text(of block: Report.Block) -> String {
    switch block {
    case .table(let table): table.markdown() + table.notes.map { "\n" + paragraph($0) }.joined()
    case .lines(let lines):
      lines.lines.map {
        "- **\(Markdown.escaped($0.label))**: \(Markdown.escaped($0.content))\n"
      }.joined()
    case .findings(let findings, _):
      FindingGroup.all(findings).map { group in
        "- \(Markdown.escaped(group.subjects)): \(Markdown.escaped(group.message)) "
          + "(`\(group.code)`)\n"
      }.joined()
    case .notes(let notes): notes.map(paragraph).joined(separator: "\n")
    }
  }

  private func paragraph(_ sentence: String) -> String { Markdown.escaped(sentence) + "\n" }
}

extension TextTable {
  /// Returns the table in Markdown, each line ending with a newline.
  func markdown() -> String {
    var text = markdownLine(columns.map(\.head))
    text += markdownLine(columns.map { $0.alignment == .left ? "---" : "---:" })
    for row in rows { text += markdownLine(row) }
    return text
  }

  private func markdownLine(_ cells: [String]) -> String {
    "| " + cells.map(Markdown.escaped).joined(separator: " | ") + " |\n"
  }
}

/// Escapes text for Markdown.
enum Markdown {
  /// Returns the text on one line, with Markdown's special characters escaped.
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
