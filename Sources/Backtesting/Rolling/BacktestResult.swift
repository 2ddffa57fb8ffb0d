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
  /// The loss and the forecast that it exceeded.
  public let exceedance: Exceedance
}

/// One series of forecasts held against what happened.
public struct BacktestResult: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The model.
  public let model: String
  /// What tells the model from others beside it: its name, perhaps with parameters.
  public let label: String
  /// What was forecast.
  public let rate: BacktestedRate
  /// The side of the position.
  public let side: Side
  /// The confidence level.
  public let level: ConfidenceLevel
  /// The bars that a loss runs.
  public let horizon: Horizon
  /// How many forecasts there were and how many were exceeded.
  public let coverage: Coverage
  /// The tests, in the order of their names in the contract.
  public let tests: [TestResult]
  /// The mean tick loss, the score of a quantile; nil without forecasts.
  public let tickLoss: Double?
  /// The mean Fissler–Ziegel score of the pair; nil without a finite expected shortfall.
  public let fisslerZiegel: Double?
  /// How large the exceedances were beside their forecasts.
  public let ratios: ExceedanceRatios
  /// Each loss above its forecast, in order of time.
  public let exceedances: [DatedExceedance]
  /// The date of the first forecast.
  public let firstDate: Timestamp?
  /// The date of the last forecast.
  public let lastDate: Timestamp?
  /// The mean forecast: what the margin cost, as a fraction of notional.
  public let meanForecast: Double?

  /// How the margin moved with the market, on its rate and on the amount of one constant contract; empty
  /// for a model's forecasts.
  public let procyclicality: [Procyclicality]

  /// Whether a coverage test rejects at its significance.
  ///
  /// Of all tests together one rejects a right model nearly always, so that only ``CoverageTests`` decide.
  public var isRejected: Bool {
    tests.contains { CoverageTests.names.contains($0.test) && $0.rejected == true }
  }
}

/// Forecasts and the losses that followed, paired by place.
public struct ForecastRecord: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The model.
  public let model: String
  /// What tells the model from others beside it.
  public let label: String
  /// What was forecast.
  public let rate: BacktestedRate
  /// The side of the position.
  public let side: Side
  /// The confidence level.
  public let level: ConfidenceLevel
  /// The bars that a loss runs.
  public let horizon: Horizon
  private var losses: [Double] = []
  private var forecasts: [Double] = []
  private var shortfalls: [Double] = []
  private var transforms: [Double] = []
  private var dates: [Timestamp?] = []

  /// A record without forecasts yet; a model without a label goes by its name.
  public init(
    instrument: InstrumentID, model: String, label: String? = nil, rate: BacktestedRate,
    side: Side, level: ConfidenceLevel, horizon: Horizon
  ) {
    self.instrument = instrument
    self.model = model
    self.label = label ?? model
    self.rate = rate
    self.side = side
    self.level = level
    self.horizon = horizon
  }

  /// Adds a forecast and the loss over the horizon from `date` on, with P(L ≤ loss) where it is known.
  public mutating func append(
    loss: Double, forecast: Double, expectedShortfall: Double?, transform: Double? = nil,
    from date: Timestamp?
  ) {
    if let transform { transforms.append(min(1, max(0, transform))) }
    losses.append(loss)
    forecasts.append(forecast)
    if let expectedShortfall { shortfalls.append(expectedShortfall) }
    dates.append(date)
  }

  /// The forecasts with what came of them, for the tests.
  public var series: ForecastSeries {
    ForecastSeries(
      level: level, horizon: horizon, losses: losses, valuesAtRisk: forecasts,
      expectedShortfalls: shortfalls.count == losses.count && rate == .model ? shortfalls : nil,
      transforms: transforms.count == losses.count && rate == .model ? transforms : nil)
  }

  /// The tests, scores and exceedances of the record; draws are addressed by what it is of.
  public func result(
    significance: Double, pValues: PValueChoice = .recommended, seed: UInt64 = 1,
    procyclicality: [Procyclicality] = []
  ) -> BacktestResult {
    let inference = Inference(
      alternative: rate.alternative, significance: significance, pValues: pValues,
      identifier: "\(instrument) \(label) \(rate.rawValue) \(side.rawValue) \(level.millionths)",
      seed: seed)
    let hits = ExceedanceSequence(losses: losses, forecasts: forecasts)
    let exceedances = Exceedance.all(losses: losses, forecasts: forecasts)
    let hasShortfalls = shortfalls.count == losses.count && rate == .model
    return BacktestResult(
      instrument: instrument, model: model, label: label, rate: rate, side: side, level: level,
      horizon: horizon,
      coverage: Coverage(
        exceedances: hits.exceedanceCount, forecasts: hits.forecastCount, level: level,
        horizon: horizon),
      tests: TestSuite.all(series, inference),
      tickLoss: TickLoss.mean(of: forecasts, for: losses, at: level),
      fisslerZiegel: hasShortfalls
        ? FisslerZiegelScore.mean(
          valuesAtRisk: forecasts, expectedShortfalls: shortfalls, for: losses, at: level)
        : nil,
      ratios: ExceedanceRatios(of: exceedances),
      exceedances: exceedances.map { DatedExceedance(date: dates[$0.position], exceedance: $0) },
      firstDate: dates.first ?? nil, lastDate: dates.last ?? nil,
      meanForecast: forecasts.isEmpty
        ? nil : forecasts.reduce(0, +) / Double(forecasts.count),
      procyclicality: procyclicality)
  }
}
