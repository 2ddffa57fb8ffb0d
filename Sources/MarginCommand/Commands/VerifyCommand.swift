import ArgumentParser
import Calibration
import MarketData
import RiskMeasures

/// `margin verify`: recorded cases rerun, failing on drift.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Reruns recorded cases and fails where a number moved by more than it may.",
    discussion: """
      The record of case.toml is case.recorded.json beside it.

        margin verify cases/*.toml
        margin verify cases/crisis.toml --record
      """)

  @Argument(help: "Case files.", completion: .file(extensions: ["toml"]))
  var cases: [String]

  @Flag(help: "Write down what the cases give now, in place of comparing.")
  var record = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Tasks at the same time. (default: the cores)", valueName: "n"))
  var jobs: String?

  @Flag(help: "Tell no progress.")
  var quiet = false

  func run() async throws {
    let jobs = try FlagValue("--jobs", jobs)?.whole(in: 1 ... 1_024, 4)
    let run = VerifyRun(
      version: ToolVersion.current, jobs: jobs ?? SystemCall.processorCount, records: record)
    let progress = Progress()
    if !quiet { Interruption.follow(progress) }
    let follow = progress.following("verifying")
    var outcomes: [VerifyOutcome] = []
    for path in cases {
      outcomes.append(await run.outcome(of: path))
      follow(outcomes.count, cases.count)
    }
    progress.end()
    try report(outcomes)
  }

  private func report(_ outcomes: [VerifyOutcome]) throws {
    var code: Int32 = 0
    var lines: [String] = []
    for (path, outcome) in zip(cases, outcomes) {
      switch outcome {
      case .compared(let drift):
        lines += drift.lines(for: path)
        if drift.hasFailed { code = max(code, ToolFailure.checkFailed) }
      case .recorded(let record): lines.append("\(path): recorded in \(record)")
      case .failed(let message):
        Terminal.say(message)
        code = ToolFailure.badInput
      }
    }
    try StandardOutput.write(lines.map { $0 + "\n" }.joined())
    if code != 0 { throw ExitCode(code) }
  }
}

extension MarginDrift {
  /// The verdict, then a line for each number that moved, then what else is different.
  fileprivate func lines(for path: String) -> [String] {
    let failed = movements.count(where: \.isBeyond)
    let verdict =
      failed > 0
      ? "\(failed) of \(compared) numbers moved by more than they may"
      : "as recorded, \(compared) numbers"
    return ["\(path): \(verdict)"] + movements.map { "  \($0.line)" } + notes.map { "  \($0)" }
  }
}

extension MarginDrift.Movement {
  fileprivate var line: String {
    let numbers = [recorded, now].map { $0.map { "\($0)" } ?? "nothing" }
    let moved = zip(recorded, now).map { " by \($1 - $0)" } ?? ""
    return "\(isBeyond ? "FAIL" : "ok  ") \(instrument) \(side.rawValue) \(quantity.rawValue): "
      + "\(numbers[0]) -> \(numbers[1])\(moved), tolerance \(tolerance)"
  }

  private func zip(_ a: Double?, _ b: Double?) -> (Double, Double)? {
    guard let a, let b else { return nil }
    return (a, b)
  }
}
