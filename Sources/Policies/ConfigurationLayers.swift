/// The tables a configuration is made of: preset, files, flags, each laid over those before.
package struct ConfigurationLayers {
  private let preset: Preset
  private let presetDocument: ConfigurationDocument
  private let documents: [ConfigurationDocument]
  private let listed: ListedModel?
  private let flags: [(flag: String, value: ConfigurationValue)]

  /// A preset, with documents over it, under the flags; a listed model stands in place of theirs.
  package init(
    preset name: String, documents: [ConfigurationDocument] = [], listed: ListedModel? = nil,
    _ flags: ConfigurationFlags
  ) throws(ConfigurationError) {
    for document in documents { try Self.checkPart(document) }
    try self.init(try Self.preset(named: name), documents, listed, flags)
  }

  /// A policy file over the preset it names, `plain` where it names none, with documents over it.
  ///
  /// A file that names no preset names its model, unless a document or flag over it does.
  package init(
    _ file: ConfigurationDocument, documents: [ConfigurationDocument] = [],
    listed: ListedModel? = nil, _ flags: ConfigurationFlags
  ) throws(ConfigurationError) {
    let all = [file] + documents
    for document in all { try Self.checkPart(document) }
    if case .text(let name)? = file.value.value(at: ["preset"]) {
      try self.init(try Self.preset(named: name), all, listed, flags)
      return
    }
    if flags.model == nil, listed == nil,
      all.allSatisfy({ $0.value.value(at: ["model"]) == nil })
    {
      let models = PolicyKeys.model.keys.map(\.name).joined(separator: ", ")
      throw file.error(
        ConfigurationProblem(
          path: ConfigurationPath(["model"]), problem: "the file names no model",
          hint: "write one table [model.NAME], with NAME one of \(models)"))
    }
    try self.init(.plain, all, listed, flags)
  }

  private init(
    _ preset: Preset, _ documents: [ConfigurationDocument], _ listed: ListedModel?,
    _ flags: ConfigurationFlags
  ) throws(ConfigurationError) {
    self.preset = preset
    self.documents = documents
    self.listed = listed
    presetDocument = try ConfigurationDocument(toml: preset.toml, file: nil)
    let model =
      flags.model ?? listed?.name
      ?? ([presetDocument] + documents).reversed().lazy
      .compactMap { $0.value.value(at: ["model"])?.keys.first }.first
    self.flags = flags.layers + (model.map(flags.modelLayers) ?? [])
  }

  /// The complete configuration, every key checked.
  package func merged() throws(ConfigurationError) -> ConfigurationValue {
    for (flag, value) in flags {
      do throws(ConfigurationProblem) {
        try PolicyKeys.file.check(value, isPart: true)
      } catch {
        throw ConfigurationError(
          source: flag, keyPath: error.path.text, problem: error.problem, hint: error.hint)
      }
    }
    var value = presetDocument.value
    for document in documents { value = value.merging(document.value) }
    if let listed { value = value.replacing("model", with: listed.value) }
    for (_, layer) in flags { value = value.merging(layer) }
    value = value.merging(.nested(["preset"], .text(preset.name)))
    value = PolicyKeys.file.completed(value)
    do throws(ConfigurationProblem) {
      try PolicyKeys.file.check(value, isPart: false)
    } catch {
      throw self.error(error)
    }
    return value
  }

  /// A problem of the merged configuration, in the uppermost source that has its key.
  package func error(_ problem: ConfigurationProblem) -> ConfigurationError {
    let components = problem.path.components.map { $0.prefix { $0 != "[" } }.map(String.init)
    let depth = problem.path.components.firstIndex { $0.contains("[") }.map { $0 + 1 }
    let keys = components.prefix(depth ?? components.count)
    if let (flag, _) = flags.last(where: { $0.value.value(at: keys) != nil }) {
      return ConfigurationError(
        source: flag, keyPath: problem.path.text, problem: problem.problem, hint: problem.hint)
    }
    if let listed, keys.first == "model" { return listed.error(problem) }
    let holder = documents.last { $0.value.value(at: keys) != nil } ?? documents.first
    if let holder { return holder.error(problem) }
    return ConfigurationError(
      source: "preset \(preset.name)", keyPath: problem.path.text, problem: problem.problem,
      hint: problem.hint)
  }

  private static func checkPart(_ document: ConfigurationDocument) throws(ConfigurationError) {
    do throws(ConfigurationProblem) {
      try PolicyKeys.file.check(document.value, isPart: true)
    } catch {
      throw document.error(error)
    }
  }

  private static func preset(named name: String) throws(ConfigurationError) -> Preset {
    guard let preset = Preset.all.first(where: { $0.name == name }) else {
      throw ConfigurationError(
        source: "--policy", problem: "unknown preset \"\(name)\"",
        hint: "name one of \(Preset.names.joined(separator: ", ")), "
          + "or a file as ./\(name) or \(name).toml")
    }
    return preset
  }
}
