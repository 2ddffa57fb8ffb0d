package import Forecasting
internal import Margin
internal import MarketData

/// The positions of schedule entries in the instrument's own history.
///
/// A joint model's schedule is on the common dates, which may be fewer than the instrument's.
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
