public import RiskModels

/// A model of either kind: one instrument at a time, or a whole universe.
public enum Model: Sendable {
  case single(any ReturnModel)
  case joint(any JointReturnModel)

  /// The name on the command line and in files.
  public var name: String {
    switch self {
    case .single(let model): model.name
    case .joint(let model): model.name
    }
  }

  /// The road from one bar to the horizon.
  public var horizonRule: HorizonRule {
    switch self {
    case .single(let model): model.horizonRule
    case .joint(let model): model.horizonRule
    }
  }
}
