import ArgumentParser
internal import Policies

/// `margin init`: a complete, commented policy file to edit.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a complete, commented policy file to edit.",
    discussion: """
      An existing file is not overwritten.

        margin init --preset emir-etd --output policy.toml
        margin calibrate prices.csv --policy policy.toml
      """)

  @Option(
    .one(of: Preset.all) { $0.name }, "Preset to start from (see margin help presets).",
    name: "preset")
  var preset = Preset.plain

  @Option(.file("toml"), "Policy file to write, in place of standard output.", name: "path")
  var output: String?

  func run() throws {
    let text = PolicyTemplate.commented(preset: preset)
    guard let output else { return try StandardOutput.write(text) }
    try OutputFile(output, existing: .refused).write(text)
  }
}
