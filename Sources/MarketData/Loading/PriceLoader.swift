internal import Text

/// Reads price files into histories.
///
/// A path is a file or a folder; a folder stands for the `.csv` files directly in it. The result
/// does not depend on the order of the paths, on duplicate paths, or on the number of tasks.
public struct PriceLoader: Sendable {
  /// How the files are read.
  public let options: LoadOptions

  /// A loader with options.
  public init(options: LoadOptions = LoadOptions()) { self.options = options }

  /// Reads all files.
  ///
  /// Faults inside a file are reported as failures in the result: an invalid price fails its
  /// instrument, an invalid date or row fails its file (in a long file an invalid date fails its
  /// instrument). `inspect` is called for each file that could be opened, possibly
  /// concurrently, with the bytes that are read, in order.
  ///
  /// - Throws: `noPaths`, `file` or `noCSV` if a path itself is unusable.
  public func load(
    paths: [String], jobs: Int = 1, inspect: FileInspector? = nil
  ) async throws(MarketDataError) -> LoadedPrices {
    precondition(jobs >= 1, "\(jobs) jobs")
    let files = try Self.files(paths)
    let options = options
    let perFile = files.count == 1 ? jobs : 1
    let readings = await concurrentMap(files, jobs: jobs) { path in
      await FileReader(path: path, options: options.applied(to: path)).read(
        jobs: perFile, inspect: inspect)
    }
    return merged(readings)
  }

  /// The distinct files of the paths, sorted by path.
  ///
  /// A file in a folder that cannot be looked up, such as a link to nothing, fails when it is read.
  ///
  /// - Throws: `noPaths`, `file` or `noCSV` if a path itself is unusable.
  package static func files(_ paths: [String]) throws(MarketDataError) -> [String] {
    guard !paths.isEmpty else { throw .noPaths }
    var found: [String] = []
    for path in paths {
      switch try FileKind(of: path) {
      case .folder: found += try CSVFolder.files(in: path)
      case .file: found.append(path)
      }
    }
    var seen: Set<FileIdentity> = []
    var files: [String] = []
    for path in found.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      guard case .file(let identity)? = try? FileKind(of: path) else {
        if files.last != path { files.append(path) }
        continue
      }
      if seen.insert(identity).inserted { files.append(path) }
    }
    return files
  }
}

// MARK: - Merging files

extension PriceLoader {
  private func merged(_ readings: [FileReading]) -> LoadedPrices {
    let all = readings.flatMap(\.series).sorted { a, b in
      (a.history.instrument, a.history.source?.file ?? "")
        < (b.history.instrument, b.history.source?.file ?? "")
    }
    let (distinct, duplicates) = separated(all)
    let asOf = options.asOf ?? distinct.compactMap { $0.history.axis.last?.date }.max()
    let old = distinct.compactMap { tooOld($0.history, asOf) }
    let series = distinct.filter { one in
      !old.contains { $0.instrument == one.history.instrument }
    }
    let (histories, unsuitable) = combined(series.map(\.history))
    let failures = (readings.flatMap(\.failures) + duplicates + old + unsuitable)
      .sorted(by: Self.precedes)
    return LoadedPrices(
      panel: PricePanel(options.contents == .prices ? histories : []),
      returns: options.contents.convention.map { convention in
        histories.map {
          ReturnSeries(
            instrument: $0.instrument, axis: $0.axis, convention: convention, values: $0.close)
        }
      } ?? [],
      failures: failures, missing: series.map(\.missing).filter { !$0.isZero },
      findings: series.flatMap { one in
        (one.findings + staleness(of: one.history, asOf)).map { $0.of(one.history.instrument) }
      },
      inputs: readings.map(\.input))
  }

  /// The histories in the bars of the options, and a failure for each that does not fit in them.
  private func combined(_ histories: [PriceHistory]) -> ([PriceHistory], [InstrumentFailure]) {
    guard let bars = options.bars, options.contents == .prices else { return (histories, []) }
    var failures: [InstrumentFailure] = []
    let combined = histories.compactMap { history -> PriceHistory? in
      do throws(MarketDataError) {
        return try history.clipped(through: options.lastCombined)
          .resampled(to: bars, holidays: options.holidays)
      } catch {
        failures.append(
          InstrumentFailure(
            instrument: history.instrument, file: history.source?.file ?? "", error: error))
        return nil
      }
    }
    return (combined, failures)
  }

  /// A last bar that is too old for a date.
  private func staleness(of history: PriceHistory, _ asOf: CalendarDate?) -> [DataFinding] {
    guard let asOf, let last = history.axis.last?.date, last < asOf,
      options.contents == .prices
    else { return [] }
    return DataScreen(asOf: asOf, holidays: options.holidays).staleness(of: history).map { [$0] }
      ?? []
  }

  /// The failure of an instrument whose last price is older than the options allow.
  private func tooOld(_ history: PriceHistory, _ asOf: CalendarDate?) -> InstrumentFailure? {
    guard let allowed = options.maximumAge, let asOf, let last = history.axis.last?.date else {
      return nil
    }
    let days = Int(asOf.days) - Int(last.days)
    guard days > allowed else { return nil }
    let file = history.source?.file ?? ""
    return InstrumentFailure(
      instrument: history.instrument, file: file,
      error: .tooOld(file, last: last, days: days, allowed: allowed))
  }

  /// The instruments with one history, and a failure for each with several.
  private func separated(_ sorted: [ReadSeries]) -> ([ReadSeries], [InstrumentFailure]) {
    var kept: [ReadSeries] = []
    var failures: [InstrumentFailure] = []
    var start = 0
    while start < sorted.count {
      let instrument = sorted[start].history.instrument
      let end =
        sorted[start...].firstIndex { $0.history.instrument != instrument } ?? sorted.count
      if end - start == 1 {
        kept.append(sorted[start])
      } else if let first = sorted[start].history.source,
        let second = sorted[start + 1].history.source
      {
        failures.append(
          InstrumentFailure(
            instrument: instrument, file: second.file,
            error: .duplicateInstrument(instrument, first: first, second: second)))
      }
      start = end
    }
    return (kept, failures)
  }

  private static func precedes(_ a: InstrumentFailure, _ b: InstrumentFailure) -> Bool {
    (a.file, a.line, a.instrument?.rawValue ?? "") < (b.file, b.line, b.instrument?.rawValue ?? "")
  }
}

extension InstrumentFailure {
  fileprivate var line: Int {
    switch error {
    case .row(let row): row.line
    case .duplicateInstrument(_, _, let second): second.firstLine
    default: 0
    }
  }
}
