import ArgumentParser
import Calibration
import Documents
import Reporting
import Text

/// `margin verify`: reruns recorded cases and fails on drift.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Rerun recorded cases, and fail if a number moved beyond its tolerance.",
    usage: "margin verify <cases> ... [<options>]",
    discussion: """
      A case names a command, its inputs, and the tolerances of its result (see margin \
      help cases). The record of case.toml is case.recorded.json, in the same folder. Of a \
      folder, its own *.toml files are the cases.

      --record without --reason shows what would change and writes nothing. With it, each \
      case is also run on other BLAS kernels and numbers of tasks, and is not recorded if \
      a tolerance is tighter than what moves between them.

        margin verify cases --junit verify.xml
        margin verify cases/crisis.toml --record
        margin verify cases/crisis.toml --record --reason "rates of the new floor"
      """)

  @Argument(help: "Case files, or folders of them.", completion: .file(extensions: ["toml"]))
  var cases: [String]

  @Flag(help: "Show what differs from the records, and record it with --reason.")
  var record = false

  @Option(
    .name, "Why the results are recorded, kept in the records.", name: "text")
  var reason: String?

  @Option(.output("xml"), "JUnit report of the cases, for continuous integration.", name: "file")
  var junit: String?

  @OptionGroup(title: "Output") var output: OutputFlags

  func run() async throws {
    let mode = try self.mode()
    let files = try CaseFiles.named(by: cases)
    let read = files.map { try? VerifyCase(contentsOf: $0) }
    try checkOutputs(files, read)
    let session = try CommandSession(output.result)
    let report = try junit.map { try OutputFile($0, flag: "--junit") }
    let run = VerifyRun(
      version: ToolVersion.current, mode: mode, runner: SpawnedCaseRunner(jobs: output.jobs.count))
    let follow = session.following("verifying")
    var outcomes: [VerifyRenderer.Case] = []
    for (file, verifyCase) in zip(files, read) {
      outcomes.append(
        VerifyRenderer.Case(
          path: file, about: verifyCase?.about,
          commandLine: verifyCase.map { Self.commandLine(of: $0, at: file) },
          outcome: run.outcome(of: file)))
      follow(outcomes.count, files.count)
    }
    try report?.write(JUnitText(outcomes).xml)
    try finish(outcomes, by: session)
  }

  private func mode() throws(ToolFailure) -> VerifyRun.Mode {
    guard record else {
      try ToolFailure.refuse(
        [("--reason", reason != nil)], because: "nothing is recorded",
        remedy: "add --record, or remove it")
      return .comparing
    }
    guard let reason else { return .previewing }
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw ToolFailure(
        "--reason", "is empty", remedy: "write why the numbers moved, such as a changed model")
    }
    return .recording(reason: reason)
  }

  private func checkOutputs(_ files: [String], _ cases: [VerifyCase?]) throws(ToolFailure) {
    try CaseFiles.refuse(output.result.path, "--output", among: files, cases)
    try CaseFiles.refuse(junit, "--junit", among: files, cases)
    guard let junit, let path = output.result.path,
      CaseFiles.identity(of: junit) == CaseFiles.identity(of: path)
    else { return }
    throw ToolFailure(
      "--junit", "\(junit) is the file of --output too", remedy: "name a file of its own")
  }

  private func finish(_ cases: [VerifyRenderer.Case], by session: CommandSession) throws {
    var code: Int32 = 0
    var isPending = false
    for item in cases {
      switch item.outcome {
      case .compared(let drift): if drift.hasFailed { code = max(code, ToolFailure.checkFailed) }
      case .recorded, .unchanged: break
      case .previewed(let drift): isPending = isPending || drift?.isUnchanged != true
      case .failed(let message):
        for line in message.split(separator: "\n") { Terminal.say(String(line)) }
        code = ToolFailure.badInput
      }
    }
    try session.finish(VerifyRenderer(cases).rendered(by: output.result))
    if isPending {
      throw ToolFailure(
        "--record", "nothing was recorded", remedy: "read the differences, then add --reason \"…\"")
    }
    if code != 0 { throw ExitCode(code) }
  }

  /// The command line of a case, to be run in its folder.
  private static func commandLine(of verifyCase: VerifyCase, at file: String) -> String {
    let policy = verifyCase.overridesPolicy ? "<policy with the tables of the case>" : nil
    let folder = VerifyCase.folder(of: file)
    let words = verifyCase.arguments(policyFile: policy).flatMap(\.words).map { word in
      word.contains(" ") && !word.hasPrefix("<") ? "'\(word)'" : word
    }
    return (folder.isEmpty ? "" : "cd \(folder) && ") + "margin " + words.joined(separator: " ")
  }
}
