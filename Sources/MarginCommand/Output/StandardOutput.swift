import Glibc

/// Standard output, to which results are written in one piece.
enum StandardOutput {
  /// The width of the page: COLUMNS, else of the terminal; nil for files and pipes.
  static var columns: Int? {
    let columns =
      SystemCall.environment("COLUMNS").flatMap { Int($0) }
      ?? (SystemCall.isTerminal(1) ? SystemCall.terminalColumns(1) : nil)
    return columns.flatMap { $0 > 0 ? $0 : nil }
  }

  /// Writes a result; a closed pipe, as with `head`, is not an error.
  ///
  /// - Throws: ``ToolFailure`` where writing fails.
  static func write(_ text: String) throws(ToolFailure) {
    let error = SystemCall.write(Array(text.utf8), to: 1)
    guard error == 0 || error == EPIPE else {
      throw ToolFailure(
        "standard output", "cannot be written (\(SystemCall.text(of: error)))",
        remedy: "make room, or write elsewhere with --output")
    }
  }
}
