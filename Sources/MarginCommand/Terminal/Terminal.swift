internal import Text

/// Standard error, for progress and error messages.
enum Terminal {
  private static let descriptor: Int32 = 2

  /// Whether standard error is a terminal.
  static let isInteractive = SystemCall.isTerminal(descriptor)

  /// Writes a text unchanged; a closed standard error is ignored.
  static func write(_ text: some StringProtocol) {
    _ = SystemCall.write(Array(text.utf8), to: descriptor)
  }

  /// Writes one line with the tool's name as prefix.
  ///
  /// Characters that a terminal would act on are written as escapes.
  static func say(_ message: String) {
    write("margin: \(message.printable(keepingLines: true))\n")
  }
}
