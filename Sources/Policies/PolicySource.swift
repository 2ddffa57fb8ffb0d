public import Text

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

  /// The preset, or the file, opened and parsed here and nowhere else.
  ///
  /// - Throws: `InputError` for an unknown preset, and for a file that cannot be read.
  public func read() throws(InputError) -> PolicyDocument {
    switch self {
    case .preset(let name): .preset(try Preset(named: name))
    case .file(let path): .file(try TOMLDocument(policyFile: path))
    }
  }
}

/// A policy that was read, so that flags can be laid over it again without a file.
public enum PolicyDocument: Hashable, Sendable {
  /// A preset.
  case preset(Preset)
  /// A policy file.
  case file(TOMLDocument)
  /// A policy that was resolved, flags and all.
  case configuration(CalibrationConfiguration)
}
