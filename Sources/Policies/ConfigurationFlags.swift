internal import Margin

/// The flags that change a policy, as they were typed; nil where a flag was not given.
///
/// A flag wins over a file, a file over a preset. Parameters of a model apply where the model has them.
public struct ConfigurationFlags: Hashable, Sendable {
  /// `--models`: one of its names.
  public var model: String?
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

  /// No flag given.
  public init() {}

  /// One table a flag, in the order they are laid over the file.
  package var layers: [(flag: String, value: ConfigurationValue)] {
    var layers: [(flag: String, value: ConfigurationValue)] = []
    if let model { layers.append(("--models", .nested(["model", model], .table([:])))) }
    func add(_ flag: String, _ path: [String], _ value: ConfigurationValue?) {
      if let value { layers.append((flag, .nested(path, value))) }
    }
    add("--measure", ["margin", "measure"], measure.map(ConfigurationValue.text))
    add("--level", ["margin", "level"], level.map(ConfigurationValue.number))
    add(
      "--horizon", ["margin", "period-of-risk"],
      horizonBars.map {
        .table(["count": .integer($0), "unit": .text(MarginPeriodOfRisk.Unit.bars.rawValue)])
      })
    add("--seed", ["run", "seed"], seed.map(ConfigurationValue.integer))
    add("--refit-every", ["run", "refit-every"], refitEvery.map(ConfigurationValue.integer))
    return layers
  }

  /// The flags for parameters of a model, one table each, for a model that has the parameter.
  package func modelLayers(for model: String) -> [(flag: String, value: ConfigurationValue)] {
    let known = PolicyKeys.model.keys.first { $0.name == model }?.rule.keys.map(\.name) ?? []
    let parameters: [(flag: String, key: String, value: ConfigurationValue?)] = [
      ("--window", "window", window.map(ConfigurationValue.integer)),
      ("--decay", "decay", decay.map(ConfigurationValue.number)),
      ("--innovations", "innovations", innovations.map(ConfigurationValue.text)),
      ("--start-up", "start-up", startUp.map(ConfigurationValue.text)),
    ]
    return parameters.compactMap { flag, key, value in
      guard let value, known.contains(key) else { return nil }
      return (flag, .nested(["model", model, key], value))
    }
  }
}
