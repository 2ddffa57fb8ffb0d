public import Instruments
public import MarketData
public import RiskMeasures
public import RiskModels

/// A model's forecast after all returns, with what was estimated and how sure it is.
public struct FinalForecast: Hashable, Sendable, Codable {
  /// What was estimated.
  public let parameters: FittedParameters
  /// The standard deviation of the horizon's return, in the model's own convention.
  public let volatility: Double
  /// The number of sample returns, or nil for a model without a sample.
  public let sampleSize: Int?
  /// The number of simulated paths, or nil for a model that simulates nothing.
  public let simulatedPaths: Int?
  /// Whether a scenario of the sample or of the simulation is a return of −100 % or below.
  public let reachesTotalLoss: Bool
  /// The convention of the returns that the model observes.
  public let returnConvention: ReturnConvention
  private let tails: [Tail]

  private struct Tail: Hashable, Sendable, Codable {
    let level: ConfidenceLevel
    let warnings: [DistributionWarning]
    let expectedExceedanceRate: Double?
  }
  /// Whether the last refit failed, so that the parameters are those of one before.
  public var keptParameters: Bool { parameters.status == .keptPrevious }
  /// In the order of the levels asked for, the long side before the short.
  public let risks: [SideRisk]

  /// The risk of one side at one level, nil for a level that was not asked for.
  public func risk(_ side: Side, at level: ConfidenceLevel) -> SideRisk? {
    risks.first { $0.side == side && $0.level == level }
  }

  /// What the distribution itself says of its tail; none for a level that was not asked for.
  public func distributionWarnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    tails.first { $0.level == level }?.warnings ?? []
  }

  /// The probability that the next loss exceeds the quantile, the larger of the sides; nil for a
  /// model without a sample and for a level that was not asked for.
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
    // A fitted law has no scenarios: a simple normal reaches −100 % however small its volatility.
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

/// VaR and ES of one side at one level.
public struct SideRisk: Hashable, Sendable, Codable {
  /// The side of the position.
  public let side: Side
  /// The confidence level.
  public let level: ConfidenceLevel
  /// The quantile of the loss, a fraction of notional.
  public let valueAtRisk: Double
  /// Infinite where it diverges.
  public let expectedShortfall: Double
  /// The standard error of the value at risk.
  public let standardError: Double?
  /// The 95 % interval of the value at risk.
  public let lower: Double?
  /// The end of the 95 % interval that is the larger loss.
  public let upper: Double?
  /// Why an error or an end of the interval is missing.
  public let reason: TailInterval.Reason?
  /// How sure the expected shortfall is; nil where it was not asked for.
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
    let interval = prediction.tailInterval(for: side, at: level)
    standardError =
      detail == .standardErrors ? prediction.tailStandardError(for: side, at: level) : nil
    lower = interval.inner.map { contract.loss(ofSimpleReturn: $0, for: side) }
    upper = interval.outer.map { contract.loss(ofSimpleReturn: $0, for: side) }
    reason = interval.reason
    shortfall =
      detail == .intervals
      ? nil : prediction.shortfallUncertainty(of: contract, for: side, at: level)
  }
}

/// How much is computed of a last forecast.
public enum ForecastDetail: Hashable, Sendable {
  /// Measures and the intervals of values at risk.
  case intervals
  /// The intervals of expected shortfalls too.
  case shortfalls
  /// Standard errors and the intervals of expected shortfalls too, which cost more than all the rest.
  case standardErrors
}
