public import Margin
public import Text

/// A policy file as it was written, with its preset laid under it, and the policy that it makes:
/// it can only be valid.
public struct CalibrationConfiguration: Sendable {
  /// The preset under the file.
  public let preset: String
  /// The return model.
  public let model: ModelConfiguration
  /// What is published.
  public let margin: MarginConfiguration
  /// The steps as they are applied: the option of Article 28(1), where it is not written, comes first.
  public let steps: [StepConfiguration]
  /// How it is computed.
  public let run: RunConfiguration
  /// The policy.
  public let policy: MarginPolicy
  /// All of it as one table: every key with its value, whole numbers as such.
  package let tree: JSON

  /// What `--policy` names, under the flags.
  public init(
    policy: PolicySource, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(InputError) {
    self = try PolicyLayers(policy.read(), flags).configuration()
  }

  /// What `--policy` names with another model in place of its own, under the flags.
  public init(
    policy: PolicySource, model: ListedModel, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(InputError) {
    self = try PolicyLayers(policy.read(), listed: model, flags).configuration()
  }

  /// A preset of the package, under the flags.
  public init(
    preset name: String, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(InputError) {
    self = try PolicyLayers(.preset(Preset(named: name)), flags).configuration()
  }

  /// A TOML text, under the flags; `file` is its name in messages.
  public init(
    toml text: String, file: String? = nil, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(InputError) {
    self = try PolicyLayers(.file(TOMLDocument(text, file: file)), flags).configuration()
  }

  /// The configuration that ``canonicalJSON`` wrote, such as the `policy` object of a schedule; nil for a text that is none.
  public init?(canonicalJSON text: String) {
    guard let value = try? JSON(reading: Array(text.utf8)) else { return nil }
    self.init(value)
  }

  /// The configuration of a complete table; nil for one that is none, and where it contradicts itself.
  package init?(_ tree: JSON) {
    let draft = PolicyDraft(PolicyKeys.file.known(tree))
    guard draft.faults.isEmpty, let made = try? CalibrationConfiguration(draft) else { return nil }
    self = made
  }

  /// The configuration of a draft without faults, or what in it contradicts itself.
  init(_ draft: PolicyDraft) throws(KeyFault) {
    guard let model = draft.model, let margin = draft.margin, let run = draft.run,
      draft.tree["preset"]?.string != nil
    else {
      throw KeyFault(
        path: DocumentPath(), problem: "the checked configuration cannot be read",
        remedy: "report this with the policy file")
    }
    let written = draft.steps.compactMap(\.self)
    let maker = PolicyMaker(margin: margin, preset: draft.preset, written: written)
    let steps = try maker.steps
    preset = draft.preset
    self.model = model
    self.margin = margin
    self.run = run
    self.steps = steps
    policy = try maker.policy(steps)
    tree =
      draft.tree.replacing(
        "step",
        with: .array(
          maker.optionSteps + (draft.tree["step"]?.elements ?? []))
      ).plain
  }

  /// The configuration in JSON: keys sorted, shortest numbers, the same bytes for equal ones.
  ///
  /// It is hashed for provenance and is the `policy` object of the output.
  public var canonicalJSON: String { tree.rendered }

  /// The configuration with another value at a path of keys, or nil where it then says nothing that holds.
  package func replacing(_ path: [String], with value: JSON) -> CalibrationConfiguration? {
    CalibrationConfiguration(tree.overlaid(by: .nested(path, value)))
  }
}

extension CalibrationConfiguration: Hashable {
  /// Whether both say the same.
  public static func == (a: CalibrationConfiguration, b: CalibrationConfiguration) -> Bool {
    a.tree == b.tree
  }

  /// Hashes what it says.
  public func hash(into hasher: inout Hasher) { hasher.combine(tree) }
}
