import ArgumentParser

/// `margin data`: looks into price files and converts them.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Inspect price files, and convert them to clean CSV.",
    subcommands: [DataInspectCommand.self, DataConvertCommand.self])
}
