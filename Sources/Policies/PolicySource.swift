/// What `--policy` names: a preset, or a file.
public enum PolicySource: Hashable, Sendable {
  /// A preset of the package.
  case preset(String)
  /// A TOML file.
  case file(String)

  /// What tells the policy from others: the name of the preset, or of the file without its folders.
  public var label: String {
    switch self {
    case .preset(let name): return name
    case .file(let path):
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return name.hasSuffix(".toml") ? String(name.dropLast(5)) : name
    }
  }

  /// A preset, unless the argument holds `/` or ends in `.toml`.
  public init(argument: String) {
    self =
      argument.contains("/") || argument.hasSuffix(".toml") ? .file(argument) : .preset(argument)
  }
}
