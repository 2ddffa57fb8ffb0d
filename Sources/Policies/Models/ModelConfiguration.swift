public import Forecasting
public import MarketData
public import RiskMeasures
internal import RiskModels
public import Statistics
public import Text

/// A return model with its parameters, as one table of the policy file named after the model.
///
/// Every parameter has a default, documented in the file that `margin init` writes.
public struct ModelConfiguration: Sendable {
  private let specification: ModelSpecification

  /// The parameters, of a type specific to the model, such as ``HistoricalParameters``.
  package let parameters: any ModelParameters

  /// The completed table of parameters.
  let table: JSON

  /// The name in files, flags and output.
  public var name: String { specification.name }

  /// The maximum number of observations that the model uses.
  public var window: Int { parameters.window }

  /// The unit of the model's losses and margins.
  public var unit: LossUnit { parameters.returns.unit }

  /// Decodes a completed table with exactly one model.
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

  /// The models that are compared by default: those that work on almost any history.
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

  /// The model of the configuration, fitted for `levels`, at least one.
  ///
  /// - Throws: `InputError` if the horizon rule is not available for the model.
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

  /// The model for a request, whose path locates its table.
  package func model(for request: ModelRequest) throws(KeyFault) -> ForecastModel {
    let table = request.path.appending(name)
    try checkHorizonRule(over: request.horizon, at: table)
    return try parameters.model(for: request.at(table))
  }

  /// Rejects parameters that contradict each other or the margin; `path` locates the model's table.
  func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    let path = path.appending(name)
    try parameters.check(for: margin, at: path)
    if let fault = parameters.inertKeys.fault(in: table, specification.keys, at: path) {
      throw fault
    }
  }

  private func checkHorizonRule(over horizon: Horizon, at path: DocumentPath) throws(KeyFault) {
    let rules = specification.horizonRules
    guard horizon != .oneBar, !rules.contains(parameters.horizonRule) else { return }
    throw KeyFault(
      path: path.appending("horizon-rule"),
      problem:
        "horizon rule \"\(parameters.horizonRule.rawValue)\" is not available for this model over "
        + "\(horizon.bars) bars",
      remedy: "write " + rules.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
  }
}

extension ModelConfiguration: Hashable {
  /// Whether two configurations have the same model and parameters.
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
