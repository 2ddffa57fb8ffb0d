import ArgumentParser
internal import Backtesting
internal import Documents
internal import Policies

/// A topic of `margin help` besides commands, with text from the parser's own tables.
enum HelpTopic: String, CaseIterable {
  case models, tests, steps, presets, cases

  /// An entry of a topic: a model, test, step, preset or key of a case.
  struct Entry {
    let name: String
    let summary: String
    /// The full help text of the entry.
    let page: String
  }

  var entries: [Entry] {
    switch self {
    case .models:
      ModelSpecification.all.map {
        Entry($0.name, $0.summary, "Assumes", $0.guide, "[model.\($0.name)]", $0.keys)
      }
    case .steps:
      StepSpecification.all.map {
        Entry($0.name, $0.summary, "Effect", $0.guide, "\($0.name) = { … }", $0.keys)
      }
    case .tests: TestSuite.names.map(Entry.init)
    case .presets: Preset.all.map(Entry.init)
    case .cases: CaseGuide.keys.map(Entry.init)
    }
  }

  /// The names of all entries, one per line.
  var overview: String {
    HelpText.table(rawValue.uppercased(), entries.map { ($0.name, $0.summary) }, width: 33)
      + "\n  See 'margin help \(rawValue) <name>' for details.\n"
  }

  /// Returns the words that can complete a command line.
  static func completions(_ words: [String]) -> [String] {
    let given = words.drop { $0 != "help" }.dropFirst()
    if let topic = given.first.flatMap(HelpTopic.init) { return topic.entries.map(\.name) }
    let commands = RootCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    return commands + allCases.map(\.rawValue)
  }
}

extension HelpTopic.Entry {
  init(
    _ name: String, _ summary: String, _ first: String, _ guide: Guide, _ table: String,
    _ keys: [KeyRule.Key]
  ) {
    let facts = [
      (first, guide.assumes), ("Fails", guide.fails), ("Reference", guide.reference),
    ]
    self.init(
      name: name, summary: summary,
      page: HelpText.paragraph("\(name): \(summary)") + HelpText.facts(facts) + "\n"
        + HelpText.table(
          "PARAMETERS, \(table)", keys.map { ($0.name, "\($0.comment) (\($0.terms))") }, width: 26))
  }

  init(_ test: TestName) {
    let facts = [("Null", test.null), ("Fails", test.weakness), ("Reference", test.reference)]
    self.init(
      name: test.rawValue, summary: test.null, page: "\(test.rawValue)\n" + HelpText.facts(facts))
  }

  init(_ key: CaseGuide.Key) {
    let keys = key.parts.map { ($0.name, $0.text) }
    self.init(
      name: key.name, summary: key.summary,
      page: HelpText.paragraph("\(key.name): \(key.summary)")
        + (key.terms.isEmpty ? "" : HelpText.facts([("Values", key.terms)]))
        + (keys.isEmpty ? "" : "\n" + HelpText.table("KEYS", keys, width: 26))
        + "\nEXAMPLE:\n" + HelpText.indented(key.example))
  }

  init(_ preset: Preset) {
    let facts = [
      ("States", preset.statement ?? ""), ("Text of", preset.dated ?? ""),
      ("Left open", preset.leftOpen.joined(separator: "; ")),
    ].filter { !$0.1.isEmpty }
    let sources = preset.sources.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    self.init(
      name: preset.name, summary: preset.summary,
      page: HelpText.paragraph("\(preset.name): \(preset.summary)")
        + (facts.isEmpty ? "" : HelpText.facts(facts))
        + (sources.isEmpty ? "" : "\n" + HelpText.table("SOURCES", sources, width: 26))
        + "\nSETTINGS:\n" + HelpText.indented(preset.toml))
  }
}

/// Formats help text in the parser's layout, at 80 columns or the width of the terminal if narrower.
enum HelpText {
  private static let width = max(50, min(80, StandardOutput.columns ?? 80))

  /// Returns labels with sentences.
  static func facts(_ facts: [(String, String)]) -> String {
    "\n" + facts.map { row($0 + ":", $1, width: 14) }.joined()
  }

  /// Returns rows below a head.
  static func table(_ head: String, _ rows: [(String, String)], width: Int) -> String {
    "\(head):\n" + rows.map { row($0, $1, width: width) }.joined()
  }

  /// Returns a name with its text in the columns after it; the text starts on a new line after a
  /// long name.
  static func row(_ name: String, _ text: String, width: Int) -> String {
    let label = "  \(name)"
    let lines = lines(of: text, width: Self.width - width)
    let margin = String(repeating: " ", count: width)
    guard label.count < width else {
      return "\(label)\n" + lines.map { "\(margin)\($0)\n" }.joined()
    }
    let first = label + margin.dropFirst(label.count)
    return lines.enumerated().map { "\($0 == 0 ? first : margin)\($1)\n" }.joined()
  }

  /// Returns a paragraph without an indent.
  static func paragraph(_ text: String) -> String {
    lines(of: text, width: width).map { $0 + "\n" }.joined()
  }

  /// Wraps at word boundaries; a percentage counts as one word.
  private static func lines(of text: String, width: Int) -> [String] {
    let words = text.replacing(" %", with: "\u{A0}%").split(separator: " ")
    let lines = words.reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { $0.replacing("\u{A0}", with: " ") }
  }

  /// Returns the text indented by two columns.
  static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
  }
}
