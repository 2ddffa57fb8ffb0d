internal import Backtesting
internal import Forecasting
internal import Margin
internal import MarketData
internal import Policies
internal import RiskMeasures
internal import RiskModels
internal import Scheduling
internal import Text

/// The common dates of a search, with the ranges used for selection and scoring.
struct TuneDates {
  /// All dates of any instrument, ascending.
  let dates: [Timestamp]
  /// The index of each date.
  let dateIndices: [Timestamp: Int]
  /// The number of bars in the longest horizon.
  let horizon: Int
  /// The number of returns of each history before the forecasts of all policies begin.
  let firstForecasts: [Int]
  /// For each fold the preceding dates and the fold, then the dates of the final selection, then
  /// those without each crisis.
  let ranges: [TuneRange]
  /// The dates of the final selection.
  let final: TuneRange
  /// The test dates at the end.
  let test: TuneRange
  /// The number of outer folds.
  let foldCount: Int
  /// The names of the excluded crises.
  let crises: [String]

  /// Stress periods shared by most markets, by first and last day.
  private static let knownCrises: [(name: String, from: String, to: String)] = [
    ("2000-2002", "2000-03-01", "2002-10-31"), ("2008", "2008-09-01", "2009-03-31"),
    ("2011", "2011-08-01", "2011-11-30"), ("2020", "2020-02-20", "2020-04-30"),
    ("2022", "2022-05-01", "2022-11-30"),
  ]

  init(
    _ histories: [InstrumentHistory], _ candidates: [TuneCandidate], _ base: ResolvedJob,
    _ settings: TuneSettings
  ) throws(InputError) {
    let starts = Self.starts(of: histories, under: candidates.lazy.map(\.configuration), base)
    firstForecasts = starts.map(\.forecast)
    var all: Set<Timestamp> = []
    var first: Timestamp?
    var horizon = 1
    for (history, counts) in zip(histories, starts) {
      guard let times = history.axis.times else {
        throw InputError(
          InputLocation("\(history.instrument)"), code: "no-dates", "has no dates",
          remedy: "name files with a date column: folds are periods of time")
      }
      all.formUnion(times)
      horizon = max(horizon, base.plan(for: history.instrument).horizon(on: history.axis).bars)
      let start = counts.margin
      guard start < times.count else { continue }
      first = max(first ?? times[start], times[start])
    }
    let dates = all.sorted()
    self.dates = dates
    let dateIndices = Dictionary(dates.enumerated().map { ($1, $0) }) { first, _ in first }
    self.dateIndices = dateIndices
    self.horizon = horizon
    let start = first.flatMap { dateIndices[$0] } ?? dates.count
    // The final selection ends before the loss of its last margin overlaps the test dates.
    let testStart = max(start, dates.count - settings.testDays)
    let end = max(start, testStart - (horizon - 1))
    let final = TuneRange(name: "choice", parts: [start ..< end])
    self.final = final
    test = TuneRange(name: "test", parts: [testStart ..< dates.count])
    try Self.checkLength(end - start, settings)
    let folds = Self.folds(from: start, to: end, horizon: horizon, settings)
    foldCount = folds.count / 2
    let crises = Self.crises(in: dates, from: start, to: end)
    self.crises = crises.map(\.name)
    ranges = folds + [final] + crises
  }

  private static func checkLength(
    _ count: Int, _ settings: TuneSettings
  ) throws(InputError) {
    let fewest = CoverageBound(confidence: settings.confidence, dependence: .independent)
      .fewestDays(showing: settings.coverage)
    guard count >= fewest else {
      throw InputError(
        InputLocation(), code: "few-dates",
        "\(count) dates are left for selection; \(settings.coverage) coverage cannot be shown at "
          + "\(settings.confidence) confidence on fewer than \(fewest)",
        remedy: "provide a longer history, fewer --test-days, or a lower --coverage or --confidence"
      )
    }
  }

  /// For each whole fold the preceding dates and the fold.
  private static func folds(
    from start: Int, to end: Int, horizon: Int, _ settings: TuneSettings
  ) -> [TuneRange] {
    var ranges: [TuneRange] = []
    var fold = start + settings.firstDays
    while fold + settings.foldDays <= end {
      // The loss of the last margin before the fold ends before it.
      let before = max(start, fold - (horizon - 1))
      ranges.append(TuneRange(name: "before a fold", parts: [start ..< before]))
      ranges.append(TuneRange(name: "a fold", parts: [fold ..< fold + settings.foldDays]))
      fold += settings.foldDays
    }
    return ranges
  }

  /// The dates of the selection without each crisis that they contain.
  private static func crises(in dates: [Timestamp], from start: Int, to end: Int) -> [TuneRange] {
    knownCrises.compactMap { crisis in
      guard let from = CalendarDate(crisis.from), let to = CalendarDate(crisis.to) else {
        return nil
      }
      let inside = (start ..< end).filter { dates[$0].date >= from && dates[$0].date <= to }
      guard let low = inside.first, let high = inside.last else { return nil }
      let parts = [start ..< low, high + 1 ..< end].filter { !$0.isEmpty }
      return parts.isEmpty ? nil : TuneRange(name: crisis.name, parts: parts)
    }
  }

  /// The index of the final selection among the ranges.
  var finalIndex: Int { foldCount * 2 }

  /// The numbers of returns after which all policies begin.
  struct Start: Hashable {
    /// The number of returns before the first forecast.
    var forecast = 0
    /// The number of bars of notice.
    var notice = 0

    /// The number of returns before the first margin in force.
    var margin: Int { forecast + 1 + notice }
  }

  /// The start of each history, at which every policy has its forecasts and its references.
  static func starts(
    of histories: [InstrumentHistory], under policies: some Sequence<CalibrationConfiguration>,
    _ base: ResolvedJob
  ) -> [Start] {
    var starts = histories.map { _ in Start() }
    for policy in policies {
      guard let job = try? ResolvedJob(base.job, configuration: policy) else { continue }
      for (index, history) in histories.enumerated() {
        let plan = job.plan(for: history.instrument)
        starts[index].forecast = max(starts[index].forecast, plan.firstForecast(on: history))
        starts[index].notice = max(starts[index].notice, plan.policy.noticeBars)
      }
    }
    return starts
  }
}

extension CalibrationPlan {
  fileprivate func firstForecast(on history: InstrumentHistory) -> Int {
    let horizon = horizon(on: history.axis)
    return max(
      model.instrumentModel.minimumObservations(over: horizon, at: policy.measure.level),
      pastMeasures(over: horizon).minimumObservations)
  }
}
