import ArgumentParser
import Calibration
internal import Forecasting
import MarketData
internal import Text

/// Options for the input files and how they are read.
struct InputFlags: ParsableArguments {
  @Argument(
    help: "CSV files or folders of them, - for standard input.",
    completion: .file(extensions: ["csv"]), transform: inputPath)
  var paths: [String] = []

  @Option(.list(of: .name, like: "BTC-USD,ETH-USD"), "Instruments to use, by name.", name: "a,b")
  var instrument: [String] = []

  @Option(
    .input("csv"),
    "Contract facts: multiplier, currency, tick, calendar, underlying, group by instrument.",
    name: "file", otherwise: "instruments.csv in the folder of prices")
  var instruments: String?

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

  @Option(
    .input("toml"), "File of [[reader]] tables: options from --date-format to --on, by path.",
    name: "file")
  var reader: String?

  @Option(
    .size, "Memory that the run may take, such as 4G.", name: "size",
    otherwise: "what the machine and its control group leave")
  var memory: Int?

  @OptionGroup(title: "Reading") var format: FormatFlags

  /// The memory that the run may take.
  var budget: MemoryBudget { MemoryBudget(given: memory) }

  /// Applies the options to a job.
  ///
  /// - Throws: `MarketDataError` for a list of holidays that cannot be read, `InputError` for invalid
  ///   reader profiles, ``ToolFailure`` for bars of returns.
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
    if let reader { job.load.profiles = try ReaderProfileFile.profiles(reader) }
    job.load.maximumAge = format.maxAge
    if let returns { job.load.contents = returns.contents }
    job.load.missingPrices = missing
    job.load.priceField = price.field
  }

  /// Reads the contract facts: the named file, or the one in a folder of prices.
  ///
  /// - Throws: `InputError` for a file that cannot be read, ``ToolFailure`` for several folders.
  func contracts() throws -> ContractInput? {
    if let instruments {
      do throws(InputError) {
        return try ContractInput(contentsOf: instruments)
      } catch {
        guard error.code == FileFault.missing.code else { throw error }
        throw ToolFailure(
          "--instruments", "file \"\(instruments)\" does not exist",
          remedy: "name a CSV of contract facts, or choose instruments with --instrument")
      }
    }
    let files = ContractFacts.files(beside: paths)
    guard files.count < 2 else {
      throw ToolFailure(
        "--instruments", "there are \(files.joined(separator: " and "))", remedy: "name one file")
    }
    return try files.first.map { try ContractInput(contentsOf: $0) }
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
