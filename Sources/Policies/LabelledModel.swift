public import Forecasting
internal import FoundationEssentials

/// A model beside others, under a label that tells it from them.
public struct LabelledModel: Sendable {
  /// The model's name, with its parameters where others have the same name; each label is unique.
  public let label: String
  /// The model.
  public let model: Model
  /// What it was made from; nil for a model made in memory.
  public let configuration: ModelConfiguration?

  /// A model under a label, without one under its name.
  public init(_ model: Model, label: String? = nil, configuration: ModelConfiguration? = nil) {
    self.label = label ?? model.name
    self.model = model
    self.configuration = configuration
  }

  /// The configuration in JSON, keys sorted; nil for a model made in memory.
  public var configurationJSON: String? { configuration?.canonicalJSON }
}

extension ModelConfiguration {
  /// The table of the model in JSON: keys sorted, shortest numbers.
  public var canonicalJSON: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(self) else {
      preconditionFailure("A checked configuration holds finite numbers and texts only")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A label for each of the models: its name where it is the only one of it, else the name with
  /// the parameters in which models of that name differ, `garch (innovations student-t)`.
  package static func labels(of models: [ModelConfiguration]) -> [String] {
    let tables = models.map(\.parameterTexts)
    let labels = models.indices.map { place in
      let namesakes = models.indices.filter { models[$0].name == models[place].name }
      let differing = tables[place].filter { key, text in
        namesakes.contains { tables[$0][key] != text }
      }
      guard !differing.isEmpty else { return models[place].name }
      let texts = differing.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      return "\(models[place].name) (\(texts.joined(separator: ", ")))"
    }
    // Models that differ in a list or in the absence of a key are told apart by their order.
    return labels.indices.map { place in
      let equals = labels.indices.filter { labels[$0] == labels[place] }
      let order = (equals.firstIndex(of: place) ?? 0) + 1
      return equals.count == 1 ? labels[place] : "\(labels[place]) #\(order)"
    }
  }

  /// The parameters that are no lists, as words.
  private var parameterTexts: [String: String] {
    guard
      let value = try? JSONDecoder().decode(
        ConfigurationValue.self, from: Data(canonicalJSON.utf8)),
      case .table(let table)? = value.value(at: [name])
    else { return [:] }
    return table.compactMapValues { value in
      switch value {
      case .text(let text): text
      case .integer, .number, .flag: value.inlineText
      case .table, .list: nil
      }
    }
  }
}
