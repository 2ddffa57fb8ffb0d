import ArgumentParser
import Calibration
internal import Documents
import Margin
import MarketData
import Reporting

/// `margin compare`: what moved between two schedules, and whom it hits.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Two schedules: what moved, by how much, past which threshold, and whom it hits.",
    discussion: """
      OLD and NEW are what margin calibrate wrote with --format json or csv; of a history the last date \
      counts, or that of --as-of. With --strict the exit code is 1 where a change is past its threshold.

        margin compare old.json new.json
        margin compare old.json new.json --strict --threshold 0.10
        margin compare old.json new.json --path liquidation-free --notice notice.md
        margin compare history.csv history.csv --as-of 2020-02-28,2020-03-16
      """)

  @Argument(help: "The schedule in force.", completion: .file(extensions: ["json", "csv"]))
  var old: String

  @Argument(help: "The schedule to come.", completion: .file(extensions: ["json", "csv"]))
  var new: String

  @OptionGroup var flags: ComparisonFlags

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The date at which histories are taken, or one for OLD and one for NEW.",
      valueName: "date[,date]"))
  var asOf: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A file for the draft of a notice to clients, in Markdown.", valueName: "path"),
    completion: .file(extensions: ["md"]))
  var notice: String?

  @OptionGroup var result: ResultFlags

  @Flag(help: "End with code 1 where a change is past its threshold.")
  var strict = false

  func run() throws {
    let format = try result.format()
    let options = try flags.options()
    let dates = try asOfDates()
    if let notice, notice == result.output {
      throw ToolFailure(
        "--notice", "\(notice) is the file of --output too", remedy: "name two files")
    }
    let session = try CommandSession(result, quiet: true)
    let noticeFile = try notice.map { path throws(ToolFailure) in
      try OutputFile(path, flag: "--notice")
    }
    let comparison = try Self.comparison(
      try ScheduleFile(path: old, asOf: dates.old), try ScheduleFile(path: new, asOf: dates.new),
      options)
    try noticeFile?.write(NoticeRenderer(comparison).markdown)
    try session.finish(ComparisonRenderer(comparison).rendered(as: format))
    if strict, comparison.isPastThreshold { throw ExitCode(ToolFailure.checkFailed) }
  }

  /// The ends of the days at which the two files are taken; nil for their last.
  private func asOfDates() throws(ToolFailure) -> (old: Timestamp?, new: Timestamp?) {
    guard let texts = try FlagValue("--as-of", asOf)?.items() else { return (nil, nil) }
    guard texts.count <= 2 else {
      throw ToolFailure(
        "--as-of", "\(texts.count) dates are given for two files",
        remedy: "write one for both, or one for each")
    }
    let dates = try texts.map { text throws(ToolFailure) in
      try FlagValue("--as-of", text)?.end()
    }
    return (dates.first ?? nil, dates.last ?? nil)
  }

  private static func comparison(
    _ old: ScheduleFile, _ new: ScheduleFile, _ options: ComparisonOptions
  ) throws(ToolFailure) -> ScheduleComparison {
    do throws(ComparisonError) {
      return try ScheduleComparison(from: old, to: new, options: options)
    } catch {
      switch error {
      case .nothingInCommon:
        throw ToolFailure(
          "\(new.path): no instrument and side of \(old.path) is in it "
            + "(\(list(new.instruments)) against \(list(old.instruments))); "
            + "compare schedules of the same instruments")
      case .unknownCollateral(let name):
        throw ToolFailure(
          "--collateral", "\(name) is in neither schedule",
          remedy: "name some of \(list(Array(Set(old.instruments + new.instruments)).sorted()))")
      }
    }
  }

  private static func list(_ instruments: [InstrumentID]) -> String {
    let shown = instruments.prefix(10).map(\.rawValue).joined(separator: ", ")
    return instruments.count > 10 ? "\(shown), …" : shown
  }
}
