extension PriceHistory {
  /// The history in longer bars: the first open, the highest high, the lowest low, the last close
  /// and the sum of the volumes of each period.
  ///
  /// A bar lies in the period that contains its time. The bar of minutes, hours or a day has the
  /// time at which its period starts, as the input's bars have; that of a week the date of its
  /// Friday, that of a month its last date. A period without bars has none. Where the history has
  /// no opens, highs or lows, neither has the result. A return is left out if one of the returns
  /// that it spans was.
  ///
  /// The last period is dropped unless it is finished: as long as the calendar expects another bar
  /// in it, its close is not known.
  ///
  /// - Throws: `unsuitableBars` if the history is undated, or if its bars do not fit in the periods.
  public func resampled(
    to period: BarPeriod, holidays: HolidayList = HolidayList()
  ) throws(MarketDataError) -> Self {
    guard let times = axis.times, let calendar = TradingCalendar(of: axis, holidays: holidays),
      period.isMade(of: calendar)
    else { throw .unsuitableBars(instrument, of: barLength, to: period) }
    var spans: [BarPeriod.Span] = []
    var starts: [Int] = []
    for index in times.indices where spans.last.map({ times[index] >= $0.end }) ?? true {
      spans.append(period.span(of: times[index]))
      starts.append(index)
    }
    var ends = starts.dropFirst() + [count]
    if let last = times.last, let span = spans.last,
      calendar.expectsBar(after: last, before: span.end)
    {
      spans.removeLast()
      starts.removeLast()
      ends.removeLast()
    }
    let bars = zip(starts, ends).map { $0 ..< $1 }
    func combined(_ field: [Double]?, _ combine: (ArraySlice<Double>) -> Double?) -> [Double]? {
      field.map { values in bars.compactMap { combine(values[$0]) } }
    }
    let left = Set(excludedReturns)
    return Self(
      instrument: instrument, axis: .times(spans.map(period.stamp(of:))),
      open: combined(open) { $0.first }, high: combined(high) { $0.max() },
      low: combined(low) { $0.min() }, close: bars.map { close[$0.upperBound - 1] },
      volume: combined(volume) { $0.reduce(0, +) }, source: source,
      excludedReturns: left.isEmpty
        ? [] : bars.indices.dropFirst().filter { bars[$0].contains(where: left.contains) })
  }
}

extension TradingCalendar {
  /// Whether a bar is expected after a bar and before another time.
  fileprivate func expectsBar(after last: Timestamp, before end: Timestamp) -> Bool {
    var next = last.advanced(byMilliseconds: step)
    while next < end {
      if expects(next) { return true }
      next = next.advanced(byMilliseconds: step)
    }
    return false
  }
}
