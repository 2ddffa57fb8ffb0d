import ArgumentParser
import Calibration
import MarketData

/// What is read, and how.
struct InputFlags: ParsableArguments {
  @Argument(
    help: "CSV files or folders of them: one instrument a file, wide, or long.",
    completion: .file(extensions: ["csv"]))
  var paths: [String] = []

  @Option(.choice, "Unit of the input where it holds returns, not prices.", name: "unit")
  var returns: ReturnUnit?

  @Option(.choice, "Treatment of missing prices.", name: "rule")
  var missing = MissingPricePolicy.skip

  @Option(.choice, "Column that is the price of a bar.", name: "column")
  var price = PriceColumn.close

  func apply(to job: inout CalibrationJob) {
    job.paths = paths
    if let returns { job.load.contents = returns.contents }
    job.load.missingPrices = missing
    job.load.priceField = price.field
  }

  enum ReturnUnit: String, CaseIterable {
    case decimal, percent
    var contents: FileContents { self == .decimal ? .returnsDecimal : .returnsPercent }
  }

  enum PriceColumn: String, CaseIterable {
    case close
    case adjustedClose = "adjusted-close"
    var field: PriceField { self == .close ? .close : .adjustedClose }
  }
}
