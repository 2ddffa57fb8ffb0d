/// A policy of the package: parameters with their sources, as dated TOML.
public struct Preset: Hashable, Sendable {
  /// The name that `--policy` takes.
  public let name: String
  /// One line for people.
  public let summary: String
  /// What the preset is and is not; nil where it follows no rule book.
  public let statement: String?
  /// The date of the text that the numbers were read from, ISO 8601; nil for this package's choice.
  public let dated: String?
  /// Where each number comes from, by key path.
  public let sources: [String: String]
  /// What the rule asks for beside these parameters, and leaves to its reader.
  public var leftOpen: [String] = []
  /// The parameters.
  public let toml: String

  /// All presets, `plain` first.
  public static let all: [Preset] = [
    .plain, .emirETD, .emirOTC, .emirClientGross, .cftc, .umr, .cryptoPerpetual, .cryptoClearing,
  ]

  /// The names of all presets.
  public static var names: [String] { all.map(\.name) }
}
