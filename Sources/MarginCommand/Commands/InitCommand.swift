import ArgumentParser
internal import Policies

/// `margin init`: writes a complete, commented policy file for editing.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a complete, commented policy file to edit.",
    usage: "margin init [<options>]",
    discussion: """
      An existing file is not overwritten without --force.

        margin init --preset emir-etd --output policy.toml
        margin calibrate prices.csv --policy policy.toml
      """)

  @Option(
    .one(of: Preset.all) { $0.name }, "Preset to start from (see margin help presets).",
    name: "preset")
  var preset = Preset.plain

  @Option(.output("toml"), "Policy file to write, - for standard output.", name: "path")
  var output: String?

  @OptionGroup var overwriting: ForceFlags

  func run() throws {
    let text = PolicyTemplate.commented(preset: preset)
    let path = output == "-" ? nil : output
    try overwriting.check(path, "--output")
    guard let path else { return try StandardOutput.write(text) }
    try OutputFile(path, existing: overwriting.existing).write(text)
  }
}
