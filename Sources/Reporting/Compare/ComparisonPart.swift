/// One part of a comparison under its head, in the two forms for people.
struct ComparisonPart {
  let head: String
  private let body: Body

  private enum Body {
    case table(TextTable, [String])
    case lines(LabelledLines)
    case findings([Finding])
  }

  /// A table, left out without rows, and sentences below it.
  static func table(_ head: String, _ table: TextTable, notes: [String] = []) -> Self {
    Self(head: head, body: .table(table, notes))
  }

  static func lines(_ head: String, _ lines: LabelledLines) -> Self {
    Self(head: head, body: .lines(lines))
  }

  static func findings(_ head: String, _ findings: [Finding]) -> Self {
    Self(head: head, body: .findings(findings))
  }

  var text: String {
    switch body {
    case .table(let table, let notes):
      table.rows.isEmpty
        ? ""
        : table.text(indent: 2) + notes.map { Wrapping.lines($0, indent: 2, hanging: 0) }.joined()
    case .lines(let lines): lines.text
    case .findings(let findings): Findings.text(findings)
    }
  }

  var markdown: String {
    switch body {
    case .table(let table, let notes):
      table.rows.isEmpty
        ? "" : table.markdown() + notes.map { "\n" + Markdown.escaped($0) + "\n" }.joined()
    case .lines(let lines): lines.markdown
    case .findings(let findings): Findings.markdown(findings)
    }
  }
}
