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

  /// The scope of the preset, such as "parameters of …, not compliance with …"; nil for `plain`.
  public var statement: String? {
    Preset.all.first { $0.name == configuration.preset }?.statement
  }
}

extension CalibrationConfiguration {
  /// Resolves the configuration.
  public func resolved() -> ResolvedPolicy { ResolvedPolicy(configuration: self) }
}
