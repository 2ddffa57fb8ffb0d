public import Margin

/// A configuration with its meaning.
public struct ResolvedPolicy: Sendable {
  /// The configuration it was resolved from.
  public let configuration: CalibrationConfiguration

  /// The policy.
  public var policy: MarginPolicy { configuration.policy }

  /// The model that predicts returns.
  public var model: ModelConfiguration { configuration.model }

  /// The key of all random numbers.
  public var seed: UInt64 { UInt64(configuration.run.seed) }

  /// The observations between two estimations of a model's parameters.
  public var refitEvery: Int { configuration.run.refitEvery }

  /// What the preset is, and is not: "parameters of …, not compliance with …"; nil for `plain`.
  public var statement: String? {
    Preset.all.first { $0.name == configuration.preset }?.statement
  }
}

extension CalibrationConfiguration {
  /// The policy with its meaning.
  public func resolved() -> ResolvedPolicy { ResolvedPolicy(configuration: self) }
}
