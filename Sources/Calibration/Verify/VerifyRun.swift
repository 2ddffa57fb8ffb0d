internal import Documents
internal import Forecasting
internal import FoundationEssentials
internal import Margin
internal import MarketData
internal import Policies
internal import Scheduling
internal import Text

/// The outcome of one regression case.
public enum VerifyOutcome: Sendable {
  /// The case was rerun and compared with its record.
  case compared(MarginDrift)
  /// The case was rerun and recorded at this path.
  case recorded(path: String)
  /// The case could not be run or compared; the message states the location and the reason.
  case failed(message: String)

}

/// Reruns recorded cases, or records them.
///
/// The record of `folder/name.toml` is `folder/name.recorded.json`. Paths in a case are relative to
/// its folder.
public struct VerifyRun: Sendable {
  /// The version of the program.
  public let version: String
  /// The number of parallel tasks; it does not affect the numbers.
  public let jobs: Int
  /// Whether results are recorded instead of compared.
  public let records: Bool

  /// A run that compares or records.
  public init(version: String, jobs: Int, records: Bool) {
    self.version = version
    self.jobs = jobs
    self.records = records
  }

  /// Runs one case file.
  public func outcome(of path: String) async -> VerifyOutcome {
    do {
      let verifyCase = try VerifyCase(contentsOf: path)
      let now = try await margins(of: verifyCase, at: path)
      return records ? write(now, for: path) : try compare(now, with: path, verifyCase)
    } catch let error as InputError {
      return .failed(message: error.all.map(\.message).joined(separator: "\n"))
    } catch let error as MarketDataError {
      return .failed(message: error.message)
    } catch let error as VerifyError {
      return .failed(message: error.message)
    } catch {
      return .failed(message: "\(path): \(error)")
    }
  }

  /// The path of a case's record.
  public static func recordPath(of casePath: String) -> String {
    let stem = casePath.hasSuffix(".toml") ? String(casePath.dropLast(5)) : casePath
    return stem + ".recorded.json"
  }

  private func margins(of verifyCase: VerifyCase, at path: String) async throws -> RecordedMargins {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    let relative = verifyCase.inputPaths(relativeTo: folder)
    var job = CalibrationJob(version: version)
    job.paths = relative
    job.jobs = jobs
    job.asOf = try verifyCase.asOf.map { try Self.end(of: $0, in: path) }
    job.load.contents = verifyCase.returns.contents
    let resolved = try ResolvedJob(
      job, configuration: try verifyCase.configuration(relativeTo: folder))
    let loaded = try await resolved.load().keeping(verifyCase.instruments)
    let report = await loaded.calibrate(extent: .lastDate)
    if let failure = report.firstFailure {
      throw VerifyError(message: "\(path): \(failure)")
    }
    let names = Dictionary(zip(relative, verifyCase.inputs)) { first, _ in first }
    return RecordedMargins(report, paths: names)
  }

  /// The last millisecond of a date, or the given time, as on the command line.
  private static func end(of text: String, in path: String) throws -> Timestamp {
    guard let start = Timestamp(text) else {
      throw VerifyError(
        message:
          "\(path): as-of: \"\(text)\" is not a date; expected an ISO 8601 date, such as 2020-03-16"
      )
    }
    guard text.utf8.count == 10 else { return start }
    return Timestamp(milliseconds: start.milliseconds + Timestamp.millisecondsPerDay - 1)
  }

  private func compare(
    _ now: RecordedMargins, with path: String, _ verifyCase: VerifyCase
  ) throws -> VerifyOutcome {
    let record = Self.recordPath(of: path)
    guard let data = FileManager.default.contents(atPath: record) else {
      throw VerifyError(
        message: "\(record): there is no record of \(path); create it with --record")
    }
    do {
      let recorded = try RecordedMargins(json: String(decoding: data, as: UTF8.self))
      guard recorded.schema == RecordedMargins.schema else {
        throw VerifyError(message: "schema \"\(recorded.schema)\" is not supported")
      }
      return .compared(MarginDrift(from: recorded, to: now, within: verifyCase.tolerances))
    } catch {
      throw VerifyError(
        message: "\(record): is not a record of margins (\(RecordedMargins.schema)); "
          + "recreate it with --record")
    }
  }

  private func write(_ now: RecordedMargins, for path: String) -> VerifyOutcome {
    let record = Self.recordPath(of: path)
    do {
      try Data(now.json.utf8).write(to: URL(filePath: record), options: .atomic)
      return .recorded(path: record)
    } catch {
      return .failed(message: "\(record): cannot be written; check the folder and the disk")
    }
  }
}

/// An error in the comparison of a case.
struct VerifyError: Error {
  let message: String
}

extension VerifyCase.InputReturns {
  fileprivate var contents: FileContents {
    switch self {
    case .prices: .prices
    case .decimal: .returnsDecimal
    case .percent: .returnsPercent
    }
  }
}

extension LoadedJob {
  /// The job restricted to the named instruments, or all if none are named.
  ///
  /// - Throws: An error that names a missing instrument.
  fileprivate func keeping(_ names: [String]?) throws -> LoadedJob {
    guard let names else { return self }
    for name in names where !histories.contains(where: { $0.instrument.rawValue == name }) {
      let known = histories.map(\.instrument.rawValue).joined(separator: ", ")
      throw VerifyError(message: "unknown instrument \"\(name)\"; the inputs contain \(known)")
    }
    return keeping(Set(names.map { InstrumentID(rawValue: $0) }))
  }
}

extension CalibrationReport {
  fileprivate var firstFailure: String? {
    context.loadFailures.first?.message
      ?? schedules.flatMap(\.failures).first.map { "\($0.instrument): \($0.message)" }
  }
}
