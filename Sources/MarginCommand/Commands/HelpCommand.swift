import ArgumentParser

/// `margin help`: the help of a command.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help",
    abstract: "Show the help of a command.")

  @Argument(help: "Command, such as calibrate or account tiers.")
  var words: [String] = []

  func run() throws {
    throw CleanExit.helpRequest(try UsageError.command(words))
  }
}
