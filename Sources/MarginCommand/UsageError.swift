import ArgumentParser
internal import Text

/// Formats command-line errors in the tool's style: `place: problem; remedy`.
enum UsageError {
  /// Returns the command that the words name, as far as they name commands; the parser would take
  /// an unknown word for an argument.
  static func command(
    _ words: [String], topics: [String] = []
  ) throws -> any ParsableCommand.Type {
    var command: any ParsableCommand.Type = RootCommand.self
    for word in words {
      let known = command.configuration.subcommands
      guard !known.isEmpty, !word.hasPrefix("-") else { break }
      let names = known.map { $0.configuration.commandName ?? "" }
      guard let index = names.firstIndex(of: word) else {
        let names = command == RootCommand.self ? names + topics : names
        throw ToolFailure(
          word, "unknown command",
          remedy: "expected " + names.joined(separator: ", ")
            + NearestName.question(for: word, among: names))
      }
      command = known[index]
    }
    return command
  }

  /// Returns the message for a parser error, reworded in the tool's style.
  static func message(_ error: any Error) -> String {
    let message = RootCommand.message(for: error)
    let ours = message.split(separator: ValueFault.mark, maxSplits: 1)
    if ours.count == 2 {
      // The value precedes the option and may itself contain quotes.
      return "\(name(ours[0].split(separator: "'").dropLast().last)): \(ours[1])"
    }
    let names = quoted(in: message[...])
    let help = help(in: RootCommand.fullMessage(for: error))
    let (first, remedy) = (name(names.first), help.map { "see \($0)" } ?? "see margin --help")
    if message.hasPrefix("Unknown option") {
      return "\(first): unknown option; "
        + (names.count > 1 ? "did you mean \(names[1])?" : remedy)
    }
    let problems = [
      ("Missing value", "the value is missing"), ("Missing expected argument", "missing"),
      ("Unexpected argument", "unexpected argument"),
    ]
    for (start, problem) in problems where message.hasPrefix(start) {
      return "\(first): \(problem); \(remedy)"
    }
    return "\(message); \(remedy)"
  }

  /// Returns the texts in single quotes.
  private static func quoted(in text: Substring) -> [Substring] {
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return stride(from: 1, to: parts.count - 1, by: 2).map { parts[$0] }
  }

  /// Returns the option or argument of a synopsis such as `--level <0.99>`.
  private static func name(_ synopsis: Substring?) -> Substring {
    synopsis?.split(separator: " ").first ?? ""
  }

  /// Returns the command line for the help that an error refers to.
  private static func help(in message: String) -> Substring? {
    message.split(separator: "\n").last { $0.hasPrefix("  See '") }
      .flatMap { quoted(in: $0).first }
  }
}
