import ArgumentParser
internal import Policies

/// `margin init`: a complete, commented policy file to edit.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a complete, commented policy file to edit.",
    discussion: """
      A file that is there is left alone.

        margin init --preset emir-etd --output policy.toml
        margin calibrate prices.csv --policy policy.toml
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The preset to begin from: \(Preset.names.joined(separator: ", ")). (default: plain)",
      valueName: "name"))
  var preset: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The file to write, in place of standard output.", valueName: "path"),
    completion: .file(extensions: ["toml"]))
  var output: String?

  func run() throws {
    let name = try FlagValue("--preset", preset)?.names(among: Preset.names)
    let text = try PolicyTemplate.commented(
      preset: Preset.all.first { $0.name == name?.first } ?? .plain)
    guard let output else { return try StandardOutput.write(text) }
    try OutputFile(output, existing: .refused).write(text)
  }
}
