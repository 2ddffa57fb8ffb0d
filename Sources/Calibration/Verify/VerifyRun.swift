internal import Documents
internal import FoundationEssentials
internal import Text

/// The outcome of one regression case.
public enum VerifyOutcome: Sendable {
  /// The case was rerun and compared with its record.
  case compared(ResultDrift)
  /// The case was rerun, and its record is unchanged.
  case unchanged(ResultDrift)
  /// The case was rerun, and would be recorded; nil without an earlier record.
  case previewed(ResultDrift?)
  /// The case was rerun and recorded at this path, in place of a record with these differences.
  case recorded(path: String, ResultDrift?)
  /// The case could not be run or compared; the message states the location and the reason.
  case failed(message: String)

  /// The differences from the former record; nil if there are none to show.
  public var drift: ResultDrift? {
    switch self {
    case .compared(let drift), .unchanged(let drift): drift
    case .previewed(let drift), .recorded(_, let drift): drift
    case .failed: nil
    }
  }
}

/// Reruns recorded cases and compares them, or records them.
///
/// The record of `folder/name.toml` is `folder/name.recorded.json`. Paths in a case are relative to
/// its folder.
public struct VerifyRun: Sendable {
  /// The version of the program.
  public let version: String
  /// What is done with the results.
  public let mode: Mode
  private let runner: any CaseRunner

  /// What is done with the result of a case.
  public enum Mode: Hashable, Sendable {
    /// It is compared with its record.
    case comparing
    /// The differences that recording would approve are shown, and nothing is written.
    case previewing
    /// It is recorded for a reason, after its spread between platforms is measured.
    case recording(reason: String)
  }

  /// A run that compares or records.
  public init(version: String, mode: Mode, runner: any CaseRunner) {
    self.version = version
    self.mode = mode
    self.runner = runner
  }

  /// Runs one case file.
  public func outcome(of path: String) -> VerifyOutcome {
    do throws(VerifyError) {
      let verifyCase = try VerifyCase.read(path)
      let recorded = try record(of: path)
      switch mode {
      case .comparing:
        guard let recorded else { throw missing(path) }
        try check(recorded.spread, of: verifyCase)
        return .compared(try drift(from: recorded, to: rerun(verifyCase, at: path), verifyCase))
      case .previewing:
        let now = try rerun(verifyCase, at: path)
        return .previewed(
          try recorded.map { old throws(VerifyError) in
            try drift(from: old, to: now, verifyCase)
          })
      case .recording(let reason):
        return try record(verifyCase, at: path, over: recorded, for: reason)
      }
    } catch {
      return .failed(message: error.message)
    }
  }

  /// The path of a case's record.
  public static func recordPath(of casePath: String) -> String {
    let stem = casePath.hasSuffix(".toml") ? String(casePath.dropLast(5)) : casePath
    return stem + ".recorded.json"
  }

  private func record(of path: String) throws(VerifyError) -> RecordedResult? {
    let record = Self.recordPath(of: path)
    guard FileManager.default.fileExists(atPath: record) else { return nil }
    do throws(InputError) {
      return try RecordedResult(contentsOf: record)
    } catch {
      throw VerifyError(error)
    }
  }

  private func missing(_ path: String) -> VerifyError {
    VerifyError(
      message: "\(Self.recordPath(of: path)): \(path) is not recorded yet; create its record with "
        + "margin verify \(path) --record --reason \"…\"")
  }

  /// The result of a case on a platform, as it would be recorded.
  private func rerun(
    _ verifyCase: VerifyCase, at path: String, on platform: CasePlatform = .native,
    reason: String? = nil, spread: PlatformSpread = .unmeasured
  ) throws(VerifyError) -> RecordedResult {
    let written = try runner.run(verifyCase, at: path, on: platform)
    let provenance = written.document["provenance"]
    return RecordedResult(
      version: version, command: verifyCase.command.rawValue, reason: reason,
      configurationHash: provenance?["configurationHash"]?.string,
      inputs: verifyCase.recordedInputs(provenance, at: path), exitStatus: written.exitStatus,
      spread: spread, result: ResultRows(written.document))
  }

  private func drift(
    from recorded: RecordedResult, to now: RecordedResult, _ verifyCase: VerifyCase
  ) throws(VerifyError) -> ResultDrift {
    guard recorded.command == now.command else {
      throw VerifyError(
        message: "\(verifyCase.file ?? ""): command: the record is of \(recorded.command); restore "
          + "the command, or delete the record and record again")
    }
    let unmatched = verifyCase.tolerances.unmatched(
      among: Set((now.result.values + recorded.result.values).map(\.field)))
    if let pattern = unmatched.first {
      throw VerifyError(
        message:
          "\(verifyCase.file ?? ""): tolerance: \"\(pattern)\" matches no field of the result; "
          + "write a name of margin \(now.command) --format json, such as valueAtRisk")
    }
    return ResultDrift(from: recorded, to: now, within: verifyCase.tolerances)
  }

  // MARK: - Recording

  private func record(
    _ verifyCase: VerifyCase, at path: String, over former: RecordedResult?, for reason: String
  ) throws(VerifyError) -> VerifyOutcome {
    let now = try rerun(verifyCase, at: path)
    let drift = try former.map { old throws(VerifyError) in
      try self.drift(from: old, to: now, verifyCase)
    }
    if let drift, drift.isUnchanged, former?.holdsMarginsAlone == false {
      return .unchanged(drift)
    }
    let spread = try measured(now, verifyCase, at: path)
    try check(spread, of: verifyCase)
    let record = RecordedResult(
      version: version, command: now.command, reason: reason,
      configurationHash: now.configurationHash, inputs: now.inputs, exitStatus: now.exitStatus,
      spread: spread, result: now.result)
    let file = Self.recordPath(of: path)
    do {
      try Data(record.json.utf8).write(to: URL(filePath: file), options: .atomic)
    } catch {
      throw VerifyError(message: "\(file): cannot be written; check the folder and the disk")
    }
    return .recorded(path: file, drift)
  }

  /// The spread between the platforms of the runner; not measured for inputs that can be read once.
  private func measured(
    _ now: RecordedResult, _ verifyCase: VerifyCase, at path: String
  ) throws(VerifyError) -> PlatformSpread {
    guard verifyCase.inputsCanBeReadAgain(at: path) else { return .unmeasured }
    var reruns: [(platform: String, result: ResultRows)] = []
    for platform in runner.platforms {
      reruns.append((platform.name, try rerun(verifyCase, at: path, on: platform).result))
    }
    return PlatformSpread(of: now.result, among: reruns)
  }

  private func check(_ spread: PlatformSpread, of verifyCase: VerifyCase) throws(VerifyError) {
    let faults = spread.faults(of: verifyCase.tolerances)
    guard !faults.isEmpty else { return }
    throw VerifyError(
      message: faults.map {
        "\(verifyCase.file ?? ""): tolerance of \($0.field): \($0.problem); state a larger "
          + "[[tolerance]], or one of class \"reported\""
      }.joined(separator: "\n"))
  }
}

extension VerifyCase {
  fileprivate static func read(_ path: String) throws(VerifyError) -> VerifyCase {
    do throws(InputError) {
      return try VerifyCase(contentsOf: path)
    } catch {
      throw VerifyError(error)
    }
  }
}
