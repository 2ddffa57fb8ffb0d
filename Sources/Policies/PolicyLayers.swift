package import Text

/// The tables a configuration is made of: preset, files, flags, each laid over those before.
package struct PolicyLayers: Sendable {
  private let base: JSON
  private let preset: String
  /// What the lowest layer is called in messages; nil where it has no name.
  private let baseSource: String?
  private let documents: [TOMLDocument]
  private let listed: ListedModel?
  private let flags: [(flag: String, value: JSON)]
  /// Whether a file that names no preset would name the model, and nothing does.
  private let lacksModel: Bool

  /// A policy, with documents over it, under the flags; a listed model stands in place of theirs.
  ///
  /// A file stands over the preset it names, `plain` where it names none. One that names no preset
  /// names its model, unless a document or flag over it does.
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
    self.lacksModel = lacksModel
    let model =
      flags.model ?? listed?.name
      ?? ([base] + documents.map(\.root)).reversed().lazy
      .compactMap { $0["model"]?.keys.first }.first
    self.flags = flags.layers + (model.map(flags.modelLayers) ?? [])
  }

  /// The layers as one table, complete and not checked.
  package var tree: JSON {
    var value = base
    for document in documents { value = value.overlaid(by: document.root.plain) }
    if let listed { value = value.replacing("model", with: listed.value) }
    for (_, layer) in flags { value = value.overlaid(by: layer) }
    value = value.overlaid(by: .nested(["preset"], .string(preset)))
    return PolicyKeys.file.completed(value)
  }

  /// The configuration.
  ///
  /// - Throws: All faults of keys, types and values, and of keys that contradict each other, in
  ///   the order of the lines.
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

  /// What is wrong with a layer by itself, also where another lies over it.
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

  /// A fault of the merged configuration, in the uppermost source that has its key.
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
