internal import RiskMeasures
public import RiskModels

extension RiskModelError {
  /// The error's name in outputs.
  public var reason: String {
    switch self {
    case .insufficientHistory: "insufficient-history"
    case .sampleTooSmall: "sample-too-small"
    case .tooFewExceedances: "too-few-exceedances"
    case .unsupportedHorizon: "unsupported-horizon"
    case .noVariation: "no-variation"
    case .rangeTooWide: "range-too-wide"
    case .didNotConverge: "did-not-converge"
    case .singularCovariance: "singular-covariance"
    }
  }

  /// What happened and what to do, in one sentence.
  public func message(for model: String) -> String {
    switch self {
    case .insufficientHistory(let available, let required):
      "\(model) needs \(required) returns and has \(available); "
        + "give a longer history or choose a lower level"
    case .sampleTooSmall(let size, let required):
      "\(model) holds a sample of \(size) and the level needs \(required); "
        + "give a wider window, more paths or a lower level"
    case .tooFewExceedances(let available, let required):
      "\(model) needs \(required) losses beyond its threshold and has \(available), ties not counted; "
        + "give a lower threshold, a larger tail, a wider window or a longer history"
    case .unsupportedHorizon(let horizon, let rule):
      "\(model) has no road to \(horizon.bars) bars by \(rule.rawValue); "
        + "choose another horizon rule or a shorter horizon"
    case .noVariation(let observations):
      "the returns do not vary over \(observations) observations; check the prices"
    case .rangeTooWide:
      "the prices or returns span a factor above 10⁴⁰; check them for a wrong unit or a misplaced point"
    case .didNotConverge(let fit, let reason):
      "the fit of \(fit) did not converge (\(reason)); choose another model or a longer window"
    case .singularCovariance(let instruments, let observations):
      "the covariance of \(instruments) instruments over \(observations) days is singular; "
        + "leave out duplicates or give a longer history"
    }
  }
}
