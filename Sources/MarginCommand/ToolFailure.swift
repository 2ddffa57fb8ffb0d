internal import Text

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

  /// What is wrong at a place, such as an option, and what to do.
  init(_ place: String, _ problem: String, remedy: String) {
    self.init("\(place): \(problem); \(remedy)")
  }

  /// Refuses the first of some options that is given though it has no effect.
  static func refuse(
    _ options: [(flag: String, isGiven: Bool)], because problem: String,
    remedy: String = "remove one of the two"
  ) throws(ToolFailure) {
    guard let option = options.first(where: { $0.isGiven }) else { return }
    throw ToolFailure(option.flag, problem, remedy: remedy)
  }

  /// A name that none of those at hand is; the first ten are listed.
  static func unknown(_ name: String, among known: [String], _ flag: String) -> ToolFailure {
    let shown = known.prefix(10).joined(separator: ", ") + (known.count > 10 ? ", …" : "")
    return ToolFailure(
      flag, "unknown name \"\(name)\"",
      remedy: "expected one of \(shown)" + NearestName.question(for: name, among: known))
  }
}
