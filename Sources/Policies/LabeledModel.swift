public import Forecasting
internal import Text

/// A model with a label that distinguishes it from other models.
public struct LabeledModel: Sendable {
  /// The model's name, followed by parameters if other models have the same name; each label is
  /// unique.
  public let label: String
  /// The model.
  public let model: ForecastModel
  /// The configuration of the model; nil for a model created in memory.
  public let configuration: ModelConfiguration?

  /// A model under a label that defaults to its name.
  public init(
    _ model: ForecastModel, label: String? = nil, configuration: ModelConfiguration? = nil
  ) {
    self.label = label ?? model.name
    self.model = model
    self.configuration = configuration
  }

  /// The configuration as JSON with sorted keys; nil for a model created in memory.
  public var configurationJSON: String? { configuration?.canonicalJSON }
}

extension ModelConfiguration {
  /// The model's table as JSON with sorted keys and shortest numbers.
  public var canonicalJSON: String { JSON.nested([name], table).plain.rendered }

  /// A label for each model: its name if it is unique, else the name with the parameters in which
  /// the models of that name differ, such as `garch (innovations student-t)`.
  package static func labels(of models: [ModelConfiguration]) -> [String] {
    let tables = models.map(\.parameterTexts)
    let labels = models.indices.map { index in
      let namesakes = models.indices.filter { models[$0].name == models[index].name }
      let differing = tables[index].filter { key, text in
        namesakes.contains { tables[$0][key] != text }
      }
      guard !differing.isEmpty else { return models[index].name }
      let texts = differing.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      return "\(models[index].name) (\(texts.joined(separator: ", ")))"
    }
    // Models that differ in a list or in the absence of a key are distinguished by their order.
    return labels.indices.map { index in
      let equals = labels.indices.filter { labels[$0] == labels[index] }
      let order = (equals.firstIndex(of: index) ?? 0) + 1
      return equals.count == 1 ? labels[index] : "\(labels[index]) #\(order)"
    }
  }

  /// The scalar parameters as words.
  private var parameterTexts: [String: String] {
    Dictionary(
      uniqueKeysWithValues: (table.members ?? []).compactMap { member in
        let value = member.value
        guard value.object == nil, value.elements == nil else { return nil }
        return (member.name, value.string ?? value.inlineTOML)
      })
  }
}
