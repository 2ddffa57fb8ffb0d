public import Backtesting
public import Documents
public import MarketData

/// Somebody's forecasts and how they are to be tested.
public struct ForecastJob: Sendable {
  /// The path of the file.
  public var path: String
  /// What the file leaves open, and which part of it is wanted.
  public var options = ForecastFile.Options()
  /// How each series is tested.
  public var settings = TestSettings()
  /// Whether the report holds the forecasts beside the results.
  public var keepsRecords = false
  /// Tasks that run at the same time; the numbers do not depend on it.
  public var jobs = 1
  /// The version that the provenance names.
  public var version: String

  /// A job on a file, everything else as usual.
  public init(path: String, version: String) {
    self.path = path
    self.version = version
  }

  /// Reads the file and tests each series of it.
  ///
  /// - Throws: `InputError` for what is no CSV or no forecast.
  public func backtest(progress: ProgressHandler? = nil) async throws -> BacktestOutcome {
    let digests = FileDigests()
    let file = try ForecastFile(
      path: path, options: options, inspect: { path, bytes in digests.record(path, bytes) })
    let results = await concurrentMap(file.records, jobs: jobs, progress: progress) {
      $0.result(settings)
    }
    let input = Provenance.Input(
      path: path, sha256: digests[path], rows: file.rows,
      rejected: file.records.reduce(0) { $0 + $1.gaps.count })
    return BacktestOutcome(
      context: context(input), plan: nil, models: [],
      report: await BacktestReport(
        results: results, records: keepsRecords ? file.records : []
      ).compared(settings, jobs: jobs))
  }

  private func context(_ input: Provenance.Input) -> RunContext {
    let json =
      "{\"forecasts\":{\"pValues\":\"\(settings.pValues.name)\","
      + "\"significance\":\(settings.significance)}}"
    return RunContext(
      configurationJSON: json,
      provenance: Provenance(
        version: version, configurationHash: SHA256.hexadecimal(of: json), seed: settings.seed,
        inputs: [input], universe: [], platform: .current),
      statement: nil, loadFailures: [], missing: [])
  }
}
