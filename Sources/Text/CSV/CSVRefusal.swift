/// Why a CSV file is refused: the file as a whole, or a line of it.
public enum CSVRefusal: Error, Hashable, Sendable {
  /// It cannot be read as text.
  case file(FileFault)
  /// A line, or the field of a column of it, is at fault.
  case line(Int, column: String?, CSVFault)

  /// The error of the file.
  public func error(_ path: String) -> InputError {
    switch self {
    case .file(let fault): fault.csvError(path)
    case .line(let line, let column, let fault): fault.error(path, line: line, column: column)
    }
  }
}
