import Calibration
import Documents
import FoundationEssentials
import Policies
import Text

/// Runs the command of a case as a process of this program, in the folder of the case.
///
/// A case records what a user sees. One that ends by a signal fails alone, and a BLAS kernel can be
/// chosen, which a library reads once, at its start.
struct SpawnedCaseRunner: CaseRunner {
  /// The number of parallel tasks where a platform has none of its own.
  let jobs: Int

  let platforms: [CasePlatform] = Self.supported

  func run(
    _ verifyCase: VerifyCase, at path: String, on platform: CasePlatform
  ) throws(VerifyError) -> CaseResult {
    let policy = try PolicyFile(of: verifyCase, at: path)
    defer { policy?.remove() }
    let arguments = verifyCase.arguments(policyFile: policy?.path)
    let process: ChildProcess
    do throws(SystemError) {
      process = try ChildProcess(
        arguments: words(arguments, of: verifyCase.command, on: platform),
        folder: VerifyCase.folder(of: path),
        environment: ProcessInfo.processInfo.environment.merging(platform.environment) { $1 })
    } catch {
      throw VerifyError(message: "\(path): cannot be run (\(error.text)); free memory or processes")
    }
    guard case .exit(let status) = process.ending, [0, 1, 3].contains(status) else {
      throw VerifyError(message: failure(of: process, verifyCase, arguments, at: path))
    }
    do throws(JSONFault) {
      return CaseResult(document: try JSON(reading: process.output), exitStatus: Int(status))
    } catch {
      throw VerifyError(
        message: process.output.isEmpty
          ? failure(of: process, verifyCase, arguments, at: path)
          : "\(path): the result is not one JSON document (\(error.problem)); remove options that "
            + "print several")
    }
  }

  /// The words of the command line after the name of the program.
  private func words(
    _ arguments: [CaseArgument], of command: CaseCommand, on platform: CasePlatform
  ) -> [String] {
    let own =
      ["--format", "json", "--quiet"]
      + (command.takesJobs ? ["--jobs", "\(platform.jobs ?? jobs)"] : [])
    return arguments.flatMap { $0.path.lastKey == "command" ? $0.words + own : $0.words }
  }

  /// The messages of a failed command, each at the key of the case that it is about.
  private func failure(
    of process: ChildProcess, _ verifyCase: VerifyCase, _ arguments: [CaseArgument],
    at path: String
  ) -> String {
    let start = "margin: "
    let messages = String(decoding: process.error, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
    if case .exit = process.ending, !messages.isEmpty {
      return messages.map { located($0, verifyCase, arguments, at: path) }.joined(separator: "\n")
    }
    return "\(path): \(verifyCase.command.rawValue) \(process.ending.words)"
      + (messages.isEmpty ? "" : ": " + messages.joined(separator: "; "))
  }

  private func located(
    _ message: String, _ verifyCase: VerifyCase, _ arguments: [CaseArgument], at path: String
  ) -> String {
    let argument = arguments.first { argument in
      argument.words.first.map { $0.hasPrefix("--") && message.hasPrefix("\($0): ") } ?? false
    }
    guard let argument, let option = argument.words.first else { return "\(path): \(message)" }
    let parts = message.dropFirst(option.count + 2).split(separator: "; ", maxSplits: 1)
    return verifyCase.error(
      at: argument.path, parts.first.map(String.init) ?? message,
      remedy: parts.count > 1 ? String(parts[1]) : "see margin help cases"
    ).message
  }

  // MARK: - Platforms

  /// The platforms on which this processor can run: numbers of tasks, and kernels of OpenBLAS.
  private static let supported: [CasePlatform] = {
    var platforms = [CasePlatform("1 job", jobs: 1), CasePlatform("2 jobs", jobs: 2)]
    guard let information = try? TextFile.bytes(of: "/proc/cpuinfo") else { return platforms }
    let flags = Set(
      String(decoding: information, as: UTF8.self).split(whereSeparator: \.isWhitespace))
    for (kernel, flag, jobs) in kernels where flags.contains(flag) {
      platforms.append(
        CasePlatform(
          "OpenBLAS \(kernel), \(jobs == 1 ? "1 job" : "\(jobs) jobs")",
          environment: ["OPENBLAS_CORETYPE": kernel], jobs: jobs))
    }
    if flags.contains("fma") {
      platforms.append(
        CasePlatform(
          "C library without FMA", environment: ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2"]))
    }
    return platforms
  }()

  /// Kernels with different orders of sums, each with the processor's flag that it needs.
  private static let kernels: [(name: String, flag: Substring, jobs: Int)] = [
    ("Nehalem", "sse4_2", 1), ("Haswell", "avx2", 2), ("SkylakeX", "avx512f", 1),
  ]
}

extension CaseCommand {
  /// Whether the command has the option `--jobs`.
  fileprivate var takesJobs: Bool { self != .account && self != .tiers }
}

/// A temporary file of the policy of a case with the tables that override it.
private struct PolicyFile {
  let path: String
  private let folder: String

  /// Writes the file; nil for a case without such tables.
  init?(of verifyCase: VerifyCase, at path: String) throws(VerifyError) {
    guard verifyCase.overridesPolicy else { return nil }
    let text: String
    do throws(InputError) {
      text = PolicyTemplate.written(
        try verifyCase.configuration(relativeTo: VerifyCase.folder(of: path)))
    } catch {
      throw VerifyError(message: error.all.map(\.message).joined(separator: "\n"))
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let temporary = FileManager.default.temporaryDirectory.path
    folder = "\(temporary)/margin-case-\(SystemCall.processIdentifier)"
    self.path = "\(folder)/\(name)"
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      Interruption.willWrite(self.path)
      try Data(text.utf8).write(to: URL(filePath: self.path))
    } catch {
      throw VerifyError(message: "\(self.path): cannot be written; check TMPDIR and the disk")
    }
  }

  func remove() {
    Interruption.settle(path) { SystemCall.remove(path) }
    try? FileManager.default.removeItem(atPath: folder)
  }
}
