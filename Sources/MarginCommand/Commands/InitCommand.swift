import ArgumentParser
internal import Documents
internal import Policies

/// `margin init`: writes a complete, commented policy or case file for editing.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a complete, commented policy or case file to edit.",
    usage: "margin init [<options>]",
    discussion: """
      An existing file is not overwritten without --force.

        margin init --preset emir-etd --output policy.toml
        margin calibrate prices.csv --policy policy.toml
        margin init --case --output case.toml
      """)

  @Option(
    .one(of: Preset.all) { $0.name }, "Preset to start from (see margin help presets).",
    name: "preset")
  var preset = Preset.plain

  @Flag(name: .customLong("case"), help: "Write a case of margin verify, in place of a policy.")
  var writesCase = false

  @Option(.output("toml"), "File to write, - for standard output.", name: "path")
  var output: String?

  @OptionGroup var overwriting: ForceFlags

  func run() throws {
    let text =
      writesCase
      ? CaseTemplate.commented(preset: preset) : PolicyTemplate.commented(preset: preset)
    let path = output == "-" ? nil : output
    try overwriting.check(path, "--output")
    guard let path else { return try StandardOutput.write(text) }
    try OutputFile(path, existing: overwriting.existing).write(text)
  }
}
