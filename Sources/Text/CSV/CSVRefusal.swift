/// Why a CSV file is rejected: the whole file, or one line of it.
public enum CSVRefusal: Error, Hashable, Sendable {
  /// The file cannot be read as text.
  case file(FileFault)
  /// A line, or a column's field on it, is invalid.
  case line(Int, column: String?, CSVFault)

  /// The error with the path of the file.
  public func error(_ path: String) -> InputError {
    switch self {
    case .file(let fault): fault.csvError(path)
    case .line(let line, let column, let fault): fault.error(path, line: line, column: column)
    }
  }
}
