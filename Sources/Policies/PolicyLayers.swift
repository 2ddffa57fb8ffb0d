package import Text

/// The layers of a configuration (preset, files, flags), each overriding the previous ones.
package struct PolicyLayers: Sendable {
  private let base: JSON
  private let preset: String
  /// The name of the lowest layer in messages; nil if it has no name.
  private let baseSource: String?
  private let documents: [TOMLDocument]
  private let listed: ListedModel?
  private let flags: [(flag: String, value: JSON)]
  private let given: ConfigurationFlags
  /// Whether the file names no preset and nothing names the model.
  private let lacksModel: Bool

  /// A policy, overridden by documents and then by flags; a listed model replaces theirs.
  ///
  /// A file is merged over the preset that it names, `plain` by default. A file without a preset
  /// must name its model, unless a document or flag above it does.
  package init(
    _ policy: PolicyDocument, overlays: [TOMLDocument] = [], listed: ListedModel? = nil,
    _ flags: ConfigurationFlags
  ) {
    var lacksModel = false
    switch policy {
    case .preset(let preset):
      (base, self.preset, baseSource) = (preset.tree, preset.name, "preset \(preset.name)")
      documents = overlays
    case .file(let file):
      documents = [file] + overlays
      let name = file.root["preset"]?.string
      let preset = Preset.all.first { $0.name == name } ?? .plain
      (base, self.preset, baseSource) = (preset.tree, preset.name, "preset \(preset.name)")
      lacksModel =
        name == nil && flags.model == nil && listed == nil
        && documents.allSatisfy { $0.root["model"] == nil }
    case .configuration(let configuration):
      (base, preset, baseSource) = (configuration.tree, configuration.preset, nil)
      documents = overlays
    }
    self.listed = listed
    given = flags
    self.lacksModel = lacksModel
    let model =
      flags.model ?? listed?.name
      ?? ([base] + documents.map(\.root)).reversed().lazy
      .compactMap { $0["model"]?.keys.first }.first
    self.flags = flags.layers + (model.map(flags.modelLayers) ?? [])
  }

  /// The merged layers as one table, complete but not checked.
  package var tree: JSON {
    var value = base
    for document in documents { value = value.overlaid(by: document.root.plain) }
    if let listed { value = value.replacing("model", with: listed.value) }
    for (_, layer) in flags { value = value.overlaid(by: layer) }
    value = value.overlaid(by: .nested(["preset"], .string(preset)))
    if let groups = value["group"]?.elements {
      value = value.replacing("group", with: .array(groups.map(underFlags)))
    }
    return PolicyKeys.file.completed(value)
  }

  /// A group without the keys that flags override.
  private func underFlags(_ group: JSON) -> JSON {
    var group = group
    if given.model != nil || listed != nil { group = group.replacing("model", with: nil) }
    for layer in given.layers {
      for key in layer.value["margin"]?.keys ?? [] {
        group = group.replacing("margin", with: group["margin"]?.replacing(key, with: nil))
      }
    }
    for layer in group["model"]?.keys.first.map(given.modelLayers) ?? [] {
      group = group.overlaid(by: layer.value)
    }
    return group
  }

  /// Validates the layers and returns the configuration.
  ///
  /// - Throws: All faults of keys, types and values, and of inconsistent keys, in line order.
  package func configuration() throws(InputError) -> CalibrationConfiguration {
    let tree = self.tree
    let found = PolicyKeys.file.faults(in: tree, isPart: false)
    let draft = PolicyDraft(tree, apartFrom: found.map(\.path))
    let alone = faultsOfLayers
    let named = Set(alone.map(\.location.part))
    let merged = (found + draft.faults).filter { !named.contains($0.path.text) }
    if let error = InputError(alone + merged.map(error)) { throw error }
    do throws(KeyFault) {
      return try CalibrationConfiguration(draft)
    } catch {
      throw self.error(error)
    }
  }

  /// The faults of each layer on its own, even where another layer overrides it.
  private var faultsOfLayers: [InputError] {
    var faults = documents.flatMap { document in
      document.faults(by: PolicyKeys.file, isPart: true).map { $0.error(in: document) }
    }
    if lacksModel, let file = documents.first {
      let models = ModelConfiguration.names.joined(separator: ", ")
      faults.append(
        KeyFault(
          path: DocumentPath(["model"]), problem: "the file names no model",
          remedy: "write one table [model.NAME], with NAME one of \(models)"
        ).error(in: file))
    }
    for (flag, value) in flags {
      faults += PolicyKeys.file.faults(in: value, isPart: true).map { $0.error(in: flag) }
    }
    return faults
  }

  /// The error for a fault of the merged configuration, in the topmost source that has its key.
  package func error(_ fault: KeyFault) -> InputError {
    let leading = fault.path.leadingKeys
    if let (flag, _) = flags.last(where: { $0.value.value(at: leading) != nil }) {
      return fault.error(in: flag)
    }
    if let listed, leading.first == "model" { return listed.error(fault) }
    let holder = documents.last { $0.root.value(at: leading) != nil } ?? documents.first
    return holder.map { fault.error(in: $0) } ?? fault.error(in: baseSource)
  }
}
