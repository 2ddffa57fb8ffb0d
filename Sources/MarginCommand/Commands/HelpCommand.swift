import ArgumentParser

/// `margin help`: prints the help of a command or topic.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help",
    abstract: "Show the help of a command, or of models, tests, steps, presets or cases.",
    discussion: """
        margin help calibrate
        margin help models
        margin help models garch
        margin help tests kupiec
        margin help cases tolerance
      """)

  @Argument(
    help: "Command, or topic and name: models, tests, steps, presets or cases.",
    completion: .custom { words, _, _ in HelpTopic.completions(words) })
  var words: [String] = []

  func run() throws {
    guard let topic = words.first.flatMap(HelpTopic.init) else {
      let topics = HelpTopic.allCases.map(\.rawValue)
      throw CleanExit.helpRequest(try UsageError.command(words, topics: topics))
    }
    guard words.count > 1 else { return try StandardOutput.write(topic.overview) }
    let pages = try words.dropFirst().map { name in
      guard let entry = topic.entries.first(where: { $0.name == name }) else {
        throw ToolFailure.unknown(
          name, among: topic.entries.map(\.name), "margin help \(topic.rawValue)")
      }
      return entry.page
    }
    try StandardOutput.write(pages.joined(separator: "\n"))
  }
}
