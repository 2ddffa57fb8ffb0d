public import Margin
public import MarketData
public import Text

/// A valid policy configuration: a policy file merged over its preset, and the policy that it
/// defines.
public struct CalibrationConfiguration: Sendable {
  /// The name of the preset under the file.
  public let preset: String
  /// The return model.
  public let model: ModelConfiguration
  /// The `[margin]` table.
  public let margin: MarginConfiguration
  /// The steps in the order of application; an unwritten Article 28(1) option comes first.
  public let steps: [StepConfiguration]
  /// The `[run]` table.
  public let run: RunConfiguration
  /// The treatments of findings on the data that differ from the default.
  public let data: [DataFinding.Kind: FindingTreatment]
  /// The groups of instruments with other settings, in file order.
  public let groups: [PolicyGroup]
  /// The margin policy.
  public let policy: MarginPolicy
  /// The complete configuration as one table, with integers as such.
  package let tree: JSON

  /// Resolves the source named by `--policy` under the flags.
  public init(
    policy: PolicySource, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(InputError) {
    self = try PolicyLayers(policy.read(), flags).configuration()
  }

  /// Resolves the source named by `--policy` under the flags, with another model in place of its
  /// own.
  public init(
    policy: PolicySource, model: ListedModel, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(InputError) {
    self = try PolicyLayers(policy.read(), listed: model, flags).configuration()
  }

  /// Resolves a built-in preset under the flags.
  public init(
    preset name: String, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(InputError) {
    self = try PolicyLayers(.preset(Preset(named: name)), flags).configuration()
  }

  /// Resolves TOML text under the flags; `file` is its name in messages.
  public init(
    toml text: String, file: String? = nil, flags: ConfigurationFlags = ConfigurationFlags()
  ) throws(InputError) {
    let document = try TOMLDocument(text, file: file).read(as: .policy)
    self = try PolicyLayers(.file(document), flags).configuration()
  }

  /// Reads a configuration written by ``canonicalJSON``, such as the `policy` object of a schedule;
  /// nil if the text is not one.
  public init?(canonicalJSON text: String) {
    guard let value = try? JSON(reading: Array(text.utf8)) else { return nil }
    self.init(value)
  }

  /// Reads a complete table; nil if it is invalid or inconsistent.
  package init?(_ tree: JSON) {
    guard let made = try? CalibrationConfiguration(recorded: tree) else { return nil }
    self = made
  }

  /// Reads a complete table, such as the `policy` object of a schedule.
  ///
  /// Keys of another version are left out, and keys that it does not know have their defaults.
  ///
  /// - Throws: the first fault of the keys, their types and ranges, or across keys.
  package init(recorded tree: JSON) throws(KeyFault) {
    do throws(PolicyFault) {
      self = try CalibrationConfiguration(completing: PolicyKeys.file.known(tree))
    } catch {
      switch error {
      case .invalid(let fault), .inconsistent(let fault): throw fault
      }
    }
  }

  /// Resolves a table, completed with the defaults of absent keys.
  ///
  /// - Throws: The first fault of a key or a value, or else of keys that are inconsistent.
  package init(completing tree: JSON) throws(PolicyFault) {
    let whole = PolicyKeys.file.completed(tree)
    if let fault = PolicyKeys.file.faults(in: whole, isPart: false).first { throw .invalid(fault) }
    let draft = PolicyDraft(whole)
    if let fault = draft.faults.first { throw .inconsistent(fault) }
    do throws(KeyFault) {
      self = try CalibrationConfiguration(draft)
    } catch {
      throw .inconsistent(error)
    }
  }

  /// Resolves a draft without faults; throws if it is inconsistent.
  init(_ draft: PolicyDraft) throws(KeyFault) {
    guard let model = draft.model, let margin = draft.margin, let run = draft.run,
      draft.tree["preset"]?.string != nil
    else {
      throw KeyFault(
        path: DocumentPath(), problem: "internal error: the validated configuration cannot be read",
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
    data = Dictionary(
      uniqueKeysWithValues: (draft.tree["data"]?.members ?? []).compactMap { member in
        guard let kind = DataFinding.Kind(rawValue: member.name),
          let treatment = member.value.string.flatMap(FindingTreatment.init)
        else { return nil }
        return (kind, treatment)
      })
    groups = try PolicyGroup.all(in: draft.tree)
    tree =
      draft.tree.replacing(
        "step",
        with: .array(
          maker.optionSteps + (draft.tree["step"]?.elements ?? []))
      ).plain
  }

  /// The configuration as JSON with sorted keys and shortest numbers, so that equal configurations
  /// have equal bytes.
  ///
  /// It is hashed for provenance and written as the `policy` object of the output.
  public var canonicalJSON: String { tree.rendered }

  /// The configuration with another value at a path of keys, or nil if the result is invalid.
  package func replacing(_ path: [String], with value: JSON) -> CalibrationConfiguration? {
    CalibrationConfiguration(tree.overlaid(by: .nested(path, value)))
  }
}

/// A fault of a policy that is not a file.
package enum PolicyFault: Error, Hashable, Sendable {
  /// A key or a value that is invalid in any policy.
  case invalid(KeyFault)
  /// A value that is valid alone, and not beside the others.
  case inconsistent(KeyFault)
}

extension CalibrationConfiguration: Hashable {
  /// Whether two configurations are equal.
  public static func == (a: CalibrationConfiguration, b: CalibrationConfiguration) -> Bool {
    a.tree == b.tree
  }

  /// Hashes the configuration.
  public func hash(into hasher: inout Hasher) { hasher.combine(tree) }
}
