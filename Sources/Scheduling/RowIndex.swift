package import Forecasting
internal import Margin
internal import MarketData

/// The positions of schedule entries in the instrument's own history.
///
/// An entry of a dated schedule is found by its date, so that the history may be the longer one.
package struct RowIndex {
  package let counts: [Int]

  package init(_ schedule: InstrumentSchedule, on history: InstrumentHistory) {
    guard let times = history.axis.times else {
      counts = schedule.entries.map(\.observations)
      return
    }
    var index = 0
    counts = schedule.entries.map { entry in
      guard let date = entry.asOf else { return entry.observations }
      while index < times.count, times[index] < date { index += 1 }
      return index + 1
    }
  }
}
