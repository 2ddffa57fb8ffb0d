public import MarketData
public import RiskModels

/// A model of one instrument or of a whole universe.
public enum ForecastModel: Sendable {
  case single(any ReturnModel)
  case joint(any JointReturnModel)

  /// The model of one instrument: the model itself, or the joint model of that instrument alone.
  ///
  /// Margins, estimates and backtests use it; a joint simulation serves books.
  public var instrumentModel: any ReturnModel {
    switch self {
    case .single(let model): model
    case .joint(let model): Self.standalone(model)
    }
  }

  private static func standalone(_ model: some JointReturnModel) -> any ReturnModel {
    StandaloneModel(model)
  }

  /// The name on the command line and in files.
  public var name: String {
    switch self {
    case .single(let model): model.name
    case .joint(let model): model.name
    }
  }

  /// The name of the innovation distribution in output; nil for a model without one.
  public var innovationsName: String? {
    switch self {
    case .single(let model): model.innovationsName
    case .joint(let model): model.innovationsName
    }
  }

  /// The return convention of the observed returns.
  public var returnConvention: ReturnConvention {
    switch self {
    case .single(let model): model.returnConvention
    case .joint(let model): model.returnConvention
    }
  }

  /// The rule that scales one bar to the horizon.
  public var horizonRule: HorizonRule {
    switch self {
    case .single(let model): model.horizonRule
    case .joint(let model): model.horizonRule
    }
  }
}
