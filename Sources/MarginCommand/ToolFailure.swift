/// Why the tool ends without a result, in words for people, and the exit code that says so.
struct ToolFailure: Error {
  /// The exit code of bad input and of output that cannot be written.
  static let badInput: Int32 = 2
  /// The exit code of a check that failed.
  static let checkFailed: Int32 = 1

  let message: String
  let exitCode: Int32

  init(_ message: String, exitCode: Int32 = badInput) {
    self.message = message
    self.exitCode = exitCode
  }

  /// A flag's value that cannot be used: what was found, what to do.
  init(_ flag: String, _ problem: String, remedy: String) {
    self.init("\(flag): \(problem); \(remedy)")
  }
}
