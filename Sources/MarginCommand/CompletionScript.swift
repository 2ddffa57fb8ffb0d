/// The script that completes command lines in a shell.
enum CompletionScript {
  /// The script of the parser without its own `help`, which would stand in the way of ours.
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
      .replacing("simulate help help", with: "simulate help")
  }
}
