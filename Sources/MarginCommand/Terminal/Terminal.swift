/// Standard error: where progress and problems go.
enum Terminal {
  private static let descriptor: Int32 = 2

  /// Whether a person watches.
  static let isInteractive = SystemCall.isTerminal(descriptor)

  /// Writes a text unchanged; a closed standard error is ignored.
  static func write(_ text: some StringProtocol) {
    _ = SystemCall.write(Array(text.utf8), to: descriptor)
  }

  /// Writes one line in the tool's name.
  static func say(_ message: String) { write("margin: \(message)\n") }
}
