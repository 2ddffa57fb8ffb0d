import ArgumentParser
import Reporting

/// The format of a result, and where it goes.
struct ResultFlags: ParsableArguments {
  @Option(.choice, "Output format; that of the extension of --output unless given.", name: "format")
  var format: OutputFormat?

  @Option(.output(), "Output file, - for standard output.", name: "path")
  var output: String?

  @Option(.choice, "Colors: auto on a terminal without NO_COLOR, always or never.", name: "when")
  var color: ColorChoice = .auto

  @Flag(help: "Suppress progress output.")
  var quiet = false

  /// The file; nil for standard output.
  var path: String? { output == "-" ? nil : output }

  /// The format: that of `--format`, else of the extension of `--output`, else another.
  func format(orElse other: OutputFormat = .text) -> OutputFormat {
    format ?? path.flatMap(OutputFormat.init(extensionOf:)) ?? other
  }
}

/// When the output is colored.
enum ColorChoice: String, CaseIterable {
  case auto, always, never
}

extension FormattedResult {
  /// The result in the format and on the page that the options ask for.
  func rendered(by flags: ResultFlags, orElse other: OutputFormat = .text) -> String {
    rendered(as: flags.format(orElse: other), on: flags.page)
  }
}

extension ResultFlags {
  /// A terminal's width, or COLUMNS; any width for files and pipes.
  fileprivate var page: PageSetup {
    guard path == nil else { return PageSetup(columns: nil, showsColor: color == .always) }
    let isTerminal = SystemCall.isTerminal(1)
    let columns =
      SystemCall.environment("COLUMNS").flatMap { Int($0) }
      ?? (isTerminal ? SystemCall.terminalColumns(1) : nil)
    let isPlain =
      SystemCall.environment("NO_COLOR")?.isEmpty == false
      || SystemCall.environment("TERM") == "dumb"
    return PageSetup(
      columns: columns.flatMap { $0 > 0 ? $0 : nil },
      showsColor: color == .always || color == .auto && isTerminal && !isPlain)
  }
}

/// How many tasks share the work.
struct JobFlags: ParsableArguments {
  @Option(
    .integer(1 ... 1_024, like: 4),
    "Parallel tasks, one per core unless given; results do not depend on it.", name: "n")
  var jobs: Int?

  var count: Int { jobs ?? SystemCall.processorCount }
}

/// How the work is done, and where its result goes.
struct OutputFlags: ParsableArguments {
  @OptionGroup var result: ResultFlags
  @OptionGroup var jobs: JobFlags
}

/// Whether an existing file may be overwritten, where it is not by default.
struct ForceFlags: ParsableArguments {
  @Flag(help: "Overwrite an existing file.")
  var force = false

  /// What happens to an existing file.
  var existing: OutputFile.Existing { force ? .replaced : .refused }

  /// Refuses the option where no file is written.
  func check(_ path: String?, _ flag: String) throws(ToolFailure) {
    try ToolFailure.refuse(
      [("--force", force && path == nil)], because: "there is no file to overwrite",
      remedy: "add \(flag), or remove it")
  }
}

extension OutputFormat {
  /// The format that the extension of a file stands for; nil for an extension of none.
  init?(extensionOf path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let suffix = String(name[name.index(after: dot)...])
    self.init(rawValue: ["txt": "text", "md": "markdown"][suffix] ?? suffix)
  }
}
