public import MarketData
public import RiskMeasures

/// What was forecast: the model's quantile, or a rate of the published schedule.
public enum BacktestedRate: String, Hashable, Sendable, Codable, CaseIterable {
  case model, initial, maintenance

  /// Models are tested two-sided; a margin fails by covering too little alone.
  public var alternative: Alternative { self == .model ? .twoSided : .greater }
}

/// A loss above its forecast, with the date that the forecast was made or took effect.
public struct DatedExceedance: Hashable, Sendable {
  /// The date from which the loss ran.
  public let date: Timestamp?
  public let exceedance: Exceedance
}

/// One series of forecasts held against what happened.
public struct BacktestResult: Sendable {
  public let instrument: InstrumentID
  public let model: String
  public let rate: BacktestedRate
  public let side: Side
  public let level: ConfidenceLevel
  public let horizon: Horizon
  public let coverage: Coverage
  public let tests: [TestResult]
  /// The mean tick loss, the score of a quantile; nil without forecasts.
  public let tickLoss: Double?
  /// The mean Fissler–Ziegel score of the pair; nil without a finite expected shortfall.
  public let fisslerZiegel: Double?
  public let ratios: ExceedanceRatios
  public let exceedances: [DatedExceedance]
  public let firstDate: Timestamp?
  public let lastDate: Timestamp?
  /// The mean forecast: what the margin cost, as a fraction of notional.
  public let meanForecast: Double?

  /// Whether any test rejects at its significance.
  public var isRejected: Bool { tests.contains { $0.rejected == true } }
}

/// Forecasts and the losses that followed, paired by place.
public struct ForecastRecord: Sendable {
  public let instrument: InstrumentID
  public let model: String
  public let rate: BacktestedRate
  public let side: Side
  public let level: ConfidenceLevel
  public let horizon: Horizon
  private var losses: [Double] = []
  private var forecasts: [Double] = []
  private var shortfalls: [Double] = []
  private var dates: [Timestamp?] = []

  public init(
    instrument: InstrumentID, model: String, rate: BacktestedRate, side: Side,
    level: ConfidenceLevel, horizon: Horizon
  ) {
    self.instrument = instrument
    self.model = model
    self.rate = rate
    self.side = side
    self.level = level
    self.horizon = horizon
  }

  /// Adds a forecast and the loss over the horizon from `date` on.
  public mutating func append(
    loss: Double, forecast: Double, expectedShortfall: Double?, from date: Timestamp?
  ) {
    losses.append(loss)
    forecasts.append(forecast)
    if let expectedShortfall { shortfalls.append(expectedShortfall) }
    dates.append(date)
  }

  /// The tests, scores and exceedances of the record.
  public func result(significance: Double) -> BacktestResult {
    let hits = ExceedanceSequence(losses: losses, forecasts: forecasts)
    let exceedances = Exceedance.all(losses: losses, forecasts: forecasts)
    let hasShortfalls = shortfalls.count == losses.count && rate == .model
    return BacktestResult(
      instrument: instrument, model: model, rate: rate, side: side, level: level, horizon: horizon,
      coverage: Coverage(
        exceedances: hits.exceedanceCount, forecasts: hits.forecastCount, level: level,
        horizon: horizon),
      tests: CoverageTests.all(
        hits: hits, level: level, alternative: rate.alternative, horizon: horizon,
        significance: significance),
      tickLoss: TickLoss.mean(of: forecasts, for: losses, at: level),
      fisslerZiegel: hasShortfalls
        ? FisslerZiegelScore.mean(
          valuesAtRisk: forecasts, expectedShortfalls: shortfalls, for: losses, at: level)
        : nil,
      ratios: ExceedanceRatios(of: exceedances),
      exceedances: exceedances.map { DatedExceedance(date: dates[$0.position], exceedance: $0) },
      firstDate: dates.first ?? nil, lastDate: dates.last ?? nil,
      meanForecast: forecasts.isEmpty
        ? nil : forecasts.reduce(0, +) / Double(forecasts.count))
  }
}
