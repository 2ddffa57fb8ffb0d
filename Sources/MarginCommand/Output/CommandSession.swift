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

  /// Prints a message about the run on standard error.
  func say(_ message: String) { progress.say([message]) }

  /// Returns a handler that shows the progress of a stage.
  func following(_ stage: String) -> ProgressHandler { progress.following(stage) }

  /// Reads the files of a job, selects the requested instruments, and prints a failure for each that
  /// could not be read.
  ///
  /// - Throws: `MarketDataError` where nothing can be read, ``ToolFailure`` for an instrument that
  /// is in no file, or for a date option with an undated series, or for more memory than there is,
  /// `ExitCode` where every instrument failed.
  func load(
    _ job: ResolvedJob, _ input: InputFlags, keeping bytesPerBar: Int = 40, in budget: MemoryBudget
  ) async throws -> LoadedJob {
    let loaded = try await loadAll(job, selecting: input, in: budget).selected
    try budget.requireKeeping(bytesPerBar, of: loaded.histories.map(\.count))
    return loaded
  }

  /// Reads the files of a job like ``load(_:_:keeping:in:)``, and returns all instruments too.
  func loadAll(
    _ job: ResolvedJob, selecting input: InputFlags, in budget: MemoryBudget
  ) async throws -> (all: LoadedJob, selected: LoadedJob) {
    progress.begin("reading")
    try budget.requireReading(job.job.paths)
    let all = try await job.load()
    let selected: LoadedJob
    do throws(ToolFailure) {
      selected = try input.chosen(from: all)
    } catch {
      progress.say(all.context.failureLines)
      throw error
    }
    progress.say(selected.context.failureLines)
    guard !selected.histories.isEmpty || selected.context.loadFailures.isEmpty else {
      throw ExitCode(Completeness.nothing.exitCode)
    }
    try job.job.checkDates(of: selected.histories)
    return (all, selected)
  }

  /// Prints each failure of the run, writes the result if there is one, and sets the exit status.
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

  /// Writes a result of the instruments that could be read, after the warnings about the run.
  ///
  /// - Throws: ``ToolFailure`` where it cannot be written, `ExitCode` for a partial result.
  func finish(_ result: String, _ context: RunContext) throws {
    let completeness: Completeness = context.loadFailures.isEmpty ? .complete : .partial
    for warning in context.warnings { Terminal.say("\(warning.message) (\(warning.code))") }
    try finish(result, completeness, failures: [])
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
