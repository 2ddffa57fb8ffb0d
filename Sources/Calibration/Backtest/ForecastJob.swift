public import Backtesting
public import Documents
public import MarketData

/// A test of external forecasts.
public struct ForecastJob: Sendable {
  /// The path of the file.
  public var path: String
  /// The defaults for missing columns, and the selection of rows.
  public var options = ForecastFile.Options()
  /// The settings of the tests.
  public var settings = TestSettings()
  /// Whether the report keeps the forecasts.
  public var keepsRecords = false
  /// The number of parallel tasks; it does not affect the numbers.
  public var jobs = 1
  /// The version recorded in the provenance.
  public var version: String

  /// A job for a file, with default settings.
  public init(path: String, version: String) {
    self.path = path
    self.version = version
  }

  /// Reads the file and tests each of its series.
  ///
  /// - Throws: `InputError` if the file is not a CSV file of forecasts.
  public func backtest(progress: ProgressHandler? = nil) async throws -> BacktestOutcome {
    let digests = FileDigests()
    let file = try ForecastFile(
      path: path, options: options, inspect: { path, bytes in digests.record(path, 0, bytes) })
    let results = await concurrentMap(file.records, jobs: jobs, progress: progress) {
      $0.result(settings)
    }
    let input = Provenance.Input(
      path: path, sha256: digests[path], rows: file.rows,
      rejected: file.records.reduce(0) { $0 + $1.gaps.count })
    return BacktestOutcome(
      context: context(input, in: Self.unit(of: file)), plan: nil, models: [],
      report: await BacktestReport(
        results: results, records: keepsRecords ? file.records : []
      ).compared(settings, jobs: jobs))
  }

  /// The unit of all losses of a file; fractions, if they differ.
  private static func unit(of file: ForecastFile) -> LossUnit {
    file.records.allSatisfy { $0.subject.unit == .price } ? .price : .fraction
  }

  private func context(_ input: Provenance.Input, in unit: LossUnit) -> RunContext {
    let json =
      "{\"forecasts\":{\"pValues\":\"\(settings.pValues.name)\","
      + "\"significance\":\(settings.significance)}}"
    return RunContext(
      configurationJSON: json,
      provenance: Provenance(
        version: version, configurationHash: SHA256.hexadecimal(of: json), seed: settings.seed,
        inputs: [input], universe: [], platform: .current),
      statement: nil, loadFailures: [], missing: [], findings: [], unit: unit)
  }
}
