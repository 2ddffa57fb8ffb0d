import ArgumentParser
import Calibration
internal import Forecasting
import MarketData

/// Options for the input files and how they are read.
struct InputFlags: ParsableArguments {
  @Argument(
    help: "CSV files or folders of them, - for standard input.",
    completion: .file(extensions: ["csv"]), transform: inputPath)
  var paths: [String] = []

  @Option(.list(of: .name, like: "BTC-USD,ETH-USD"), "Instruments to use, by name.", name: "a,b")
  var instrument: [String] = []

  @Option(
    .choice, "Unit of simple returns, where the input holds returns instead of prices.",
    name: "unit")
  var returns: ReturnUnit?

  @Option(.choice, "Treatment of missing prices.", name: "rule")
  var missing = MissingPricePolicy.bridge

  @Option(
    .input("txt", "csv"), "Holidays, one ISO date a line; markets open all week ignore them.",
    name: "file")
  var holidays: String?

  @Option(
    .barPeriod, "Length of bars to combine shorter bars to: 15m, 1h, 4h, 1d, 1w, 1mo.",
    name: "length", otherwise: "that of the files")
  var bars: BarPeriod?

  @Option(.choice, "Column that is the price of a bar.", name: "column")
  var price = PriceColumn.close

  @OptionGroup(title: "Reading") var format: FormatFlags

  /// Applies the options to a job.
  ///
  /// - Throws: `MarketDataError` for a list of holidays that cannot be read, ``ToolFailure`` for
  ///   bars of returns.
  func apply(to job: inout CalibrationJob) throws {
    if returns != nil {
      try ToolFailure.refuse(
        [("--bars", bars != nil)], because: "--returns reads returns", remedy: "remove it")
    }
    job.paths = paths
    job.load.bars = bars
    if let holidays { job.load.holidays = try HolidayList(path: holidays) }
    job.load.format = format.options
    job.load.treatments = format.treatments
    job.load.maximumAge = format.maxAge
    if let returns { job.load.contents = returns.contents }
    job.load.missingPrices = missing
    job.load.priceField = price.field
  }

  /// Returns the requested price histories.
  ///
  /// - Throws: `ToolFailure` for a name that is in no file.
  func chosen(from loaded: LoadedJob) throws(ToolFailure) -> LoadedJob {
    guard !instrument.isEmpty else { return loaded }
    let known =
      loaded.histories.map(\.instrument.rawValue)
      + loaded.context.loadFailures.compactMap(\.instrument?.rawValue)
    if let unknown = instrument.first(where: { !known.contains($0) }) {
      throw ToolFailure.unknown(unknown, among: known, "--instrument")
    }
    return loaded.restricted(to: Set(instrument.map(InstrumentID.init(rawValue:))))
  }

  /// Returns the requested instruments of files.
  ///
  /// - Throws: `ToolFailure` for a name that is in no file.
  func chosen(from loaded: LoadedPrices) throws(ToolFailure) -> LoadedPrices {
    guard !instrument.isEmpty else { return loaded }
    let known =
      loaded.panel.histories.map(\.instrument.rawValue)
      + loaded.failures.compactMap(\.instrument?.rawValue)
    if let unknown = instrument.first(where: { !known.contains($0) }) {
      throw ToolFailure.unknown(unknown, among: known, "--instrument")
    }
    return loaded.keeping(Set(instrument.map(InstrumentID.init(rawValue:))))
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
