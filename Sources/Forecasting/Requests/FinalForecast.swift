public import Instruments
public import MarketData
public import RiskMeasures
public import RiskModels

/// The forecast of a model after all returns, with estimated parameters and confidence intervals.
public struct FinalForecast: Hashable, Sendable, Codable {
  /// The estimated parameters.
  public let parameters: FittedParameters
  /// The standard deviation of the return over the horizon, in the model's return convention.
  public let volatility: Double
  /// The number of sample returns; nil for a model without a sample.
  public let sampleSize: Int?
  /// The number of simulated paths; nil for a model without simulation.
  public let simulatedPaths: Int?
  /// Whether a sample or simulated scenario has a return of −100 % or below.
  public let reachesTotalLoss: Bool
  /// The return convention of the model's observations.
  public let returnConvention: ReturnConvention
  private let tails: [Tail]

  private struct Tail: Hashable, Sendable, Codable {
    let level: ConfidenceLevel
    let warnings: [DistributionWarning]
    let expectedExceedanceRate: Double?
  }
  /// Whether the last refit failed, so that earlier parameters are in use.
  public var keptParameters: Bool { parameters.status == .keptPrevious }
  /// The risks in the order of the requested levels, the long side before the short.
  public let risks: [SideRisk]

  /// The risk of one side at one level; nil for a level that was not requested.
  public func risk(_ side: Side, at level: ConfidenceLevel) -> SideRisk? {
    risks.first { $0.side == side && $0.level == level }
  }

  /// The warnings about the distribution's tail; none for a level that was not requested.
  public func distributionWarnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    tails.first { $0.level == level }?.warnings ?? []
  }

  /// The probability that the next loss exceeds the quantile, the larger of both sides.
  ///
  /// Nil for a model without a sample and for a level that was not requested.
  public func expectedExceedanceRate(at level: ConfidenceLevel) -> Double? {
    tails.first { $0.level == level }?.expectedExceedanceRate
  }

  package init(
    _ prediction: some PredictedReturns, parameters: FittedParameters, failedRefits: Int,
    convention: ReturnConvention, levels: [ConfidenceLevel], contract: Contract,
    detail: ForecastDetail
  ) {
    var parameters = parameters
    if failedRefits > 0 { parameters.status = .keptPrevious }
    self.parameters = parameters
    returnConvention = convention
    volatility = prediction.volatility
    sampleSize = prediction.sampleSize
    simulatedPaths = prediction.simulatedPaths
    // A fitted distribution has no scenarios: a normal simple return can reach −100 % at any
    // volatility.
    reachesTotalLoss =
      (sampleSize != nil || simulatedPaths != nil) && prediction.reachesTotalLoss
    tails = levels.map { level in
      Tail(
        level: level, warnings: prediction.warnings(at: level),
        expectedExceedanceRate: prediction.expectedExceedanceRate(at: level))
    }
    risks = levels.flatMap { level in
      Side.allCases.map {
        SideRisk(prediction, contract: contract, side: $0, level: level, detail: detail)
      }
    }
  }
}

/// Value at risk and expected shortfall of one side at one level.
public struct SideRisk: Hashable, Sendable, Codable {
  /// The side of the position.
  public let side: Side
  /// The confidence level.
  public let level: ConfidenceLevel
  /// The value at risk, a fraction of notional, or in price units under `difference`.
  public let valueAtRisk: Double
  /// The expected shortfall, in the same unit; infinite if it diverges.
  public let expectedShortfall: Double
  /// The standard error of the value at risk.
  public let standardError: Double?
  /// The lower end of the 95 % interval of the value at risk.
  public let lower: Double?
  /// The upper end of the 95 % interval of the value at risk.
  public let upper: Double?
  /// The reason why the standard error or an end of the interval is missing.
  public let reason: TailInterval.Reason?
  /// The uncertainty of the expected shortfall; nil if it was not requested.
  public let shortfall: ShortfallUncertainty?

  package init(
    _ prediction: some PredictedReturns, contract: Contract, side: Side, level: ConfidenceLevel,
    detail: ForecastDetail
  ) {
    let losses = SidedLosses(prediction, contract: contract, side: side)
    self.side = side
    self.level = level
    valueAtRisk = losses.valueAtRisk(at: level)
    expectedShortfall = losses.expectedShortfall(at: level)
    let interval =
      detail == .measures
      ? TailInterval(unavailable: .notRequested) : prediction.tailInterval(for: side, at: level)
    standardError =
      detail == .standardErrors ? prediction.tailStandardError(for: side, at: level) : nil
    lower = interval.inner.map { contract.loss(ofSimpleReturn: $0, for: side) }
    upper = interval.outer.map { contract.loss(ofSimpleReturn: $0, for: side) }
    reason = interval.reason
    shortfall =
      switch detail {
      case .measures, .intervals: nil
      case .shortfalls, .standardErrors:
        prediction.shortfallUncertainty(of: contract, for: side, at: level)
      }
  }
}

/// The level of detail of the last forecast.
public enum ForecastDetail: Hashable, Sendable {
  /// Risk measures alone.
  case measures
  /// Risk measures, and intervals of the value at risk.
  case intervals
  /// Additionally, intervals of the expected shortfall.
  case shortfalls
  /// Additionally, standard errors, which take most of the computing time.
  case standardErrors
}
