import ArgumentParser
import Reporting

/// The format of a result, and where it goes.
struct ResultFlags: ParsableArguments {
  @Option(.choice, "Output format.", name: "format")
  var format: OutputFormat?

  @Option(.file(), "Output file, in place of standard output.", name: "path")
  var output: String?

  @Flag(help: "Suppress progress output.")
  var quiet = false

  func format(orElse other: OutputFormat = .text) -> OutputFormat { format ?? other }
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
