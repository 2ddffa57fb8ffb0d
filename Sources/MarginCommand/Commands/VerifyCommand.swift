import ArgumentParser
import Calibration
import Reporting

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
    for outcome in outcomes {
      switch outcome {
      case .compared(let drift): if drift.hasFailed { code = max(code, ToolFailure.checkFailed) }
      case .recorded: break
      case .failed(let message):
        Terminal.say(message)
        code = ToolFailure.badInput
      }
    }
    let renderer = VerifyRenderer(
      zip(cases, outcomes).map { VerifyRenderer.Case(path: $0, outcome: $1) })
    try StandardOutput.write(renderer.rendered(as: .text))
    if code != 0 { throw ExitCode(code) }
  }
}
