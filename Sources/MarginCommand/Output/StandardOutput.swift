import Glibc

/// Standard output, to which results are written in one piece.
enum StandardOutput {
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
