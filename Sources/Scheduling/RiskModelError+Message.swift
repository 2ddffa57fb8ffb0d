internal import Instruments
internal import RiskMeasures
public import RiskModels

extension RiskModelError {
  /// The stable identifier of the error, for programs.
  public var reason: String {
    switch self {
    case .insufficientHistory: "insufficient-history"
    case .sampleTooSmall: "sample-too-small"
    case .weightsTooConcentrated: "weights-too-concentrated"
    case .outsideCornishFisherDomain: "outside-cornish-fisher-domain"
    case .tooFewExceedances: "too-few-exceedances"
    case .unsupportedHorizon: "unsupported-horizon"
    case .noVariation, .pricesStandStill: "no-variation"
    case .rangeTooWide: "range-too-wide"
    case .needsPrices: "needs-prices"
    case .needsLinearContract: "needs-linear-contract"
    case .didNotConverge: "did-not-converge"
    case .explosiveFilter: "explosive-filter"
    case .levelNotFitted: "level-not-fitted"
    case .quantileNotPositive: "quantile-not-positive"
    case .singularCovariance: "singular-covariance"
    }
  }

  /// The cause and the remedy, in one sentence.
  public func message(for model: String) -> String {
    switch self {
    case .insufficientHistory(let available, let required):
      "\(model) needs \(required) returns and has \(available); "
        + "give a longer history or choose a lower level"
    case .sampleTooSmall(let size, let required):
      "\(model) holds a sample of \(size) and the level needs \(required); "
        + "give a wider window, more paths or a lower level"
    case .weightsTooConcentrated(let decay, let required):
      "\(model) of decay \(decay) gives the next return more weight than the level leaves; "
        + "write a decay above \(required) or choose a lower level"
    case .outsideCornishFisherDomain(let skewness, let kurtosis):
      "no rising Cornish–Fisher expansion goes with a skewness of \(Self.rounded(skewness)) and an "
        + "excess kurtosis of \(Self.rounded(kurtosis)); write outside-domain = \"rearrange\", "
        + "or choose another model"
    case .tooFewExceedances(let available, let required):
      "\(model) needs \(required) losses beyond its threshold and has \(available), ties not counted; "
        + "give a lower threshold, a larger tail, a wider window or a longer history"
    case .unsupportedHorizon(let horizon, let rule):
      "horizon rule \"\(rule.rawValue)\" is not available for \(model) over \(horizon.bars) bars; "
        + "choose another horizon rule or a shorter horizon"
    case .noVariation(let observations):
      "the returns do not vary over \(observations) observations; check the prices"
    case .pricesStandStill(let zeros, let observations):
      "prices stand still: \(zeros) of the last \(observations) returns are zero, more than two in "
        + "three; check the prices, or exclude repeated ones (--on frozen-prices=exclude-return)"
    case .rangeTooWide:
      "the prices or returns span a factor above 10⁴⁰; check them for a wrong unit or a misplaced point"
    case .needsPrices:
      "\(model) takes differences of prices, and the input is returns; give prices, or choose the "
        + "convention simple or log"
    case .needsLinearContract:
      "\(model) takes differences of prices, which do not determine the loss of an inverse contract; "
        + "choose the convention log"
    case .didNotConverge(let fit, let reason):
      "the fit of \(fit) did not converge (\(reason)); choose another model or a longer window"
    case .explosiveFilter:
      "the volatility forecast of \(model) is not finite or beyond ten times the largest move of its "
        + "window, so the fit cannot be used; choose a longer window or another model"
    case .levelNotFitted(let level):
      "\(model) was not fitted to \(level.probability); ask for that level when the model is made"
    case .quantileNotPositive(let side, let level):
      "the \(side.rawValue) side has no positive loss at \(level.probability); "
        + "choose another model, a higher level or a longer window"
    case .singularCovariance(let instruments, let observations):
      "the covariance of \(instruments) instruments over \(observations) days is singular; "
        + "leave out duplicates or give a longer history"
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
