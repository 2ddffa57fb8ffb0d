public import Forecasting
public import RiskMeasures
internal import RiskModels
public import Statistics
public import Text

/// A return model and its parameters as the policy file writes them: one table named for the model.
///
/// Every parameter has a default, documented in the file that `margin init` writes.
public struct ModelConfiguration: Sendable {
  private let specification: ModelSpecification

  /// The parameters: a type of its own for each model, such as ``HistoricalParameters``.
  package let parameters: any ModelParameters

  /// The completed table of the parameters.
  let table: JSON

  /// The name in files, flags and output.
  public var name: String { specification.name }

  /// The most observations the model uses.
  public var window: Int { parameters.window }

  /// A completed table with exactly one model.
  init(_ value: JSON) throws(JSONMismatch) {
    guard let member = value.members?.first, value.keys.count == 1,
      let specification = ModelSpecification.all.first(where: { $0.name == member.name })
    else {
      throw JSONMismatch(
        path: DocumentPath(), position: value.position, kind: .invalid("not exactly one model"))
    }
    self.specification = specification
    parameters = try specification.decode(member.value)
    table = member.value
  }

  /// The names of all models, in the order of the documentation.
  public static var names: [String] { ModelSpecification.all.map(\.name) }

  /// The models that are compared where none are named: those that answer on almost any history.
  public static let comparedNames = [
    ModelSpecification.historical, .volatilityWeighted, .normal, .studentT, .ewma, .monteCarlo,
  ].map(\.name)

  /// The names of the models that have a parameter, such as `decay`.
  public static func names(taking parameter: String) -> [String] {
    ModelSpecification.all.filter { $0.keys.contains { $0.name == parameter } }.map(\.name)
  }

  /// The names that a parameter such as `innovations` can have, in any of the models.
  public static func values(of parameter: String) -> [String] {
    ModelSpecification.all.flatMap(\.keys).reduce(into: []) { values, key in
      guard key.name == parameter, case .choice(let names) = key.rule else { return }
      values += names.filter { !values.contains($0) }
    }
  }

  /// The model that the configuration describes, able to answer at `levels`, at least one.
  ///
  /// - Throws: `InputError` where the horizon rule leads this model nowhere.
  public func model(
    quantileConvention: QuantileConvention, seed: UInt64, over horizon: Horizon,
    at levels: [ConfidenceLevel]
  ) throws(InputError) -> ForecastModel {
    do throws(KeyFault) {
      return try model(
        for: ModelRequest(
          quantileConvention: quantileConvention, seed: seed, horizon: horizon, levels: levels))
    } catch {
      throw error.error()
    }
  }

  /// The model; the request's path holds its table.
  package func model(for request: ModelRequest) throws(KeyFault) -> ForecastModel {
    let table = request.path.appending(name)
    try checkHorizonRule(over: request.horizon, at: table)
    return try parameters.model(for: request.at(table))
  }

  /// Refuses parameters that contradict each other or the margin; `path` holds the model's table.
  func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    try parameters.check(for: margin, at: path.appending(name))
  }

  private func checkHorizonRule(over horizon: Horizon, at path: DocumentPath) throws(KeyFault) {
    let rules = specification.horizonRules
    guard horizon != .oneBar, !rules.contains(parameters.horizonRule) else { return }
    throw KeyFault(
      path: path.appending("horizon-rule"),
      problem: "\(parameters.horizonRule.rawValue) is no road of this model to "
        + "\(horizon.bars) bars",
      remedy: "write " + rules.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
  }
}

extension ModelConfiguration: Hashable {
  /// Whether both are the same model with the same parameters.
  public static func == (a: ModelConfiguration, b: ModelConfiguration) -> Bool {
    a.name == b.name && a.table == b.table
  }

  /// Hashes the model and its parameters.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(table)
  }
}

extension ModelConfiguration: Decodable {
  /// Decodes a completed table with exactly one model.
  public init(from decoder: any Decoder) throws {
    try self.init(JSON(from: decoder))
  }
}
