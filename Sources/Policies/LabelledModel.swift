public import Forecasting
internal import Text

/// A model beside others, under a label that tells it from them.
public struct LabelledModel: Sendable {
  /// The model's name, with its parameters where others have the same name; each label is unique.
  public let label: String
  /// The model.
  public let model: ForecastModel
  /// What it was made from; nil for a model made in memory.
  public let configuration: ModelConfiguration?

  /// A model under a label, without one under its name.
  public init(
    _ model: ForecastModel, label: String? = nil, configuration: ModelConfiguration? = nil
  ) {
    self.label = label ?? model.name
    self.model = model
    self.configuration = configuration
  }

  /// The configuration in JSON, keys sorted; nil for a model made in memory.
  public var configurationJSON: String? { configuration?.canonicalJSON }
}

extension ModelConfiguration {
  /// The table of the model in JSON: keys sorted, shortest numbers.
  public var canonicalJSON: String { JSON.nested([name], table).plain.rendered }

  /// A label for each of the models: its name where it is the only one of it, else the name with
  /// the parameters in which models of that name differ, `garch (innovations student-t)`.
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
    // Models that differ in a list or in the absence of a key are told apart by their order.
    return labels.indices.map { index in
      let equals = labels.indices.filter { labels[$0] == labels[index] }
      let order = (equals.firstIndex(of: index) ?? 0) + 1
      return equals.count == 1 ? labels[index] : "\(labels[index]) #\(order)"
    }
  }

  /// The parameters that are no lists, as words.
  private var parameterTexts: [String: String] {
    Dictionary(
      uniqueKeysWithValues: (table.members ?? []).compactMap { member in
        let value = member.value
        guard value.object == nil, value.elements == nil else { return nil }
        return (member.name, value.string ?? value.inlineTOML)
      })
  }
}
