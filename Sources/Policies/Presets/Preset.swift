internal import Text

/// A built-in policy: parameters with their sources, as dated TOML.
public struct Preset: Hashable, Sendable {
  /// The name that `--policy` takes.
  public let name: String
  /// The summary for people.
  public let summary: String
  /// The scope of the preset; nil if it follows no rule book.
  public let statement: String?
  /// The ISO 8601 date of the legal text, by adoption in the EU and by publication in the US; nil
  /// for this package's choice.
  public let dated: String?
  /// The source of each number, by key path.
  public let sources: [String: String]
  /// The least history that the rule asks for; nil if it states none.
  public var minimumHistory: MinimumHistory?
  /// The requirements of the rule that are left to the user.
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
  /// Finds a preset by name.
  ///
  /// - Throws: `InputError` for an unknown name.
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

  /// The complete table, before the defaults of the model and of the steps.
  var tree: JSON { self == .plain ? written : Self.plain.written.overlaid(by: written) }

  private var written: JSON {
    do {
      return try TOMLDocument(toml).root.plain
    } catch {
      preconditionFailure("Preset \(name) is not valid TOML: \(error)")
    }
  }
}
