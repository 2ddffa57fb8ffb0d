/// What `--policy` names: a preset, or a file.
public enum PolicySource: Hashable, Sendable {
  /// A preset of the package.
  case preset(String)
  /// A TOML file.
  case file(String)

  /// A preset, unless the argument holds `/` or ends in `.toml`.
  public init(argument: String) {
    self =
      argument.contains("/") || argument.hasSuffix(".toml") ? .file(argument) : .preset(argument)
  }
}
