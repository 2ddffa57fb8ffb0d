internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import RiskModels

extension PastMeasures {
  /// The worst window of `length` returns that ends by each date.
  func stressed(
    _ returns: [Double], _ side: Side, length: Int, first: Int
  ) -> [ReferenceMeasure?] {
    var window = SortedWindow(capacity: length)
    var worst: ReferenceMeasure?
    var rows: [ReferenceMeasure?] = []
    for (i, value) in returns.enumerated() {
      window.append(value)
      let count = i + horizon.bars
      if window.count == length, let value = measured(window.ascending, side),
        worst.map({ value > $0.value }) ?? true
      {
        // The first compounded return begins h − 1 bars before its end.
        let start = count - length - horizon.bars + 1
        worst = ReferenceMeasure(value: value, window: start ... count - 1)
      }
      if count >= first { rows.append(worst) }
    }
    return rows
  }

  /// The returns that end between two dates, both included, once there are enough of them.
  func stressed(
    _ returns: [Double], _ side: Side, history: InstrumentHistory,
    within dates: ClosedRange<CalendarDate>, first: Int
  ) -> [ReferenceMeasure?] {
    var sample = SortedSample()
    var rows: [ReferenceMeasure?] = []
    for (i, value) in returns.enumerated() {
      let count = i + horizon.bars
      if let date = history.date(after: count)?.date, dates.contains(date) {
        sample.insert(value + 0)
      }
      guard count >= first else { continue }
      rows.append(measured(sample.ascending, side).map { ReferenceMeasure(value: $0) })
    }
    return rows
  }
}
