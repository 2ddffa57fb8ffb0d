/// A text for a terminal: a title, then parts with an empty line between them.
struct TextPage {
  private(set) var text: String

  init(title: String) { text = title + "\n" }

  /// Adds a part of whole lines; an empty one adds nothing.
  mutating func add(_ part: String) {
    guard !part.isEmpty else { return }
    text += "\n" + part
  }

  /// Adds a part under a head; an empty part adds nothing.
  mutating func add(section: String, _ part: String) {
    guard !part.isEmpty else { return }
    text += "\n" + section + "\n" + part
  }
}

/// A Markdown text: a title, then parts under heads.
struct MarkdownPage {
  private(set) var text: String

  init(title: String) { text = "## " + Markdown.escaped(title) + "\n" }

  /// Adds a part of whole lines; an empty one adds nothing.
  mutating func add(_ part: String) {
    guard !part.isEmpty else { return }
    text += "\n" + part
  }

  /// Adds a part under a head; an empty part adds nothing.
  mutating func add(section: String, _ part: String) {
    guard !part.isEmpty else { return }
    text += "\n### " + Markdown.escaped(section) + "\n\n" + part
  }
}

/// Lines with a label before each, aligned.
struct LabelledLines {
  private var lines: [(label: String, content: String)] = []

  mutating func append(_ label: String, _ content: String) {
    lines.append((label, content))
  }

  mutating func append(contentsOf other: LabelledLines) { lines += other.lines }

  /// `  label  content`, long contents wrapped at 100 columns.
  var text: String {
    let width = lines.map(\.label.displayWidth).max() ?? 0
    return lines.map { line in
      let padding = String(repeating: " ", count: width - line.label.displayWidth)
      return Wrapping.lines(
        line.label + padding + "  " + line.content, indent: 2, hanging: width + 2)
    }.joined()
  }

  /// A list with bold labels.
  var markdown: String {
    lines.map { "- **\(Markdown.escaped($0.label))**: \(Markdown.escaped($0.content))\n" }.joined()
  }
}

/// Breaks long lines at spaces.
enum Wrapping {
  /// Columns of a line.
  static let width = 100

  /// The text on lines of at most ``width`` columns where its words allow, each ended.
  ///
  /// The first line is indented by `indent`, those after it by `hanging` more. The spaces before the
  /// first break stay as they are.
  static func lines(_ text: String, indent: Int, hanging: Int = 2) -> String {
    let margin = String(repeating: " ", count: indent)
    // No text has more columns than bytes.
    guard indent + text.utf8.count > width else { return margin + text + "\n" }
    var result = ""
    var line = margin
    var column = indent
    let later = String(repeating: " ", count: indent + hanging)
    for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      let wordWidth = String(word).displayWidth
      if index > 0, column + 1 + wordWidth > width, column > later.count {
        while line.hasSuffix(" ") { line.removeLast() }
        result += line + "\n"
        line = later + word
        column = later.count + wordWidth
      } else {
        line += (index == 0 ? "" : " ") + word
        column += (index == 0 ? 0 : 1) + wordWidth
      }
    }
    return result + line + "\n"
  }
}
