public import Forecasting
public import Instruments
public import Margin
internal import MarketData
public import RiskMeasures

extension FinalForecast {
  /// The warnings about this forecast at `level`, long side first, without duplicates.
  public func warnings(at level: ConfidenceLevel) -> [MarginWarning] {
    var warnings = distributionWarnings(at: level).map {
      MarginWarning(code: $0.code, message: $0.message)
    }
    if !volatility.isFinite {
      warnings.append(
        MarginWarning(
          code: "volatility-infinite",
          message: "at these degrees of freedom the return has no finite standard deviation"))
    }
    let risks = risks.filter { $0.level == level }
    for risk in risks where risk.expectedShortfall == .infinity {
      warnings.append(
        MarginWarning(
          code: "expected-shortfall-infinite",
          message: "the \(risk.side.rawValue) side has no finite expected shortfall"))
    }
    let losesAll = { (risk: SideRisk) in risk.side == .long && risk.valueAtRisk >= 1 }
    if reachesTotalLoss || returnConvention != .difference && risks.contains(where: losesAll) {
      warnings.append(
        MarginWarning(
          code: "scenario-beyond-total-loss",
          message: "a scenario loses all of a long position or more; log returns cannot"))
    }
    if keptParameters {
      warnings.append(
        MarginWarning(
          code: "refit-failed",
          message: "the last refit failed and kept the parameters of a fit before"))
    }
    if let reason = risks.compactMap(\.reason).first {
      warnings.append(MarginWarning(code: reason.rawValue, message: reason.explanation))
    } else if let paths = simulatedPaths {
      warnings.append(
        MarginWarning(
          code: "interval-of-simulation",
          message: "the interval is that of \(paths) simulated paths, not of the estimates"))
    } else if sampleSize != nil, risks.contains(where: { $0.lower != nil }) {
      warnings.append(
        MarginWarning(
          code: "interval-assumes-independence",
          message: "the interval is too short where volatility clusters"))
    }
    return warnings
  }
}

extension TailInterval.Reason {
  /// The explanation of the reason, for people.
  public var explanation: String {
    switch self {
    case .sampleTooSmall: "the sample is too small for the upper end of a 95 % interval"
    case .needsResidualBootstrap:
      "the interval of a volatility-weighted sample requires a bootstrap that re-filters the returns"
    case .needsParametricBootstrap:
      "simulated paths have an error by interval = \"parametric-bootstrap\" of the model alone"
    case .estimationBootstrap:
      "the interval comes from a bootstrap that re-estimates the model"
    case .blockBootstrap:
      "the interval is of the unconditional quantile: blocks of returns know no volatility of today"
    case .boundary:
      "an estimate lies on the edge of its domain, where no standard error holds; "
        + "interval = \"parametric-bootstrap\" of a fitted volatility gives one"
    case .informationNotDefinite:
      "the likelihood is not curved downwards at the estimates, so no standard error follows"
    case .modelSpread:
      "the range across models, from the mildest to the worst, is not a confidence interval"
    case .rearranged: "a rearranged expansion has no standard error by the delta method"
    case .unequalWeights: "there is no interval for a sample of age-weighted returns"
    case .fixedDecay: "the decay is given, so no sampling error follows from the likelihood"
    case .overlappingReturns:
      "overlapping returns depend on each other, so the likelihood overstates their information"
    case .noShortfallError: "no error of an expected shortfall is known for this model"
    case .shortfallInfinite: "the expected shortfall is infinite, and has no error"
    case .autocorrelatedReturns:
      "the autocorrelation that the scale over several bars rests on has an error of its own"
    case .notRequested: "errors were not asked for"
    case .singularInformation: "the returns say too little of the parameters to give their error"
    }
  }
}

extension MarginError {
  /// The cause and the remedy, in one sentence.
  public func message(side: Side) -> String {
    switch self {
    case .expectedShortfallInfinite:
      "the \(side.rawValue) side has no finite expected shortfall under this model; "
        + "measure value at risk, or choose normal innovations or simple returns"
    case .measureNotFinite: "the measure of the \(side.rawValue) side is not a finite number"
    case .missingReference(let step, let need):
      "the step \"\(step)\" has no \(need.name) sample to compare with; give a longer history"
    case .referenceNotFinite(let step, let need):
      "the \(need.name) sample of the step \"\(step)\" has no finite measure"
    case .rateTooLarge:
      "the rate of the \(side.rawValue) side is above 10000; check the prices, or write them in a "
        + "larger unit"
    case .stepUndoesHardMinimum(let step): "the step \"\(step)\" can undo the hard minimum"
    }
  }
}
