public import Policies

/// A regression case: what to calibrate, under which policy, and how far a number may move.
///
/// ```toml
/// inputs = ["../data/sp500.csv"]
/// policy = "emir-etd"
/// as-of = 2020-03-16
/// [tolerances]
/// rate = 0
/// risk = 1e-9
/// ```
///
/// Tables `model`, `margin`, `run` and `[[step]]` as in a policy file lie over the policy.
public struct VerifyCase: Hashable, Sendable {
  /// The file of the case, or nil for a text.
  public let file: String?
  /// What the case is about, or nil.
  public let about: String?
  /// The input files and folders, as written.
  public let inputs: [String]
  /// The instruments to keep; nil keeps all.
  public let instruments: [String]?
  /// Whether the inputs hold returns.
  public let returns: InputReturns
  /// The policy under the case's own tables, as written.
  public let policy: PolicySource
  /// The date to calibrate at, ISO 8601; nil is the last of each instrument.
  public let asOf: String?
  /// How far a number may move.
  public let tolerances: Tolerances
  private let overlay: ConfigurationDocument

  /// What an input file holds.
  public enum InputReturns: String, Hashable, Sendable, Codable, CaseIterable {
    /// Prices.
    case prices
    /// Returns as decimal fractions.
    case decimal
    /// Returns in per cent.
    case percent
  }

  /// How far a number may move before a case fails.
  public struct Tolerances: Hashable, Sendable {
    /// Of a published rate, absolute, as a fraction of notional.
    public let rate: Double
    /// Of a risk measure, relative.
    public let risk: Double
  }

  /// Reads a case from a file.
  public init(contentsOf path: String) throws(ConfigurationError) {
    try self.init(ConfigurationDocument(contentsOf: path))
  }

  /// Reads a case from a text; `file` is its name in messages.
  public init(toml text: String, file: String? = nil) throws(ConfigurationError) {
    try self.init(ConfigurationDocument(toml: text, file: file))
  }

  private init(_ document: ConfigurationDocument) throws(ConfigurationError) {
    let value = CaseKeys.file.completed(document.value)
    do throws(ConfigurationProblem) {
      try CaseKeys.file.check(document.value, isPart: false)
      asOf = try Self.date(value)
      guard value.texts(at: ["inputs"])?.isEmpty == false else {
        throw ConfigurationProblem(
          path: ConfigurationPath(["inputs"]), problem: "names no file",
          hint: "write inputs = [\"prices.csv\"]")
      }
    } catch {
      throw document.error(error)
    }
    file = document.file
    about = value.text(at: ["about"])
    inputs = value.texts(at: ["inputs"]) ?? []
    instruments = value.texts(at: ["instruments"])
    returns = value.text(at: ["returns"]).flatMap(InputReturns.init) ?? .prices
    policy = PolicySource(argument: value.text(at: ["policy"]) ?? Preset.plain.name)
    tolerances = Tolerances(
      rate: value.double(at: ["tolerances", "rate"]) ?? 0,
      risk: value.double(at: ["tolerances", "risk"]) ?? 0)
    overlay = document.replacing(Self.overlay(of: document.value))
  }

  /// The configuration of the case; a policy file is found from `folder`.
  public func configuration(
    relativeTo folder: String
  ) throws(ConfigurationError) -> CalibrationConfiguration {
    let source: PolicySource =
      switch policy {
      case .preset: policy
      case .file(let path): .file(Self.path(path, in: folder))
      }
    return try CalibrationConfiguration(
      policy: source, documents: [overlay], flags: ConfigurationFlags())
  }

  /// The paths of the inputs, found from `folder`.
  public func inputPaths(relativeTo folder: String) -> [String] {
    inputs.map { Self.path($0, in: folder) }
  }

  private static func path(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") || folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
  }

  private static func overlay(of value: ConfigurationValue) -> ConfigurationValue {
    guard case .table(let table) = value else { return value }
    let kept = table.filter { PolicyKeys.overlayNames.contains($0.key) }
    guard let seed = table["seed"] else { return .table(kept) }
    return ConfigurationValue.table(kept).merging(.nested(["run", "seed"], seed))
  }

  private static func date(_ value: ConfigurationValue) throws(ConfigurationProblem) -> String? {
    guard let text = value.text(at: ["as-of"]) else { return nil }
    let time = text.dropFirst(10)
    guard String(text.prefix(10)).isISODate, time.isEmpty || time.first == "T" else {
      throw ConfigurationProblem(
        path: ConfigurationPath(["as-of"]), problem: "\"\(text)\" is no date",
        hint: "write an ISO date, for example 2020-03-16")
    }
    return text
  }
}

extension ConfigurationValue {
  fileprivate func text(at path: [String]) -> String? {
    if case .text(let text)? = value(at: path) { text } else { nil }
  }

  fileprivate func texts(at path: [String]) -> [String]? {
    guard case .list(let values)? = value(at: path) else { return nil }
    return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  fileprivate func double(at path: [String]) -> Double? {
    switch value(at: path) {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    default: nil
    }
  }
}
