import Calibration
import Documents
import FoundationEssentials

/// The case files that paths name: files themselves, and the `*.toml` files in a folder.
enum CaseFiles {
  /// Returns the case files in the order of the paths, those of a folder by name, each once.
  ///
  /// - Throws: ``ToolFailure`` for a folder without any.
  static func named(by paths: [String]) throws(ToolFailure) -> [String] {
    var files: [String] = []
    for path in paths {
      guard SystemCall.kind(of: path) == .folder else {
        files.append(path)
        continue
      }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      let cases = names.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }.sorted()
      guard !cases.isEmpty else {
        throw ToolFailure(
          path, "the folder contains no case (*.toml)",
          remedy: "name another, or write one with margin init --case")
      }
      let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
      files += cases.map { "\(folder)/\($0)" }
    }
    var seen: Set<String> = []
    return files.filter { seen.insert($0).inserted }
  }

  /// Refuses an output that is a case, its record, or a file that the case reads.
  static func refuse(
    _ output: String?, _ flag: String, among files: [String], _ cases: [VerifyCase?]
  ) throws(ToolFailure) {
    guard let output else { return }
    let written = identity(of: output)
    for (file, verifyCase) in zip(files, cases) {
      let folder = VerifyCase.folder(of: file)
      let read =
        (verifyCase?.inputPaths(relativeTo: folder) ?? [])
        + (verifyCase?.optionPaths(relativeTo: folder) ?? [])
        + (verifyCase?.policyPath(relativeTo: folder).map { [$0] } ?? [])
      let own = [(file, "case"), (VerifyRun.recordPath(of: file), "record of \(file)")]
      for (path, noun) in own + read.map({ ($0, "input of \(file)") })
      where identity(of: path) == written {
        throw ToolFailure(
          flag, "\(output) is the \(noun), which would be overwritten", remedy: "name another file")
      }
    }
  }

  /// The path without links, also of a file that does not exist yet.
  static func identity(of path: String) -> String {
    if SystemCall.kind(of: path) != nil { return SystemCall.resolved(path) }
    let folder = VerifyCase.folder(of: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return SystemCall.resolved(folder.isEmpty ? "." : folder) + "/" + name
  }
}
