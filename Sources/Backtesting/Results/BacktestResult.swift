public import Instruments
public import MarketData
public import RiskMeasures

/// The type of forecast: the model's quantile, or a rate of the published schedule.
public enum BacktestedRate: String, Hashable, Sendable, Codable, CaseIterable {
  case model, initial, maintenance

  /// The alternative: two-sided for models, `greater` for margins, which fail only by covering too
  /// little.
  public var alternative: Alternative { self == .model ? .twoSided : .greater }
}

/// A loss above its forecast, with the date on which the forecast was made or took effect.
public struct DatedExceedance: Hashable, Sendable {
  /// The start date of the loss horizon; nil for an undated series.
  public let date: Timestamp?
  /// The loss and the forecast that it exceeded.
  public let exceedance: Exceedance
}

/// The days on which a policy published a lower rate than its model calculated.
public struct BelowCalculated: Hashable, Sendable {
  /// The number of such days.
  public let days: Int
  /// The number of their losses that exceeded the published rate.
  public let exceedances: Int
  /// The smallest ratio of published to calculated rate; nil if there is no such day.
  public let leastShare: Double?
}

/// The backtest of one series of forecasts.
public struct BacktestResult: Sendable {
  /// The instrument, model, rate, side and level of the forecasts.
  public let subject: ForecastRecord.Subject
  /// The number of forecasts and of exceedances.
  public let coverage: Coverage
  /// The forecasts that are tested: of losses over h bars one in h, so that none share a bar.
  public let tested: Coverage
  /// The significance level of the tests.
  public let significance: Double
  /// The names of the tests, in the order of ``TestName``.
  public let tests: [TestResult]
  /// The mean tick loss, the score of a quantile; nil without forecasts.
  public let tickLoss: Double?
  /// The mean Fissler–Ziegel score of value at risk and expected shortfall.
  ///
  /// Nil without a finite expected shortfall.
  public let fisslerZiegel: Double?
  /// The mean of −ln f(loss), the score of the whole forecast distribution.
  ///
  /// Nil if one has no density.
  public let logScore: Double?
  /// The mean losses under supervisory loss functions.
  public let regulatory: RegulatoryLosses
  /// The ratios of exceedances to their forecasts.
  public let ratios: ExceedanceRatios
  /// The losses above their forecasts, in chronological order.
  public let exceedances: [DatedExceedance]
  /// The date of the first forecast.
  public let firstDate: Timestamp?
  /// The date of the last forecast.
  public let lastDate: Timestamp?
  /// The mean forecast, the average cost of the margin, in the unit of the losses.
  public let meanForecast: Double?

  /// The procyclicality of the margin, for its rate and for the amount of one constant contract;
  /// empty for a model's forecasts.
  public let procyclicality: [Procyclicality]

  /// The days on which the published rate was below the calculated one.
  ///
  /// Nil for a model's forecasts.
  public let belowCalculated: BelowCalculated?

  /// The per-forecast scores.
  package let outcomes: ScoredOutcomes
  /// The number of dates without a forecast, which are excluded from all results.
  public let gaps: Int

  /// Computes the tests, scores and exceedances of a record.
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
    let hits = series.hits.every(subject.horizon.bars)
    tested = Coverage(
      exceedances: hits.exceedanceCount, forecasts: hits.forecastCount, level: subject.level,
      horizon: subject.horizon)
    significance = inference.significance
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

  /// The tests that decide rejection: those requested by name, else the coverage tests.
  ///
  /// Of all tests together, at least one rejects a correct model nearly always.
  public let deciding: Set<TestName>

  /// The verdict of the deciding tests.
  public var verdict: BacktestVerdict { BacktestVerdict(self) }
}

extension BacktestResult {
  /// The instrument.
  public var instrument: InstrumentID { subject.instrument }
  /// The model.
  public var model: String { subject.model }
  /// The label that distinguishes the model from others.
  public var label: String { subject.label }
  /// The type of forecast.
  public var rate: BacktestedRate { subject.rate }
  /// The side of the position.
  public var side: Side { subject.side }
  /// The confidence level.
  public var level: ConfidenceLevel { subject.level }
  /// The loss horizon, in bars.
  public var horizon: Horizon { subject.horizon }
  /// The unit of losses and forecasts.
  public var unit: LossUnit { subject.unit }
}

extension [BacktestResult] {
  /// Groups results with forecasts by key, keeping groups of two or more, in input order.
  func severalForecast<Key: Hashable>(by key: (BacktestResult) -> Key) -> [[BacktestResult]] {
    var groups: [[BacktestResult]] = []
    var indices: [Key: Int] = [:]
    for result in self where result.coverage.forecasts > 0 {
      let index = indices[key(result), default: groups.count]
      if index == groups.count {
        indices[key(result)] = index
        groups.append([])
      }
      groups[index].append(result)
    }
    return groups.filter { $0.count > 1 }
  }
}
