internal import Margin

/// One step of a policy as the file writes it: one table named for the step.
///
/// Every step is a file of its own in this folder: its keys with their ranges, defaults and comments, and the
/// `Margin` step that they make.
public struct StepConfiguration: Sendable {
  /// The steps that can be configured, in their usual order.
  static let steps: [any ConfigurableStep.Type] = [
    StressWeightParameters.self, StressFloorParameters.self, BufferParameters.self,
    FloorParameters.self, SurchargeParameters.self, DampingParameters.self,
    HysteresisParameters.self, RecalibrationParameters.self, SpeedLimitParameters.self,
    JumpParameters.self, SpreadParameters.self, FeeParameters.self, ImpactParameters.self,
    ConcentrationParameters.self, WrongWayParameters.self, EventParameters.self,
    CapParameters.self, OverrideParameters.self,
  ]

  /// The names of all steps, in their usual order.
  package static var names: [String] { steps.map { $0.name } }

  let parameters: any ConfigurableStep

  init(_ parameters: any ConfigurableStep) { self.parameters = parameters }

  /// The name of the step in files.
  public var name: String { type(of: parameters).name }

  /// The option of Article 28(1) of Regulation (EU) 153/2013 that the step is, or nil.
  var article28Option: Article28Option? { parameters.article28Option }
}

/// All that the configuration knows of one step, in the one file of the step.
protocol ConfigurableStep: Hashable, Sendable, Codable {
  /// The name of the step in files.
  static var name: String { get }

  /// What the step does, in a few words for a comment.
  static var summary: String { get }

  /// The keys of the table, with their ranges, defaults and comments.
  static var keys: [KeyRule.Key] { get }

  /// Tables of keys that show a commented file how the step is written.
  static var examples: [ConfigurationValue] { get }

  /// The option of Article 28(1) of Regulation (EU) 153/2013 that the step is, or nil.
  var article28Option: Article28Option? { get }

  /// Refuses what the keys of the table at `path` say against each other.
  func check(at path: ConfigurationPath) throws(ConfigurationProblem)

  /// The step; called once ``check(at:)`` refused nothing.
  func step() -> any MarginStep
}

extension ConfigurableStep {
  /// The defaults.
  static var examples: [ConfigurationValue] { [.table([:])] }

  /// None.
  var article28Option: Article28Option? { nil }

  /// Refuses nothing: the ranges of the keys say it all.
  func check(at path: ConfigurationPath) throws(ConfigurationProblem) {}
}

extension PolicyKeys {
  package static let step = KeyRule.oneOf(
    StepConfiguration.steps.map { .init($0.name, .table($0.keys), $0.summary) }, noun: "step")
}

extension StepConfiguration: Hashable {
  /// Whether both are the same step with the same parameters.
  public static func == (a: StepConfiguration, b: StepConfiguration) -> Bool {
    a.parameters.isEqual(to: b.parameters)
  }

  /// Hashes the step and its parameters.
  public func hash(into hasher: inout Hasher) { parameters.hash(into: &hasher) }
}

extension ConfigurableStep {
  fileprivate func isEqual(to other: any ConfigurableStep) -> Bool { self == other as? Self }
}

extension StepConfiguration: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }

  /// Decodes a table with exactly one step.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard container.allKeys.count == 1, let key = container.allKeys.first,
      let type = Self.steps.first(where: { $0.name == key.stringValue })
    else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: container.codingPath, debugDescription: "not exactly one step"))
    }
    parameters = try container.decode(type, forKey: key)
  }

  /// Encodes a table with one step.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try parameters.encode(to: container.superEncoder(forKey: Key(stringValue: name)))
  }
}

/// One of the three options of Article 28(1) of Regulation (EU) 153/2013.
public enum Article28Option: String, Hashable, Sendable, Codable, CaseIterable {
  /// (a): a buffer of at least 25 %.
  case buffer
  /// (b): a weight of at least 25 % on stressed observations.
  case stressWeight = "stress-weight"
  /// (c): not below the margin of a ten-year lookback.
  case floor
}

extension Article28Option {
  /// The step of the option, with the figures of the Article and the defaults of this package.
  var defaultStep: StepConfiguration {
    switch self {
    case .buffer:
      StepConfiguration(
        BufferParameters(share: 0.25, trigger: 0.1, replenishmentDays: 60, highWindow: 20))
    case .stressWeight:
      StepConfiguration(
        StressWeightParameters(
          weight: 0.25, blend: .notBelowCurrent, period: "worst", length: 250, long: nil,
          short: nil))
    case .floor:
      StepConfiguration(FloorParameters(rate: nil, lookbackYears: 10, kind: .plain))
    }
  }
}
