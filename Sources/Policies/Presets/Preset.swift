internal import Text

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
  /// The parameters that differ from those of `plain`, of which it has all.
  package let toml: String

  /// All presets, `plain` first.
  public static let all: [Preset] = [
    .plain, .emirETD, .emirOTC, .emirClientGross, .cftc, .umr, .cryptoPerpetual, .cryptoClearing,
  ]

  /// The names of all presets.
  public static var names: [String] { all.map(\.name) }
}

extension Preset {
  /// The preset of a name.
  ///
  /// - Throws: `InputError` for a name that none has.
  init(named name: String) throws(InputError) {
    guard let preset = Self.all.first(where: { $0.name == name }) else {
      throw InputError(
        InputLocation("--policy"), code: "configuration", "unknown preset \"\(name)\"",
        remedy: "name one of \(Self.names.joined(separator: ", ")), "
          + "or a file as ./\(name) or \(name).toml"
          + NearestName.question(for: name, among: Self.names))
    }
    self = preset
  }

  /// Its complete table, before the defaults of the model and of the steps.
  var tree: JSON { self == .plain ? written : Self.plain.written.overlaid(by: written) }

  private var written: JSON {
    do {
      return try TOMLDocument(toml).root.plain
    } catch {
      preconditionFailure("Preset \(name) is no TOML: \(error)")
    }
  }
}
