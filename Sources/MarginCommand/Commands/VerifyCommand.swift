import ArgumentParser
import Calibration
import Reporting

/// `margin verify`: reruns recorded cases and fails on drift.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Rerun recorded cases, and fail if a number moved beyond its tolerance.",
    usage: "margin verify <cases> ... [<options>]",
    discussion: """
      The record of case.toml is case.recorded.json, in the same folder.

        margin verify cases/*.toml
        margin verify cases/crisis.toml --record
      """)

  @Argument(help: "Case files.", completion: .file(extensions: ["toml"]))
  var cases: [String]

  @Flag(help: "Record the results, in place of comparing them.")
  var record = false

  @OptionGroup(title: "Output") var output: OutputFlags

  func run() async throws {
    let run = VerifyRun(version: ToolVersion.current, jobs: output.jobs.count, records: record)
    let session = try CommandSession(output.result)
    let follow = session.following("verifying")
    var outcomes: [VerifyOutcome] = []
    for path in cases {
      outcomes.append(await run.outcome(of: path))
      follow(outcomes.count, cases.count)
    }
    try report(outcomes, by: session)
  }

  private func report(_ outcomes: [VerifyOutcome], by session: CommandSession) throws {
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
    try session.finish(renderer.rendered(by: output.result))
    if code != 0 { throw ExitCode(code) }
  }
}
