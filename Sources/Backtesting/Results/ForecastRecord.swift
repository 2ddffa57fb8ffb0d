public import Instruments
public import MarketData
public import RiskMeasures

/// Forecasts and the losses that followed, paired by place, with what is needed to judge them.
public struct ForecastRecord: Hashable, Sendable {
  /// What the forecasts are of.
  public let subject: Subject
  /// The forecasts in the order of time.
  public private(set) var entries: [Entry] = []
  /// Where a forecast is missing, in the order of time.
  public private(set) var gaps: [Gap] = []

  /// A date on which there was no forecast, or no loss to hold against it.
  public struct Gap: Hashable, Sendable {
    /// The entries before it.
    public let place: Int
    /// The date; nil for an undated series.
    public let date: Timestamp?
  }

  /// What forecasts are of, made by whom, at which level.
  public struct Subject: Hashable, Sendable {
    /// The instrument.
    public var instrument: InstrumentID
    /// The model.
    public var model: String
    /// The label that distinguishes the model: its name, possibly with parameters.
    public var label: String
    /// What was forecast.
    public var rate: BacktestedRate
    /// The side of the position.
    public var side: Side
    /// The confidence level.
    public var level: ConfidenceLevel
    /// The bars that a loss runs.
    public var horizon: Horizon

    /// A subject; a model without a label goes by its name.
    public init(
      instrument: InstrumentID, model: String, label: String? = nil, rate: BacktestedRate = .model,
      side: Side, level: ConfidenceLevel, horizon: Horizon = .oneBar
    ) {
      self.instrument = instrument
      self.model = model
      self.label = label ?? model
      self.rate = rate
      self.side = side
      self.level = level
      self.horizon = horizon
    }

    /// What draws are addressed by.
    var identifier: String {
      "\(instrument) \(label) \(rate.rawValue) \(side.rawValue) \(level.millionths)"
    }
  }

  /// One forecast with its realized loss.
  public struct Entry: Hashable, Sendable {
    /// The date from which the loss ran; nil for an undated series.
    public var date: Timestamp?
    /// The loss over the horizon, as a fraction of notional.
    public var loss: Double
    /// The value at risk, or the margin in force.
    public var forecast: Double
    /// The expected shortfall, perhaps infinite; nil where none was made.
    public var expectedShortfall: Double?
    /// P(L ≤ loss) under the forecast law; nil where the law is not known.
    public var transform: Double?
    /// ln f(loss) under the forecast law; nil where it has no density.
    public var logDensity: Double?
    /// The price of the instrument at the date; nil where it is not known.
    public var price: Double?
    /// The simple return of the bar that ended at the date; nil where it is not known.
    public var marketReturn: Double?
    /// The rate that the model calculated, where a margin's policy covers with this rate; nil for others.
    public var calculated: Double?

    /// An entry; traps on a NaN, and limits a transform to 0 … 1.
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

  /// A record without forecasts yet.
  public init(_ subject: Subject) { self.subject = subject }

  /// Adds the next forecast in the order of time.
  public mutating func append(_ entry: Entry) { entries.append(entry) }

  /// Notes a date without a forecast, or without a loss to hold against it.
  public mutating func appendGap(_ date: Timestamp?) {
    gaps.append(Gap(place: entries.count, date: date))
  }

  /// The forecasts with their realized losses, for the tests.
  ///
  /// Shortfalls and transforms are those of a model, and only where every forecast has one.
  public var series: ForecastSeries {
    ForecastSeries(
      level: subject.level, horizon: subject.horizon, losses: entries.map(\.loss),
      valuesAtRisk: entries.map(\.forecast),
      expectedShortfalls: ofModel(\.expectedShortfall), transforms: ofModel(\.transform))
  }

  /// The mean of −ln f(loss), the smaller the better: the score of the whole law.
  ///
  /// Nil where a law has no density at the loss, since a mean over the other days would be of another sample.
  public var logScore: Double? {
    guard let densities = ofModel(\.logDensity), !densities.isEmpty else { return nil }
    return -densities.reduce(0, +) / Double(densities.count)
  }

  private func ofModel(_ value: (Entry) -> Double?) -> [Double]? {
    guard subject.rate == .model else { return nil }
    let values = entries.compactMap(value)
    return values.count == entries.count ? values : nil
  }

  /// How a margin moved with the market: its rate, and the amount where all prices are known.
  ///
  /// None for a model, where a margin is negative or infinite, and without market returns.
  public var procyclicality: [Procyclicality] {
    guard subject.rate != .model, !entries.isEmpty else { return [] }
    let returns = entries.compactMap(\.marketReturn)
    let rates = entries.map(\.forecast)
    guard returns.count == entries.count, rates.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return []
    }
    let stress = MarketStress(returns: returns)
    let ofRates = Procyclicality(of: MarginPath(.rate, rates), under: stress)
    let amounts = entries.compactMap { entry in entry.price.map { entry.forecast * $0 } }
    guard amounts.count == entries.count, amounts.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return [ofRates]
    }
    return [ofRates, Procyclicality(of: MarginPath(.amount, amounts), under: stress)]
  }

  /// The days on which less was published than the model calculated; nil where no rate was calculated.
  public var belowCalculated: BelowCalculated? {
    guard entries.contains(where: { $0.calculated != nil }) else { return nil }
    let below = entries.filter { entry in
      // Rates are whole millionths; a billionth is the rounding of a rate that was met.
      entry.calculated.map { entry.forecast < $0 - 1e-9 } ?? false
    }
    return BelowCalculated(
      days: below.count, exceedances: below.count { $0.loss > $0.forecast },
      leastShare: below.compactMap { entry in entry.calculated.map { entry.forecast / $0 } }.min())
  }

  /// The tests, scores and exceedances of the record; draws are addressed by what it is of.
  ///
  /// `null` is what the tests said in replications in which the model is right; nil for p-values of other kinds.
  public func result(
    _ settings: TestSettings = TestSettings(), null: BootstrapNull? = nil
  ) -> BacktestResult {
    BacktestResult(
      self,
      Inference(
        alternative: subject.rate.alternative, significance: settings.significance,
        pValues: null == nil ? settings.pValues : .asymptotic, tests: settings.tests,
        identifier: subject.identifier,
        seed: settings.seed), null)
  }
}
