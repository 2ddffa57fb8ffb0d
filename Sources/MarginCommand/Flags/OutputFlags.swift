import ArgumentParser
import Reporting

/// Options for the format and destination of a result.
struct ResultFlags: ParsableArguments {
  @Option(
    .choice, "Output format.", name: "format", otherwise: "text, or by the extension of --output")
  var format: OutputFormat?

  @Option(.output(), "Output file, - for standard output.", name: "path")
  var output: String?

  @Option(.choice, "Colors: auto on a terminal without NO_COLOR, always or never.", name: "when")
  var color: ColorChoice = .auto

  @Flag(help: "Suppress progress output.")
  var quiet = false

  /// The path of the output file; nil for standard output.
  var path: String? { output == "-" ? nil : output }

  /// Returns the format of `--format`, else of the extension of `--output`, else the default.
  func format(orElse other: OutputFormat = .text) -> OutputFormat {
    format ?? path.flatMap(OutputFormat.init(extensionOf:)) ?? other
  }
}

/// The choice of when output is colored.
enum ColorChoice: String, CaseIterable {
  case auto, always, never
}

extension FormattedResult {
  /// Returns the result in the requested format and page setup.
  func rendered(by flags: ResultFlags, orElse other: OutputFormat = .text) -> String {
    rendered(as: flags.format(orElse: other), on: flags.page)
  }
}

extension ResultFlags {
  /// The page: the terminal's width, or COLUMNS; unlimited width for files and pipes.
  fileprivate var page: PageSetup {
    guard path == nil else { return PageSetup(columns: nil, showsColor: color == .always) }
    let isTerminal = SystemCall.isTerminal(1)
    let isPlain =
      SystemCall.environment("NO_COLOR")?.isEmpty == false
      || SystemCall.environment("TERM") == "dumb"
    return PageSetup(
      columns: StandardOutput.columns,
      showsColor: color == .always || color == .auto && isTerminal && !isPlain)
  }
}

/// Option for the number of parallel tasks.
struct JobFlags: ParsableArguments {
  @Option(
    .integer(1 ... 1_024, like: 4),
    "Parallel tasks; results do not depend on it.", name: "n", otherwise: "one per core")
  var jobs: Int?

  var count: Int { jobs ?? SystemCall.processorCount }
}

/// Options for the execution of a run and the destination of its result.
struct OutputFlags: ParsableArguments {
  @OptionGroup var result: ResultFlags
  @OptionGroup var jobs: JobFlags
}

/// Option to overwrite an existing file where that is not the default.
struct ForceFlags: ParsableArguments {
  @Flag(help: "Overwrite an existing file.")
  var force = false

  /// The treatment of an existing file.
  var existing: OutputFile.Existing { force ? .replaced : .refused }

  /// Rejects the option where no file is written.
  func check(_ path: String?, _ flag: String) throws(ToolFailure) {
    try ToolFailure.refuse(
      [("--force", force && path == nil)], because: "there is no file to overwrite",
      remedy: "add \(flag), or remove it")
  }
}

extension OutputFormat {
  /// Creates the format for a file extension; nil for an unknown extension.
  init?(extensionOf path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let suffix = String(name[name.index(after: dot)...])
    self.init(rawValue: ["txt": "text", "md": "markdown"][suffix] ?? suffix)
  }
}
