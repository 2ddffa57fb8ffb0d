import ArgumentParser
import Reporting

/// The form of a result, and where it goes.
struct ResultFlags: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The form of the result: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "format"))
  var format: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A file for the result, in place of standard output.", valueName: "path"),
    completion: .file())
  var output: String?

  func format(orElse other: OutputFormat = .text) throws(ToolFailure) -> OutputFormat {
    try FlagValue("--format", format)?.choice() ?? other
  }
}

/// How the work is done, and where its result goes.
struct OutputFlags: ParsableArguments {
  @OptionGroup var result: ResultFlags

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Tasks at the same time; the numbers do not depend on it. (default: the cores)",
      valueName: "n"))
  var jobs: String?

  @Flag(help: "Tell no progress.")
  var quiet = false

  func format(orElse other: OutputFormat = .text) throws(ToolFailure) -> OutputFormat {
    try result.format(orElse: other)
  }

  func jobCount() throws(ToolFailure) -> Int {
    try FlagValue("--jobs", jobs)?.whole(in: 1 ... 1_024, 4) ?? SystemCall.processorCount
  }
}
