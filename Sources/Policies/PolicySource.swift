public import Text

/// The policy named by `--policy`: a preset or a file.
public enum PolicySource: Hashable, Sendable {
  /// A built-in preset.
  case preset(String)
  /// A TOML file.
  case file(String)

  /// The label of the policy: the name of the preset, or of the file without its folders.
  public var label: String {
    switch self {
    case .preset(let name): return name
    case .file(let path):
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return name.hasSuffix(".toml") ? String(name.dropLast(5)) : name
    }
  }

  /// Parses an argument: a preset, unless it contains `/` or ends in `.toml`.
  public init(argument: String) {
    self =
      argument.contains("/") || argument.hasSuffix(".toml") ? .file(argument) : .preset(argument)
  }

  /// Reads the preset, or opens and parses the file; the only place that does.
  ///
  /// - Throws: `InputError` for an unknown preset, and for a file that cannot be read.
  public func read() throws(InputError) -> PolicyDocument {
    switch self {
    case .preset(let name): .preset(try Preset(named: name))
    case .file(let path): .file(try TOMLDocument(policyFile: path).read(as: .policy))
    }
  }
}

/// A policy that was read once, so that flags can be applied again without the file.
public enum PolicyDocument: Hashable, Sendable {
  /// A preset.
  case preset(Preset)
  /// A policy file.
  case file(TOMLDocument)
  /// A resolved policy, including flags.
  case configuration(CalibrationConfiguration)
}
