public import Instruments
public import MarketData
public import RiskMeasures

/// Forecasts paired by index with realized losses, and the data needed to evaluate them.
public struct ForecastRecord: Hashable, Sendable {
  /// The instrument, model, rate, side and level of the forecasts.
  public let subject: Subject
  /// The forecasts in chronological order.
  public private(set) var entries: [Entry] = []
  /// The dates without a forecast, in chronological order.
  public private(set) var gaps: [Gap] = []

  /// A date without a forecast, or without a realized loss.
  public struct Gap: Hashable, Sendable {
    /// The number of entries before it.
    public let index: Int
    /// The date; nil for an undated series.
    public let date: Timestamp?
  }

  /// The instrument, model, rate, side, level and horizon of forecasts.
  public struct Subject: Hashable, Sendable {
    /// The instrument.
    public var instrument: InstrumentID
    /// The model.
    public var model: String
    /// The label that distinguishes the model: its name, possibly with parameters.
    public var label: String
    /// The type of forecast.
    public var rate: BacktestedRate
    /// The side of the position.
    public var side: Side
    /// The confidence level.
    public var level: ConfidenceLevel
    /// The loss horizon, in bars.
    public var horizon: Horizon
    /// The unit of losses and forecasts.
    public var unit: LossUnit

    /// Creates a subject; a model without a label uses its name.
    public init(
      instrument: InstrumentID, model: String, label: String? = nil, rate: BacktestedRate = .model,
      side: Side, level: ConfidenceLevel, horizon: Horizon = .oneBar, unit: LossUnit = .fraction
    ) {
      self.instrument = instrument
      self.model = model
      self.label = label ?? model
      self.rate = rate
      self.side = side
      self.level = level
      self.horizon = horizon
      self.unit = unit
    }

    /// The stream identifier of random draws.
    var identifier: String {
      "\(instrument) \(label) \(rate.rawValue) \(side.rawValue) \(level.millionths)"
    }
  }

  /// One forecast with its realized loss.
  public struct Entry: Hashable, Sendable {
    /// The start date of the loss horizon; nil for an undated series.
    public var date: Timestamp?
    /// The loss over the horizon, in the unit of the subject.
    public var loss: Double
    /// The value at risk, or the margin in force.
    public var forecast: Double
    /// The expected shortfall, which may be infinite; nil if there is none.
    public var expectedShortfall: Double?
    /// P(L ≤ loss) under the forecast distribution; nil if the distribution is not known.
    public var transform: Double?
    /// ln f(loss) under the forecast distribution; nil if it has no density.
    public var logDensity: Double?
    /// The price of the instrument at the date; nil if unknown.
    public var price: Double?
    /// The return of the bar that ended at the date, simple or in the unit of the subject; nil if
    /// unknown.
    public var marketReturn: Double?
    /// The rate calculated by the model, if this margin rate provides coverage; nil for others.
    public var calculated: Double?

    /// Creates an entry; traps on a NaN, and clamps the transform to 0 … 1.
    public init(
      date: Timestamp?, loss: Double, forecast: Double, expectedShortfall: Double? = nil,
      transform: Double? = nil, logDensity: Double? = nil, price: Double? = nil,
      marketReturn: Double? = nil
    ) {
      precondition(!loss.isNaN && !forecast.isNaN, "A loss or a forecast is not a number")
      self.date = date
      self.loss = loss
      self.forecast = forecast
      self.expectedShortfall = expectedShortfall
      self.transform = transform.map { min(1, max(0, $0)) }
      self.logDensity = logDensity
      self.price = price
      self.marketReturn = marketReturn
    }
  }

  /// Creates an empty record.
  public init(_ subject: Subject) { self.subject = subject }

  /// Appends the next forecast in chronological order.
  public mutating func append(_ entry: Entry) { entries.append(entry) }

  /// Records a date without a forecast or without a realized loss.
  public mutating func appendGap(_ date: Timestamp?) {
    gaps.append(Gap(index: entries.count, date: date))
  }

  /// The forecasts with their realized losses, for the tests.
  ///
  /// Shortfalls and transforms are included only for a model, and only if every forecast has one.
  public var series: ForecastSeries {
    ForecastSeries(
      level: subject.level, horizon: subject.horizon, losses: entries.map(\.loss),
      valuesAtRisk: entries.map(\.forecast),
      expectedShortfalls: ofModel(\.expectedShortfall), transforms: ofModel(\.transform))
  }

  /// The mean of −ln f(loss), the score of the whole forecast distribution; smaller is better.
  ///
  /// Nil if a distribution has no density at the loss, since a mean over the other days would be of
  /// a different sample.
  public var logScore: Double? {
    guard let densities = ofModel(\.logDensity), !densities.isEmpty else { return nil }
    return -densities.reduce(0, +) / Double(densities.count)
  }

  private func ofModel(_ value: (Entry) -> Double?) -> [Double]? {
    guard subject.rate == .model else { return nil }
    let values = entries.compactMap(value)
    return values.count == entries.count ? values : nil
  }

  /// The procyclicality of a margin: of its rate, and of the amount if all prices are known; of the
  /// amount alone in price units.
  ///
  /// Empty for a model, if a margin is negative or infinite, and without market returns.
  public var procyclicality: [Procyclicality] {
    guard subject.rate != .model, !entries.isEmpty else { return [] }
    let returns = entries.compactMap(\.marketReturn)
    let rates = entries.map(\.forecast)
    guard returns.count == entries.count, rates.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return []
    }
    let stress = MarketStress(returns: returns)
    let isAmount = subject.unit == .price
    let ofRates = Procyclicality(of: MarginPath(isAmount ? .amount : .rate, rates), under: stress)
    guard !isAmount else { return [ofRates] }
    let amounts = entries.compactMap { entry in entry.price.map { entry.forecast * $0 } }
    guard amounts.count == entries.count, amounts.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return [ofRates]
    }
    return [ofRates, Procyclicality(of: MarginPath(.amount, amounts), under: stress)]
  }

  /// The days on which the published rate was below the calculated one.
  ///
  /// Nil if no rate was calculated.
  public var belowCalculated: BelowCalculated? {
    guard entries.contains(where: { $0.calculated != nil }) else { return nil }
    let below = entries.filter { entry in
      // Rates are whole millionths; a tolerance of 1e-9 absorbs rounding.
      entry.calculated.map { entry.forecast < $0 - 1e-9 } ?? false
    }
    return BelowCalculated(
      days: below.count, exceedances: below.count { $0.loss > $0.forecast },
      leastShare: below.compactMap { entry in entry.calculated.map { entry.forecast / $0 } }.min())
  }

  /// Computes the tests, scores and exceedances of the record; draws are identified by its subject.
  ///
  /// `null` holds the test results in replications under the correct model; nil for other p-value
  /// methods.
  public func result(
    _ settings: TestSettings = TestSettings(), null: BootstrapNull? = nil
  ) -> BacktestResult {
    var inference = Inference(
      alternative: subject.rate.alternative, significance: settings.significance,
      pValues: null == nil ? settings.pValues : .asymptotic, tests: settings.tests,
      identifier: subject.identifier, seed: settings.seed)
    if null != nil { inference.coveragePValues = .recommended }
    return BacktestResult(self, inference, null)
  }
}
