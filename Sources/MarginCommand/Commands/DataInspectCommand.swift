import ArgumentParser
import Calibration
import MarketData
import Reporting

/// `margin data inspect`: what files were taken for, and what was found in them.
struct DataInspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what price files were taken for, and findings on their data.",
    usage: "margin data inspect <path> ... [<options>]",
    discussion: """
      Delimiter, encoding, dates, columns and numbers are inferred; options \
      from --date-format on override each. Findings are named as in --on.

        margin data inspect prices.csv
        margin data inspect prices/ --format json
        margin data inspect prices.csv --date-format DD/MM/YYYY
      """)

  @OptionGroup(title: "Input") var input: InputFlags
  @OptionGroup(title: "Output") var output: OutputFlags

  func run() async throws {
    let session = try CommandSession(output.result)
    let loaded = try await session.load(input, jobs: output.jobs.count)
    let failures = loaded.failures.map(\.message)
    let read = loaded.panel.histories.count
    try session.finish(
      InspectRenderer(loaded).rendered(by: output.result),
      failures.isEmpty ? .complete : read == 0 ? .nothing : .partial, failures: failures)
  }
}

extension CommandSession {
  /// Reads files without a policy.
  ///
  /// - Throws: `MarketDataError` where nothing can be read, ``ToolFailure`` for an instrument that
  /// is in no file.
  func load(_ input: InputFlags, jobs: Int) async throws -> LoadedPrices {
    try ToolFailure.refuse(
      [("--returns", input.returns != nil), ("--instruments", input.instruments != nil)],
      because: "data commands read prices", remedy: "remove it")
    begin("reading")
    var job = CalibrationJob(version: ToolVersion.current)
    try input.apply(to: &job)
    try input.budget.requireReading(job.paths)
    let loaded = try await PriceLoader(options: job.load).load(paths: job.paths, jobs: jobs)
    return try input.chosen(from: loaded)
  }
}
