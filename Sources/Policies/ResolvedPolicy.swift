public import Margin

/// A configuration with the policy and the model it defines.
public struct ResolvedPolicy: Sendable {
  /// The configuration it was resolved from.
  public let configuration: CalibrationConfiguration

  /// The policy.
  public var policy: MarginPolicy { configuration.policy }

  /// The model that predicts returns.
  public var model: ModelConfiguration { configuration.model }

  /// The random seed.
  public var seed: UInt64 { UInt64(configuration.run.seed) }

  /// The number of observations between two estimations of a model's parameters.
  public var refitEvery: Int { configuration.run.refitEvery }

  /// The preset that the policy is derived from.
  private var preset: Preset? { Preset.all.first { $0.name == configuration.preset } }

  /// The scope of the preset, such as "parameters of …, not compliance with …", with the regulated
  /// parameters that the policy undercuts; nil for `plain`.
  public var statement: String? {
    let changes = configuration.presetChanges
    guard let statement = preset?.statement, !changes.isEmpty else { return preset?.statement }
    return statement + "; changed from the preset: "
      + changes.map(\.text).joined(separator: ", ")
  }

  /// The least history that the rule book of the preset asks for; nil if it states none.
  public var minimumHistory: MinimumHistory? { preset?.minimumHistory }
}

extension CalibrationConfiguration {
  /// Resolves the configuration.
  public func resolved() -> ResolvedPolicy { ResolvedPolicy(configuration: self) }
}
