import ArgumentParser
import Calibration
internal import Forecasting
internal import Margin
import MarketData

/// The run of one command, which opens the output, shows progress and writes the result.
struct CommandSession {
  private let file: OutputFile?
  private let progress: Progress

  /// Opens the output before the computation starts.
  ///
  /// - Throws: ``ToolFailure`` where the output is not writable.
  init(_ result: ResultFlags) throws(ToolFailure) {
    progress = Progress()
    if !result.quiet { Interruption.follow(progress) }
    if let path = result.path { file = try OutputFile(path) } else { file = nil }
  }

  /// Reports the start of a stage of the run.
  func begin(_ stage: String) { progress.begin(stage) }

  /// Returns a handler that shows the progress of a stage.
  func following(_ stage: String) -> ProgressHandler { progress.following(stage) }

  /// Reads the files of a job and selects the requested instruments; nil selects all.
  ///
  /// - Throws: `MarketDataError` where nothing can be read, ``ToolFailure`` for an instrument that
  /// is in no file, or for a date option with an undated series, or for more memory than there is.
  func load(
    _ job: ResolvedJob, _ input: InputFlags?, keeping bytesPerBar: Int = 40, in budget: MemoryBudget
  ) async throws -> LoadedJob {
    progress.begin("reading")
    try budget.requireReading(job.job.paths)
    var loaded = try await job.load()
    if let input { loaded = try input.chosen(from: loaded) }
    try budget.requireKeeping(bytesPerBar, of: loaded.histories.map(\.count))
    try job.job.checkDates(of: loaded.histories)
    return loaded
  }

  /// Prints each failure, writes the result if there is one, and sets the exit status.
  ///
  /// - Throws: ``ToolFailure`` where the result cannot be written, `ExitCode` for a nonzero code.
  func finish(
    _ result: String, _ completeness: Completeness, failures: [String]
  ) throws {
    progress.end()
    for failure in failures { Terminal.say(failure) }
    if completeness != .nothing { try write(result) }
    guard completeness == .complete else { throw ExitCode(completeness.exitCode) }
  }

  /// Writes a result of the instruments that could be read, and prints a failure for each other one.
  ///
  /// - Throws: ``ToolFailure`` where it cannot be written, `ExitCode` for a partial result.
  func finish(_ result: String, _ context: RunContext) throws {
    let completeness: Completeness = context.loadFailures.isEmpty ? .complete : .partial
    for warning in context.warnings { Terminal.say("\(warning.message) (\(warning.code))") }
    try finish(result, completeness, failures: context.failureLines)
  }

  /// Writes a complete result.
  ///
  /// - Throws: ``ToolFailure`` where it cannot be written.
  func finish(_ result: String) throws(ToolFailure) {
    progress.end()
    try write(result)
  }

  private func write(_ result: String) throws(ToolFailure) {
    if let file { try file.write(result) } else { try StandardOutput.write(result) }
  }
}

extension CalibrationJob {
  /// Rejects a date option where a series has no dates.
  fileprivate func checkDates(of histories: [InstrumentHistory]) throws(ToolFailure) {
    let flag = asOf != nil ? "--as-of" : from != nil ? "--from" : to != nil ? "--to" : nil
    guard let flag, let undated = histories.first(where: { $0.axis.times == nil }) else { return }
    throw ToolFailure(
      flag, "\(undated.instrument) has no dates",
      remedy: "remove the option, or add a date column")
  }
}
