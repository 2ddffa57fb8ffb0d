internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import RiskModels

extension PastMeasures {
  /// The quantiles of one-bar losses: long-run measures at another level, over one bar.
  func jumps(
    _ side: Side, history: InstrumentHistory, level: ConfidenceLevel, years: Double, first: Int
  ) -> [ReferenceMeasure?] {
    let bars = PastMeasures(
      needs: [], horizon: .oneBar, measure: .valueAtRisk(level),
      quantileConvention: quantileConvention, contract: contract, horizonRule: horizonRule,
      convention: convention)
    let moves = bars.moves(of: history)
    return bars.longRun(moves[side], side, history: history, years: years, first: first)
  }

  /// The long-run measures: returns of the last calendar years, or as many as are available.
  func longRun(
    _ returns: [Double], _ side: Side, history: InstrumentHistory, years: Double, first: Int
  ) -> [ReferenceMeasure?] {
    var sample = SortedSample()
    var moments = (sum: 0.0, squares: 0.0)
    var oldest = 0
    var rows: [ReferenceMeasure?] = []
    for (i, value) in returns.enumerated() {
      sample.insert(value + 0)
      moments = (moments.sum + value, moments.squares + value * value)
      let count = i + horizon.bars
      while oldest < i, isOlder(history, oldest + horizon.bars, than: years, at: count) {
        let old = returns[oldest]
        sample.remove(old + 0)
        moments = (moments.sum - old, moments.squares - old * old)
        oldest += 1
      }
      guard count >= first else { continue }
      let covered = coveredYears(history, from: oldest, at: count).map { min($0, years) }
      let n = Double(i + 1 - oldest)
      let variance = n > 1 ? (moments.squares - moments.sum * moments.sum / n) / (n - 1) : 0
      rows.append(
        measured(sample.ascending, side).map {
          ReferenceMeasure(
            value: $0, coveredYears: covered, volatility: max(0, variance).squareRoot())
        })
    }
    return rows
  }

  private static let millisecondsPerYear = 365.2425 * 86_400_000

  private func isOlder(
    _ history: InstrumentHistory, _ end: Int, than years: Double, at count: Int
  ) -> Bool {
    guard let date = history.date(after: count), let old = history.date(after: end) else {
      return false
    }
    return Double(date.milliseconds - old.milliseconds) > years * Self.millisecondsPerYear
  }

  /// The years since the start of the oldest return in the sample; nil for an undated series.
  private func coveredYears(
    _ history: InstrumentHistory, from oldest: Int, at count: Int
  ) -> Double? {
    guard let date = history.date(after: count), let start = history.date(after: oldest) else {
      return nil
    }
    return Double(date.milliseconds - start.milliseconds) / Self.millisecondsPerYear
  }
}
