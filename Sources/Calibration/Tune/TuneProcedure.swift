internal import Backtesting
internal import Margin
internal import MarketData
internal import Policies
internal import Text

/// The steps of a search, with each policy evaluated once.
struct TuneProcedure {
  let search: TuneSearch
  let evaluator: TuneEvaluator
  let dates: TuneDates
  let state: TuneState
  let grid: TuneGrid
  let incumbent: TuneCandidate

  private var settings: TuneSettings { search.settings }

  func outcome(
    _ instruments: [InstrumentID], progress: ProgressHandler?
  ) async throws(InputError) -> TuneOutcome {
    let steps = dates.foldCount + 2 + dates.crises.count
    try await evaluate(grid.candidates + [incumbent], part(progress, 0, of: 2))
    let around = part(progress, 1, of: 2)
    var folds: [TuneOutcome.Fold] = []
    for fold in 0 ..< dates.foldCount {
      let chosen = try await choose(on: 2 * fold)
      around?(fold + 1, steps)
      let part = dates.ranges[2 * fold + 1].parts[0]
      folds.append(
        TuneOutcome.Fold(
          from: dates.dates[part.lowerBound], to: dates.dates[part.upperBound - 1],
          chosen: chosen,
          score: chosen.flatMap { state.evaluations[$0.key]?.scores[2 * fold + 1] ?? nil }))
    }
    let final = dates.finalIndex
    let chosen = try await choose(on: final)
    around?(dates.foldCount + 1, steps)
    var crises: [TuneOutcome.Crisis] = []
    for (index, name) in dates.crises.enumerated() {
      let without = try await choose(on: final + 1 + index)
      around?(dates.foldCount + 2 + index, steps)
      crises.append(
        TuneOutcome.Crisis(
          name: name, chosen: without,
          isTheSame: without?.key == chosen?.key))
    }
    let tried = tried()
    let test = await opened(chosen)
    around?(steps, steps)
    return TuneOutcome(
      instruments: instruments, names: search.space.dimensions.map(\.name), settings: settings,
      incumbent: row(incumbent, on: final), chosen: chosen.flatMap { row($0, on: final) },
      nearest: chosen == nil ? nearest(on: final) : nil, frontier: frontier(tried, on: final),
      folds: folds, test: test, crises: crises, tried: tried.count, refused: grid.refused,
      repeated: grid.repeated, overfitting: overfitting, superiorAbility: superiorAbility,
      span: span(of: dates.final), warnings: warnings(tried))
  }

  // MARK: - Selection

  private func evaluate(_ candidates: [TuneCandidate], _ progress: ProgressHandler?)
    async throws(InputError)
  {
    var seen = Set(state.evaluations.keys)
    let new = candidates.filter { seen.insert($0.key).inserted }
    // In small batches, so that an interruption loses little work.
    let starts = Array(stride(from: 0, to: new.count, by: 32))
    for (step, start) in starts.enumerated() {
      let chunk = Array(new[start ..< min(start + 32, new.count)])
      let progress = part(progress, step, of: starts.count)
      try state.add(await evaluator.evaluations(of: chunk, progress: progress))
    }
  }

  /// The cheapest policy on the grid and among earlier results, refined by a local search.
  private func choose(on range: Int) async throws(InputError) -> TuneCandidate? {
    guard
      var best = search.cheapest(grid.candidates + found.candidates, on: range, state.evaluations)
    else {
      return nil
    }
    var left = settings.evaluations
    var share = 0.5
    while left > 0, share >= 0.1 {
      let around = Array(search.neighbors(of: best, by: share).prefix(left))
      left -= around.count
      try await evaluate(around, nil)
      found.remember(around)
      let better = search.cheapest([best] + around, on: range, state.evaluations)
      if let better, better.key != best.key {
        best = better
      } else {
        share /= 2
      }
      if around.isEmpty { break }
    }
    return best
  }

  /// The policies found by local searches, for the frontier.
  private let found = FoundCandidates()

  private func tried() -> [TuneCandidate] {
    var seen: Set<String> = []
    return (grid.candidates + found.candidates).filter { seen.insert($0.key).inserted }
  }

  // MARK: - Results

  private func row(_ candidate: TuneCandidate, on range: Int) -> TuneOutcome.Row? {
    guard let score = state.evaluations[candidate.key]?.scores[range] ?? nil else { return nil }
    return TuneOutcome.Row(
      values: candidate.values, configuration: candidate.configuration, score: score)
  }

  private func nearest(on range: Int) -> (row: TuneOutcome.Row, misses: [String])? {
    search.nearest(grid.candidates + found.candidates, on: range, state.evaluations).flatMap {
      row($0, on: range)
    }
    .map { ($0, $0.score.violations(settings)) }
  }

  private func frontier(_ tried: [TuneCandidate], on range: Int) -> [TuneOutcome.Row] {
    let rows = tried.compactMap { row($0, on: range) }
    func beats(_ a: TuneScore, _ b: TuneScore) -> Bool {
      let noWorse =
        a.meanMargin <= b.meanMargin && a.coverageBound >= b.coverageBound
        && a.peakToTrough <= b.peakToTrough && a.rise <= b.rise
      let differs =
        a.meanMargin < b.meanMargin || a.coverageBound > b.coverageBound
        || a.peakToTrough < b.peakToTrough || a.rise < b.rise
      return noWorse && differs
    }
    return rows.filter { row in !rows.contains { beats($0.score, row.score) } }
      .sorted { $0.score.meanMargin < $1.score.meanMargin }
  }

  /// The scores of the selected and the current policy on the final test dates.
  private func opened(
    _ chosen: TuneCandidate?
  ) async -> (from: Timestamp?, to: Timestamp?, chosen: TuneScore?, incumbent: TuneScore?)? {
    guard dates.test.count > dates.horizon else { return nil }
    let last = TuneEvaluator(
      base: evaluator.base, histories: evaluator.histories,
      firstForecasts: evaluator.firstForecasts, settings: settings, ranges: [dates.test],
      final: dates.test, bound: evaluator.bound, dateIndices: dates.dateIndices)
    let candidates = [chosen, incumbent].compactMap { $0 }
    let scores = await last.evaluations(of: candidates, progress: nil)
    func score(_ candidate: TuneCandidate?) -> TuneScore? {
      scores.first { $0.key == candidate?.key }?.scores[0]
    }
    let span = span(of: dates.test)
    return (span.from, span.to, score(chosen), score(incumbent))
  }

  private func span(of range: TuneRange) -> (from: Timestamp?, to: Timestamp?) {
    guard let first = range.parts.first, let last = range.parts.last, !first.isEmpty else {
      return (nil, nil)
    }
    return (dates.dates[first.lowerBound], dates.dates[last.upperBound - 1])
  }

  private var ticks: [[Double]] {
    grid.candidates.compactMap { candidate in
      guard let evaluation = state.evaluations[candidate.key],
        evaluation.scores[dates.finalIndex] != nil
      else { return nil }
      return evaluation.ticks
    }
  }

  private var overfitting: Double? { ProbabilityOfOverfitting(losses: ticks)?.probability }

  private var superiorAbility: Double? {
    guard let own = state.evaluations[incumbent.key] else { return nil }
    return SuperiorPredictiveAbility(
      incumbent: own.ticks, candidates: ticks, meanBlockLength: Double(max(20, 2 * dates.horizon)),
      draws: settings.draws, seed: evaluator.base.policy.seed)?.pValue
  }

  private func warnings(_ tried: [TuneCandidate]) -> [MarginWarning] {
    var warnings: [MarginWarning] = []
    let without = tried.count { state.evaluations[$0.key]?.scores[dates.finalIndex] == nil }
    if without > 0 {
      warnings.append(
        MarginWarning(
          code: "policies-without-margin",
          message: "\(without) policies have no margin for some instrument and are excluded"))
    }
    if dates.foldCount == 0 {
      warnings.append(
        MarginWarning(
          code: "no-outer-fold",
          message:
            "the history is too short for an outer fold; the selection has no walk-forward score"))
    }
    return warnings
  }
}

/// Policies in the order in which they were found.
private final class FoundCandidates {
  private(set) var candidates: [TuneCandidate] = []

  func remember(_ new: [TuneCandidate]) { candidates += new }
}
