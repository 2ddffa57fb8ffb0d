public import Text

/// The file in which a search keeps its completed evaluations, locked while it is in use.
///
/// The first line names the inputs and settings; every further line holds one evaluation.
public final class TuneStateFile: Sendable {
  /// The path of the file.
  public let path: String
  private let file: AppendedFile

  /// Opens or creates a state file and locks it.
  ///
  /// - Throws: `InputError` if it cannot be written, or if another search uses it.
  public init(path: String) throws(InputError) {
    self.path = path
    do throws(AppendedFile.Fault) {
      file = try AppendedFile(path: path)
    } catch {
      throw Self.error(error, path)
    }
  }

  private static func error(_ fault: AppendedFile.Fault, _ path: String) -> InputError {
    switch fault {
    case .inUse(let process):
      InputError(
        InputLocation(path), code: "state-in-use",
        "is in use by another search" + (process.map { " (process \($0))" } ?? ""),
        remedy: "wait until it ends, or name another file with --state")
    case .refused(let reason):
      InputError(
        InputLocation(path), code: "unwritable-state", "cannot be written (\(reason))",
        remedy: "check the folder and the disk, or name another file with --state")
    }
  }

  private func attempt<Value>(
    _ step: () throws(AppendedFile.Fault) -> Value
  ) throws(InputError) -> Value {
    do throws(AppendedFile.Fault) {
      return try step()
    } catch {
      throw Self.error(error, path)
    }
  }

  /// The lines of the file; the last one is incomplete after an interruption, and empty otherwise.
  func lines() throws(InputError) -> [ArraySlice<UInt8>] {
    let bytes = try attempt { () throws(AppendedFile.Fault) in try file.bytes() }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  /// Removes everything after the first `count` bytes.
  func keep(first count: Int) throws(InputError) {
    try attempt { () throws(AppendedFile.Fault) in try file.keep(first: count) }
  }

  /// Appends lines and waits until they are on disk.
  func append(_ lines: [String]) throws(InputError) {
    try attempt { () throws(AppendedFile.Fault) in
      for line in lines { try file.append(line) }
      try file.synchronize()
    }
  }
}
