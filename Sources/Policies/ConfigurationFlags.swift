internal import Margin
package import Text

/// The command-line flags that change a policy, as typed; nil for flags that were not given.
///
/// Flags override files, and files override presets. Model parameters apply to the models that have
/// them.
public struct ConfigurationFlags: Hashable, Sendable {
  /// `--models`, one of its names.
  public var model: String?
  /// `--convention`.
  public var convention: String?
  /// `--window`.
  public var window: Int?
  /// `--decay`.
  public var decay: Double?
  /// `--innovations`.
  public var innovations: String?
  /// `--start-up`.
  public var startUp: String?
  /// `--measure`.
  public var measure: String?
  /// `--level`.
  public var level: Double?
  /// `--horizon`, in bars.
  public var horizonBars: Int?
  /// `--seed`.
  public var seed: Int?
  /// `--refit-every`.
  public var refitEvery: Int?

  /// No flags.
  public init() {}

  /// One table per flag, in the order in which they override the file.
  package var layers: [(flag: String, value: JSON)] {
    var layers: [(flag: String, value: JSON)] = []
    if let model { layers.append(("--models", .nested(["model", model], .object([:])))) }
    func add(_ flag: String, _ path: [String], _ value: JSON?) {
      if let value { layers.append((flag, .nested(path, value))) }
    }
    add("--measure", ["margin", "measure"], measure.map(JSON.string))
    add("--level", ["margin", "level"], level.map(JSON.double))
    add(
      "--horizon", ["margin", "period-of-risk"],
      horizonBars.map {
        .object(["count": .integer($0), "unit": .string(MarginPeriodOfRisk.Unit.bars.rawValue)])
      })
    add("--seed", ["run", "seed"], seed.map(JSON.integer))
    add("--refit-every", ["run", "refit-every"], refitEvery.map(JSON.integer))
    return layers
  }

  /// The flags for model parameters, one table each, for a model that has the parameter.
  package func modelLayers(for model: String) -> [(flag: String, value: JSON)] {
    let known = PolicyKeys.model.keys.first { $0.name == model }?.rule.keys.map(\.name) ?? []
    let parameters: [(flag: String, key: String, value: JSON?)] = [
      ("--convention", "returns", convention.map(JSON.string)),
      ("--window", "window", window.map(JSON.integer)),
      ("--decay", "decay", decay.map(JSON.double)),
      ("--innovations", "innovations", innovations.map(JSON.string)),
      ("--start-up", "start-up", startUp.map(JSON.string)),
    ]
    return parameters.compactMap { flag, key, value in
      guard let value, known.contains(key) else { return nil }
      return (flag, .nested(["model", model, key], value))
    }
  }
}
