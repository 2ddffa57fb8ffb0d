import ArgumentParser
import Reporting

/// How the work is done, and where its result goes.
struct OutputFlags: ParsableArguments {
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

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Tasks at the same time; the numbers do not depend on it. (default: the cores)",
      valueName: "n"))
  var jobs: String?

  @Flag(help: "Tell no progress.")
  var quiet = false

  func format(orElse other: OutputFormat = .text) throws(ToolFailure) -> OutputFormat {
    try FlagValue("--format", format)?.choice() ?? other
  }

  func jobCount() throws(ToolFailure) -> Int {
    try FlagValue("--jobs", jobs)?.whole(in: 1 ... 1_024, 4) ?? SystemCall.processorCount
  }
}
