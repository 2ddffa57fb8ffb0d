import MarketData
internal import Text

/// A failure that ends the tool without a result, with its message and exit code.
struct ToolFailure: Error {
  /// The exit code for bad input and for output that cannot be written.
  static let badInput: Int32 = 2
  /// The exit code for a failed check.
  static let checkFailed: Int32 = 1

  let message: String
  let exitCode: Int32

  init(_ message: String, exitCode: Int32 = badInput) {
    self.message = message
    self.exitCode = exitCode
  }

  /// Creates a failure at a location, such as an option, with the problem and its remedy.
  init(_ location: String, _ problem: String, remedy: String) {
    self.init("\(location): \(problem); \(remedy)")
  }

  /// Rejects the first given option that has no effect.
  static func refuse(
    _ options: [(flag: String, isGiven: Bool)], because problem: String,
    remedy: String = "remove one of the two"
  ) throws(ToolFailure) {
    guard let option = options.first(where: { $0.isGiven }) else { return }
    throw ToolFailure(option.flag, problem, remedy: remedy)
  }

  /// Rejects margins in price units where rates are fractions of notional.
  static func refuse(_ unit: LossUnit, at location: String) throws(ToolFailure) {
    guard unit == .price else { return }
    throw ToolFailure(
      location,
      "margins of price differences are in price units, and accounts use fractions of notional",
      remedy: "calibrate with --convention simple or log")
  }

  /// Returns a failure for an unknown name; at most ten known names are listed.
  static func unknown(_ name: String, among known: [String], _ flag: String) -> ToolFailure {
    let shown = known.prefix(10).joined(separator: ", ") + (known.count > 10 ? ", …" : "")
    return ToolFailure(
      flag, "unknown name \"\(name)\"",
      remedy: "expected one of \(shown)" + NearestName.question(for: name, among: known))
  }
}
