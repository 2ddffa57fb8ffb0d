import ArgumentParser

/// `margin data`: looks into price files, converts them, and makes them.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Inspect price files, convert them to clean CSV, or synthesize prices.",
    subcommands: [
      DataInspectCommand.self, DataConvertCommand.self, DataSynthesizeCommand.self,
    ])
}
