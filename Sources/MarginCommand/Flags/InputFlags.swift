import ArgumentParser
import Calibration
import MarketData

/// What is read, and how.
struct InputFlags: ParsableArguments {
  @Argument(
    help: "CSV files, or folders of them: one instrument a file, wide, or long.",
    completion: .file(extensions: ["csv"]))
  var paths: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The files hold returns, not prices: decimal or percent.", valueName: "unit"))
  var returns: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What happens to missing prices: skip, carry or refuse. (default: skip)", valueName: "policy")
  )
  var missing: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The price of a bar: close or adjusted-close. (default: close)", valueName: "field"))
  var price: String?

  func apply(to job: inout CalibrationJob) throws(ToolFailure) {
    job.paths = paths
    if let contents = try contents() { job.load.contents = contents }
    if let policy = FlagValue("--missing", missing) { job.load.missingPrices = try policy.choice() }
    if let field = FlagValue("--price", price) {
      job.load.priceField = try field.choice(PriceColumn.self).field
    }
  }

  /// What the files are said to hold, nil where the flag is absent.
  func contents() throws(ToolFailure) -> FileContents? {
    try FlagValue("--returns", returns)?.choice(ReturnUnit.self).contents
  }

  private enum ReturnUnit: String, CaseIterable {
    case decimal, percent
    var contents: FileContents { self == .decimal ? .returnsDecimal : .returnsPercent }
  }

  private enum PriceColumn: String, CaseIterable {
    case close
    case adjustedClose = "adjusted-close"
    var field: PriceField { self == .close ? .close : .adjustedClose }
  }
}
