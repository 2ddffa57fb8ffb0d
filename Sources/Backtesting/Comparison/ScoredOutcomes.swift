package import MarketData

/// The per-forecast losses and scores of a series, for model comparisons.
package struct ScoredOutcomes: Hashable, Sendable {
  /// The dates, ascending; nil for an undated series.
  package let dates: [Timestamp]?
  /// The losses.
  package let losses: [Double]
  /// The values at risk.
  package let valuesAtRisk: [Double]
  /// The Fissler–Ziegel scores; nil if any forecast has none.
  package let fisslerZiegel: [Double]?

  init(_ record: ForecastRecord, _ series: ForecastSeries) {
    let dates = record.entries.compactMap(\.date)
    self.dates = dates.count == record.entries.count ? dates : nil
    losses = series.losses
    valuesAtRisk = series.valuesAtRisk
    let scores = series.expectedShortfalls.map { shortfalls in
      shortfalls.indices.compactMap { index in
        FisslerZiegelScore.score(
          valueAtRisk: series.valuesAtRisk[index], expectedShortfall: shortfalls[index],
          for: series.losses[index], at: series.level)
      }
    }
    fisslerZiegel = scores?.count == series.count ? scores : nil
  }

  /// Returns each series' indices on the common dates; undated series are aligned at their last
  /// forecast.
  ///
  /// Nil if some series are dated and some are not.
  static func commonIndices(_ all: [ScoredOutcomes]) -> [[Int]]? {
    let dates = all.compactMap(\.dates)
    guard !dates.isEmpty else {
      let count = all.map(\.losses.count).min() ?? 0
      return all.map { Array($0.losses.count - count ..< $0.losses.count) }
    }
    guard dates.count == all.count, let first = dates.first else { return nil }
    if dates.allSatisfy({ $0 == first }) { return all.map { _ in Array(first.indices) } }
    var indices = all.map { _ in [Int]() }
    var next = all.map { _ in 0 }
    for date in first {
      for index in all.indices {
        while next[index] < dates[index].count, dates[index][next[index]] < date {
          next[index] += 1
        }
      }
      let isCommon = all.indices.allSatisfy {
        next[$0] < dates[$0].count && dates[$0][next[$0]] == date
      }
      if isCommon { for index in all.indices { indices[index].append(next[index]) } }
    }
    return indices
  }
}
