import ArgumentParser
import Calibration
import MarketData
import Reporting

/// `margin data convert`: writes files as one clean CSV file.
struct DataConvertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write price files as clean CSV: ISO dates, UTF-8, oldest first.",
    usage: "margin data convert <path> ... [<options>]",
    discussion: """
        margin data convert vendor.csv --output prices.csv
        margin data convert prices/ --shape long --output prices.csv
      """)

  @OptionGroup(title: "Input") var input: InputFlags

  @Option(.choice, "A column per instrument, or a row per date and instrument.", name: "shape")
  var shape = PricePanelText.Shape.wide

  @Option(.output("csv"), "Output file, - for standard output.", name: "path")
  var output: String?
  @Flag(help: "Suppress progress output.")
  var quiet = false
  @OptionGroup var jobs: JobFlags

  func run() async throws {
    var result = ResultFlags()
    result.output = output
    result.quiet = quiet
    let session = try CommandSession(result)
    let loaded = try await session.load(input, jobs: jobs.count)
    if let undated = loaded.panel.histories.first(where: { $0.axis.times == nil }) {
      throw ToolFailure(
        undated.source?.file ?? undated.instrument.rawValue, "\(undated.instrument) has no dates",
        remedy: "name the column of dates with --date-column")
    }
    let failures = loaded.failures.map(\.message)
    try session.finish(
      PricePanelText(loaded.panel).text(shape),
      failures.isEmpty
        ? .complete : loaded.panel.histories.isEmpty ? .nothing : .partial, failures: failures)
  }
}
