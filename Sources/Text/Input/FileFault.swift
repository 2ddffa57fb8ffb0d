/// Why a file could not be read as text.
public enum FileFault: Error, Hashable, Sendable {
  /// There is no file at the path.
  case missing
  /// The path names a folder.
  case isFolder
  /// The system refuses to open or read the file, for the given reason.
  case unreadable(reason: String)
  /// The file is empty.
  case empty
  /// The file's size or modification time changed while it was read.
  case changed
  /// The file is binary or not UTF-8; the line is the first invalid one.
  case notText(line: Int)

  /// The stable name of the fault.
  public var code: String {
    switch self {
    case .missing: "missing-file"
    case .isFolder: "is-folder"
    case .unreadable: "unreadable-file"
    case .empty: "empty-file"
    case .changed: "changed-file"
    case .notText: "not-text"
    }
  }

  /// The error of a file; `remedies` override the default remedies for a kind of file.
  public func error(
    _ path: String, style: InputError.Style = .colons, remedies: [String: String] = [:]
  ) -> InputError {
    let (problem, remedy) = words
    return InputError(
      InputLocation(path, line: line), code: code, problem, remedy: remedies[code] ?? remedy,
      style: style)
  }

  private var line: Int? { if case .notText(let line) = self { line } else { nil } }

  private var words: (problem: String, remedy: String) {
    switch self {
    case .missing: ("there is no such file", "check the path")
    case .isFolder: ("is a folder", "name a file in it")
    case .unreadable: ("cannot be read", "check its permissions")
    case .empty: ("is empty", "name another file")
    case .changed: ("changed while it was read", "read it again once it is complete")
    case .notText: ("is not UTF-8 text", "save it as UTF-8")
    }
  }
}
