public import Forecasting
public import RiskMeasures
public import Statistics

/// A return model and its parameters as the policy file writes them: one table named for the model.
///
/// Every parameter has a default, documented in the file that `margin init` writes.
public struct ModelConfiguration: Sendable {
  /// The models that can be configured, in the order of the documentation.
  static let models: [any ConfigurableModel.Type] = [
    HistoricalParameters.self,
    AgeWeightedParameters.self,
    VolatilityWeightedParameters.self,
    FilteredHistoricalParameters.self,
    NormalParameters.self,
    StudentTParameters.self,
    CornishFisherParameters.self,
    EWMAParameters.self,
    RiskMetrics2006Parameters.self,
    ConditionalVolatilityParameters<AsymmetricEWMAFamily>.self,
    ConditionalVolatilityParameters<GARCHFamily>.self,
    ConditionalVolatilityParameters<GJRFamily>.self,
    ConditionalVolatilityParameters<EGARCHFamily>.self,
    ConditionalVolatilityParameters<APARCHFamily>.self,
    ConditionalVolatilityParameters<ScoreDrivenFamily>.self,
    ExtremeValueParameters.self,
    CAViaRParameters.self,
    MonteCarloParameters.self,
    CombinationParameters.self,
  ]

  private let model: any ConfigurableModel

  /// The parameters: a type of its own for each model, such as ``HistoricalParameters``.
  public var parameters: any ModelParameters { model }

  /// The name in files, flags and output.
  public var name: String { type(of: model).name }

  /// The most observations the model uses.
  public var window: Int { model.window }

  /// The names of all models, in the order of the documentation.
  public static var names: [String] { models.map { $0.name } }

  /// The models that are compared where none are named: those that answer on almost any history.
  public static let comparedNames = [
    HistoricalParameters.name, VolatilityWeightedParameters.name, NormalParameters.name,
    StudentTParameters.name, EWMAParameters.name, MonteCarloParameters.name,
  ]

  /// The names of the models that have a parameter, such as `decay`.
  public static func names(taking parameter: String) -> [String] {
    models.filter { $0.keys.contains { $0.name == parameter } }.map { $0.name }
  }

  /// The model that the configuration describes, able to answer at `levels`, at least one.
  ///
  /// - Throws: ``ConfigurationError`` where the horizon rule leads this model nowhere.
  public func model(
    quantileConvention: QuantileConvention, seed: UInt64, over horizon: Horizon,
    at levels: [ConfidenceLevel]
  ) throws(ConfigurationError) -> Model {
    try model(
      for: ModelRequest(
        quantileConvention: quantileConvention, seed: seed, horizon: horizon, levels: levels,
        path: ConfigurationPath(["model"])))
  }

  /// The model; the request's path holds its table.
  func model(for request: ModelRequest) throws(ConfigurationError) -> Model {
    let table = request.path.appending(name)
    try checkHorizonRule(over: request.horizon, at: table)
    return try model.model(for: request.at(table))
  }

  /// Refuses parameters that contradict each other or the margin; `path` holds the model's table.
  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    try model.check(for: margin, at: path.appending(name))
  }

  private func checkHorizonRule(
    over horizon: Horizon, at path: ConfigurationPath
  ) throws(ConfigurationError) {
    let possibleRules = type(of: model).possibleHorizonRules
    guard horizon != .oneBar, !possibleRules.contains(model.horizonRule) else { return }
    let possible = possibleRules.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
    throw ConfigurationError(
      keyPath: path.appending("horizon-rule").text,
      problem: "\(model.horizonRule.rawValue) is no road of this model to \(horizon.bars) bars",
      hint: "write \(possible)")
  }
}

extension ModelConfiguration: Hashable {
  /// Whether both are the same model with the same parameters.
  public static func == (a: ModelConfiguration, b: ModelConfiguration) -> Bool {
    a.model.isEqual(to: b.model)
  }

  /// Hashes the model and its parameters.
  public func hash(into hasher: inout Hasher) { model.hash(into: &hasher) }
}

extension ConfigurableModel {
  fileprivate func isEqual(to other: any ConfigurableModel) -> Bool { self == other as? Self }
}

extension ModelConfiguration: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }

  /// Decodes a table with exactly one model.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard container.allKeys.count == 1, let key = container.allKeys.first,
      let type = Self.models.first(where: { $0.name == key.stringValue })
    else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: container.codingPath, debugDescription: "not exactly one model"))
    }
    model = try container.decode(type, forKey: key)
  }

  /// Encodes a table with one model.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try model.encode(to: container.superEncoder(forKey: Key(stringValue: name)))
  }
}
