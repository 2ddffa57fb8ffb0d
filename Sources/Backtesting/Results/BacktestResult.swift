public import Instruments
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

/// The days on which a policy published less than its model calculated, tested apart.
public struct BelowCalculated: Hashable, Sendable {
  /// How many there were.
  public let days: Int
  /// How many of their losses exceeded what was published.
  public let exceedances: Int
  /// The least published rate as a share of the calculated one; nil without such a day.
  public let leastShare: Double?
}

/// The backtest of one series of forecasts.
public struct BacktestResult: Sendable {
  /// What was forecast, by whom, at which level.
  public let subject: ForecastRecord.Subject
  /// How many forecasts there were and how many were exceeded.
  public let coverage: Coverage
  /// The tests, in the order of their names in the contract.
  public let tests: [TestResult]
  /// The mean tick loss, the score of a quantile; nil without forecasts.
  public let tickLoss: Double?
  /// The mean Fissler–Ziegel score of the pair; nil without a finite expected shortfall.
  public let fisslerZiegel: Double?
  /// −ln f of the losses on average, the score of a whole law; nil where one has no density.
  public let logScore: Double?
  /// The mean losses by supervisors' functions.
  public let regulatory: RegulatoryLosses
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

  /// The days on which less was published than was calculated; nil for a model's forecasts.
  public let belowCalculated: BelowCalculated?

  /// The scores, forecast by forecast.
  package let outcomes: ScoredOutcomes
  /// The dates without a forecast, left out of everything.
  public let gaps: Int

  /// The tests, scores and exceedances of a record.
  init(_ record: ForecastRecord, _ inference: Inference, _ null: BootstrapNull?) {
    let subject = record.subject
    let series = record.series
    let dates = record.entries.map(\.date)
    let (losses, forecasts) = (series.losses, series.valuesAtRisk)
    let found = Exceedance.all(losses: losses, forecasts: forecasts)
    self.subject = subject
    coverage = Coverage(
      exceedances: found.count, forecasts: series.count, level: subject.level,
      horizon: subject.horizon)
    let tests = TestSuite.all(series, inference)
    self.tests = null?.applied(to: tests) ?? tests
    tickLoss = TickLoss.mean(of: forecasts, for: losses, at: subject.level)
    fisslerZiegel = series.expectedShortfalls.flatMap { shortfalls in
      FisslerZiegelScore.mean(
        valuesAtRisk: forecasts, expectedShortfalls: shortfalls, for: losses, at: subject.level)
    }
    logScore = record.logScore
    regulatory = RegulatoryLosses(of: forecasts, for: losses)
    ratios = ExceedanceRatios(of: found)
    exceedances = found.map { DatedExceedance(date: dates[$0.position], exceedance: $0) }
    firstDate = dates.first ?? nil
    lastDate = dates.last ?? nil
    meanForecast =
      forecasts.isEmpty ? nil : forecasts.reduce(0, +) / Double(forecasts.count)
    procyclicality = record.procyclicality
    belowCalculated = record.belowCalculated
    gaps = record.gaps.count
    outcomes = ScoredOutcomes(record, series)
    deciding = inference.tests ?? Set(CoverageTests.names)
  }

  /// The tests that decide: those that were asked for by name, else those of coverage.
  ///
  /// Of all tests together one rejects a right model nearly always.
  public let deciding: Set<TestName>

  /// Whether a test that decides rejects at its significance.
  public var isRejected: Bool {
    tests.contains { deciding.contains($0.test) && $0.rejected == true }
  }
}

extension BacktestResult {
  /// The instrument.
  public var instrument: InstrumentID { subject.instrument }
  /// The model.
  public var model: String { subject.model }
  /// The label that distinguishes the model from others.
  public var label: String { subject.label }
  /// What was forecast.
  public var rate: BacktestedRate { subject.rate }
  /// The side of the position.
  public var side: Side { subject.side }
  /// The confidence level.
  public var level: ConfidenceLevel { subject.level }
  /// The bars that a loss runs.
  public var horizon: Horizon { subject.horizon }
}

extension [BacktestResult] {
  /// Those with forecasts, two and more to a key, groups and results in the order given.
  func severalForecast<Key: Hashable>(by key: (BacktestResult) -> Key) -> [[BacktestResult]] {
    var groups: [[BacktestResult]] = []
    var places: [Key: Int] = [:]
    for result in self where result.coverage.forecasts > 0 {
      let place = places[key(result), default: groups.count]
      if place == groups.count {
        places[key(result)] = place
        groups.append([])
      }
      groups[place].append(result)
    }
    return groups.filter { $0.count > 1 }
  }
}
