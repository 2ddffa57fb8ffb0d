import Foundation

/// What a run of the built tool left behind.
struct ToolRun {
  let output: String
  let error: String
  let code: Int32

  /// The lines of standard error without those that tell progress, which depend on the machine.
  var messages: [String] {
    error.split(separator: "\n").map(String.init).filter { !$0.contains(" %, ") }
  }

  /// The output read as JSON; nil where it is none.
  var json: [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any]
  }
}

/// A folder of its own for one test, removed with it, in which the tool is run.
final class Sandbox {
  let path: String

  /// The tool that the environment names as `MARGIN`, or else the one that was built with these tests.
  static let tool: String = {
    if let named = ProcessInfo.processInfo.environment["MARGIN"], !named.isEmpty {
      return URL(filePath: named).path
    }
    return URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "margin").path
  }()

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "margin-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path + "/" + name, withIntermediateDirectories: false)
  }

  /// The names of all files, hidden ones too, sorted.
  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  /// Runs the tool with arguments.
  func margin(_ arguments: String...) throws -> ToolRun { try margin(arguments) }

  func margin(_ arguments: [String]) throws -> ToolRun { try run(Self.tool, arguments) }

  /// Runs a line of shell, in which `$MARGIN` is the tool.
  func shell(_ script: String) throws -> ToolRun { try run("/bin/sh", ["-c", script]) }

  private func run(_ program: String, _ arguments: [String]) throws -> ToolRun {
    let process = Process()
    let output = Pipe()
    let error = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: path)
    process.environment = ["MARGIN": Self.tool, "PATH": "/usr/bin:/bin"]
    process.standardOutput = output
    process.standardError = error
    try process.run()
    // Standard error is short, so that reading one stream after the other cannot block the tool.
    let outputBytes = output.fileHandleForReading.readDataToEndOfFile()
    let errorBytes = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return ToolRun(
      output: String(decoding: outputBytes, as: UTF8.self),
      error: String(decoding: errorBytes, as: UTF8.self), code: process.terminationStatus)
  }
}
