internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import RiskModels
internal import Scheduling

/// One instrument's published rates under a policy with the realized losses, by common date.
struct TunePath: Sendable {
  /// The index of each entry on the common dates.
  let dateIndices: [Int]
  /// The covered rate in force, by side.
  let rates: [[Double]]
  /// The loss over the following horizon, by side.
  let losses: [[Double]]
}

extension PolicyWalk {
  /// The published rates of all dates, without waterfall lines.
  ///
  /// Dates on which a side has no margin, or no loss yet, are omitted. `dateIndices` are those of
  /// the common dates.
  func path(
    seeing references: ReferenceTable, _ table: ForecastTable, at dateIndices: [Timestamp: Int]
  ) -> TunePath {
    var state = plan.policy.makeSidedState()
    let realized = plan.realizedLosses(on: history, over: past.horizon)
    let delay = 1 + plan.policy.noticeBars
    var path = (dateIndices: [Int](), rates: [[Double]]([[], []]), losses: [[Double]]([[], []]))
    for row in 0 ..< table.count where table.hasForecast(row) {
      let count = table.first + row
      let published = state.rates(
        long: inputs(row, count, .long, references), short: inputs(row, count, .short, references))
      let date = count + delay <= history.count ? history.date(after: count + delay) : nil
      guard let date, let index = dateIndices[date], let long = published[0],
        let short = published[1],
        let fall = realized.after(count + delay, .long),
        let rise = realized.after(count + delay, .short)
      else { continue }
      path.dateIndices.append(index)
      path.rates[0].append(long.fraction)
      path.rates[1].append(short.fraction)
      path.losses[0].append(fall)
      path.losses[1].append(rise)
    }
    return TunePath(dateIndices: path.dateIndices, rates: path.rates, losses: path.losses)
  }
}
