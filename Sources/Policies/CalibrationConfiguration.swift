internal import FoundationEssentials

/// A policy file as it was written, with its preset laid under it: plain types, no meaning yet.
public struct CalibrationConfiguration: Codable, Hashable, Sendable {
  /// The preset under the file.
  public let preset: String
  /// The return model.
  public let model: ModelConfiguration
  /// What is published.
  public let margin: MarginConfiguration
  /// The steps as they are applied: the option of Article 28(1), where it is not written, comes first.
  public private(set) var steps: [StepConfiguration]
  /// How it is computed.
  public let run: RunConfiguration

  package enum CodingKeys: String, CodingKey {
    case preset, model, margin, run
    case steps = "step"
  }

  /// What `--policy` names, under the flags.
  public init(
    policy: PolicySource, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(ConfigurationError) {
    try self.init(policy: policy, documents: [], flags: flags)
  }

  /// What `--policy` names with another model in place of its own, under the flags.
  public init(
    policy: PolicySource, model: ListedModel, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(ConfigurationError) {
    try self.init(policy: policy, documents: [], listed: model, flags: flags)
  }

  /// What a policy names, with documents over it, under the flags.
  package init(
    policy: PolicySource, documents: [ConfigurationDocument], listed: ListedModel? = nil,
    flags: ConfigurationFlags
  ) throws(ConfigurationError) {
    switch policy {
    case .preset(let name):
      try self.init(
        layers: ConfigurationLayers(preset: name, documents: documents, listed: listed, flags))
    case .file(let path):
      let file = try ConfigurationDocument(contentsOf: path)
      try self.init(
        layers: ConfigurationLayers(file, documents: documents, listed: listed, flags))
    }
  }

  /// A preset of the package, under the flags.
  public init(
    preset name: String, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(ConfigurationError) {
    try self.init(layers: ConfigurationLayers(preset: name, flags))
  }

  /// A TOML text, under the flags; `file` is its name in messages.
  public init(
    toml text: String, file: String? = nil, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(ConfigurationError) {
    try self.init(
      layers: ConfigurationLayers(try ConfigurationDocument(toml: text, file: file), flags))
  }

  /// The configuration in JSON: keys sorted, shortest numbers, the same bytes for equal ones.
  ///
  /// It is hashed for provenance and is the `policy` object of the output.
  public var canonicalJSON: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(self) else {
      preconditionFailure("A checked configuration holds finite numbers and texts only")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The configuration that ``canonicalJSON`` wrote, such as the `policy` object of a schedule; nil for a text that is none.
  public init?(canonicalJSON text: String) {
    guard let read = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)),
      (try? read.makePolicy()) != nil
    else { return nil }
    self = read
  }

  /// The configuration with another value at a path of keys, or nil where it then says nothing that holds.
  package func replacing(_ path: [String], with value: ConfigurationValue) -> CalibrationConfiguration? {
    CalibrationConfiguration(
      ConfigurationValue(canonicalJSON: canonicalJSON).merging(.nested(path, value)))
  }

  /// A checked value with its meaning; nil where what it says contradicts itself.
  package init?(_ value: ConfigurationValue) {
    guard let bytes = try? JSONEncoder().encode(value) else { return nil }
    self.init(canonicalJSON: String(decoding: bytes, as: UTF8.self))
  }

  private init(layers: ConfigurationLayers) throws(ConfigurationError) {
    let merged = try layers.merged()
    do {
      self = try JSONDecoder().decode(Self.self, from: JSONEncoder().encode(merged))
    } catch {
      throw ConfigurationError(
        problem: "the checked configuration cannot be read: \(error)",
        hint: "report this with the policy file")
    }
    do throws(ConfigurationProblem) {
      _ = try makePolicy()
    } catch {
      throw layers.error(error)
    }
    // After the checks: their messages count the steps as they were written.
    steps = appliedSteps.map(\.step)
  }
}

extension ConfigurationValue {
  /// The value that ``CalibrationConfiguration/canonicalJSON`` wrote.
  package init(canonicalJSON text: String) {
    self = (try? JSONDecoder().decode(Self.self, from: Data(text.utf8))) ?? .table([:])
  }
}
