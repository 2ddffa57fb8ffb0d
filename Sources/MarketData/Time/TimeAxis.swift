/// When each value of a series holds: real times, or only an order.
public enum TimeAxis: Hashable, Sendable {
  /// A time for each value, strictly ascending.
  case times([Timestamp])
  /// A number of values in order, their times not known.
  case positions(Int)
}

extension TimeAxis {
  /// The number of values on the axis.
  public var count: Int {
    switch self {
    case .times(let times): times.count
    case .positions(let count): count
    }
  }

  /// The times, or nil for an undated axis.
  public var times: [Timestamp]? {
    if case .times(let times) = self { times } else { nil }
  }

  /// The time of the last value; nil for an undated or empty axis.
  public var last: Timestamp? { times?.last }

  /// The axis of the values in a range of indices.
  public subscript(range: Range<Int>) -> Self {
    switch self {
    case .times(let times) where range == times.indices: .times(times)
    case .times(let times): .times(Array(times[range]))
    case .positions(let count): .positions(range.clamped(to: 0 ..< count).count)
    }
  }

  /// The median step of a dated axis of at least two values.
  public var barLength: BarLength? { times.flatMap { BarLength(medianStepOf: $0) } }

  /// The days of the week on which a dated axis has bars.
  public var tradingWeek: TradingWeek? { times.flatMap { TradingWeek(of: $0) } }

  /// The indices of the values between two times, both included; all of them for an undated axis.
  public func indices(from first: Timestamp?, through last: Timestamp?) -> Range<Int> {
    guard let times else { return 0 ..< count }
    let lower = first.map { bound in times.partitionPoint { $0 >= bound } } ?? 0
    let upper = last.map { bound in times.partitionPoint { $0 > bound } } ?? times.count
    return lower ..< Swift.max(lower, upper)
  }
}

extension [Timestamp] {
  /// The first index at which an ascending predicate holds.
  fileprivate func partitionPoint(_ holds: (Timestamp) -> Bool) -> Int {
    var range = 0 ..< count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        holds(self[middle]) ? range.lowerBound ..< middle : middle + 1 ..< range.upperBound
    }
    return range.lowerBound
  }
}
