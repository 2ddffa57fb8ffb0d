import ArgumentParser
internal import Policies

/// `margin policy`: groups the jobs on policy files.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Migrate policy files of former versions.",
    subcommands: [PolicyMigrateCommand.self])
}

/// `margin policy migrate`: rewrites policy files in the current version of their schema.
struct PolicyMigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Rewrite policy files in the current version of their schema.",
    usage: "margin policy migrate <files> ... [<options>]",
    discussion: """
      Comments and layout are kept, and each change is listed with its line on standard \
      error. One file goes to standard output or --output. With --force and without \
      --output, the files themselves are rewritten.

        margin policy migrate policy.toml --output current.toml
        margin policy migrate policies/*.toml --force
      """)

  @Argument(help: "Policy files.", completion: .file(extensions: ["toml"]), transform: inputPath)
  var files: [String]

  @Option(.output("toml"), "Policy file to write, - for standard output.", name: "path")
  var output: String?

  @OptionGroup var overwriting: ForceFlags

  func run() throws {
    guard files.count == 1 || output == nil && overwriting.force else {
      throw ToolFailure(
        "--output", "\(files.count) files are given",
        remedy: "name one file, or rewrite them in place with --force alone")
    }
    // All files are checked before one is written.
    for (file, migration) in try files.map({ ($0, try PolicyMigration(contentsOf: $0)) }) {
      for change in migration.changes { Terminal.say("\(file):\(change.line): \(change.summary)") }
      if migration.changes.isEmpty {
        Terminal.say("\(file): is current (\(FileSchema.policy.rawValue))")
      }
      try write(migration, of: file)
    }
  }

  private func write(_ migration: PolicyMigration, of file: String) throws(ToolFailure) {
    if output == "-" || output == nil && !overwriting.force {
      return try StandardOutput.write(migration.text)
    }
    if output == nil, migration.changes.isEmpty { return }
    try OutputFile(output ?? file, existing: overwriting.existing).write(migration.text)
  }
}
