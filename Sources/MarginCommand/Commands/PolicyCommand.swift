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
    // All files are checked, and all outputs opened, before one is written.
    let migrations = try files.map { file in
      let migration = try PolicyMigration(contentsOf: file)
      return (file, migration, try destination(of: migration, file))
    }
    for (file, migration, destination) in migrations {
      for change in migration.changes { Terminal.say("\(file):\(change.line): \(change.summary)") }
      if migration.changes.isEmpty {
        Terminal.say("\(file): is current (\(FileSchema.policy.rawValue))")
      }
      if let destination {
        try destination.write(migration.text)
      } else if output != nil || !overwriting.force {
        try StandardOutput.write(migration.text)
      }
    }
  }

  /// The file to write; nil for standard output, and for a current file that stays as it is.
  private func destination(
    of migration: PolicyMigration, _ file: String
  ) throws(ToolFailure) -> OutputFile? {
    if output == "-" || output == nil && (!overwriting.force || migration.changes.isEmpty) {
      return nil
    }
    return try OutputFile(output ?? file, existing: overwriting.existing)
  }
}
