/// The shell completion script.
enum CompletionScript {
  /// Returns the parser's script without its built-in `help`, which would conflict with this tool's
  /// command.
  static func withOwnHelp(_ script: String) -> String {
    var lines = script.split(separator: "\n", omittingEmptySubsequences: false)
    lines.removeAll { $0.contains("Show subcommand help information.") }
    let head = "_margin_help() {"
    if let first = lines.firstIndex(of: head[...]), let last = lines.lastIndex(of: head[...]),
      first < last, let end = lines[last...].firstIndex(of: "}")
    {
      lines.removeSubrange(last ... end)
    }
    return lines.joined(separator: "\n").replacing("help|help", with: "help")
      .replacing(" help help", with: " help")
  }
}
