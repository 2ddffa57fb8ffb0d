import ArgumentParser
import Calibration
internal import Documents
import Margin
import MarketData
import Reporting

/// `margin compare`: compares two schedules and reports the affected positions.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two schedules: changes, thresholds passed, and positions affected.",
    discussion: """
      OLD and NEW are schedules that margin calibrate wrote as JSON or CSV. Of a history, \
      the last date is taken, or that of --as-of.

        margin compare old.json new.json
        margin compare old.json new.json --strict --threshold 0.10
        margin compare old.json new.json --path liquidation-free --notice notice.md
        margin compare history.csv history.csv --as-of 2020-02-28,2020-03-16
      """)

  @Argument(
    help: "Schedule in force.", completion: .file(extensions: ["json", "csv"]), transform: inputPath
  )
  var old: String

  @Argument(
    help: "New schedule.", completion: .file(extensions: ["json", "csv"]), transform: inputPath)
  var new: String

  @OptionGroup var flags: ComparisonFlags

  @Option(
    .list(of: .end, like: "2020-02-28,2020-03-16"),
    "Date at which histories are taken, or one for OLD and one for NEW.", name: "date[,date]")
  var asOf: [Timestamp] = []

  @Flag(help: "Exit with 1 if a change exceeds its threshold.")
  var strict = false

  @OptionGroup(title: "Output") var result: ResultFlags

  @Option(.output("md"), "File for a draft notice to clients, in Markdown.", name: "path")
  var notice: String?

  func run() throws {
    let options = try flags.options()
    guard asOf.count <= 2 else {
      throw ToolFailure(
        "--as-of", "\(asOf.count) dates are given for two files",
        remedy: "give one for both, or one for each")
    }
    let session = try CommandSession(result)
    session.begin("reading")
    let noticeFile = try notice.map { path throws(ToolFailure) in
      try OutputFile(path, flag: "--notice")
    }
    let comparison = try Self.comparison(
      try ScheduleFile(path: old, asOf: asOf.first), try ScheduleFile(path: new, asOf: asOf.last),
      options)
    try noticeFile?.write(NoticeRenderer(comparison).markdown)
    try session.finish(ComparisonRenderer(comparison).rendered(by: result))
    if strict, comparison.isPastThreshold { throw ExitCode(ToolFailure.checkFailed) }
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
            + "(\(InstrumentID.list(new.instruments)) against "
            + "\(InstrumentID.list(old.instruments))); compare schedules of the same instruments")
      case .mixedUnits:
        throw ToolFailure(
          new.path,
          "is in another unit than \(old.path): one of them has margins of price differences",
          remedy: "compare schedules of one return convention")
      case .unknownCollateral(let name):
        throw ToolFailure.unknown(
          name.rawValue, among: Set(old.instruments + new.instruments).map(\.rawValue).sorted(),
          "--collateral")
      }
    }
  }
}

extension InstrumentID {
  /// Returns the names of the instruments, ten at most.
  static func list(_ instruments: [InstrumentID]) -> String {
    let shown = instruments.prefix(10).map(\.rawValue).joined(separator: ", ")
    return instruments.count > 10 ? "\(shown), …" : shown
  }
}
