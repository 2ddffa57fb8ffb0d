public import LinearAlgebra

/// Returns of several instruments on common times: instruments × days, finite, made for portfolio models.
public struct ReturnPanel: Sendable {
  /// The rule by which series with different times come to common ones.
  public enum Alignment: String, Hashable, Sendable, Codable {
    /// Only times that every series has.
    ///
    /// Returns between two common times are compounded into the later one, so that no price move is lost; returns up to the
    /// first common time are dropped, unless that is the first time of every series; those after the last one are dropped.
    case commonDates
  }

  /// What became of one instrument's returns.
  public struct Count: Hashable, Sendable {
    /// Whose returns they are.
    public let instrument: InstrumentID
    /// Returns of the series.
    public let given: Int
    /// Returns compounded into one of a later time, which also holds that time's own.
    public let merged: Int
    /// Returns before the first or after the last time of the panel.
    public let dropped: Int
  }

  /// The instruments in the order of their identifiers, a row of ``values`` each.
  public let instruments: [InstrumentID]
  /// The end of each return, a column of ``values`` each.
  public let axis: TimeAxis
  /// How the returns were computed.
  public let convention: ReturnConvention
  /// Returns as decimal fractions, instruments × days: a day's cross-section is one contiguous column.
  public let values: Matrix
  /// What the alignment merged and dropped, in the order of the instruments.
  public let counts: [Count]

  /// Brings series to common times.
  ///
  /// Undated series must be equally long. Throws `mixedConventions`, `mixedAxes` or `noCommonDates`.
  public init(
    _ series: [ReturnSeries], aligned alignment: Alignment = .commonDates
  ) throws(MarketDataError) {
    let sorted = series.sorted { $0.instrument < $1.instrument }
    guard let first = sorted.first else { throw .noCommonDates([]) }
    guard sorted.allSatisfy({ $0.convention == first.convention }) else { throw .mixedConventions }
    let (axis, ends) = try Self.commonEnds(of: sorted)
    self.instruments = sorted.map(\.instrument)
    self.axis = axis
    self.convention = first.convention
    self.counts = zip(sorted, ends).map { series, ends in
      let used = (ends.last?.upperBound ?? 0) - (ends.first?.lowerBound ?? 0)
      return Count(
        instrument: series.instrument, given: series.values.count, merged: used - ends.count,
        dropped: series.values.count - used)
    }
    self.values = Matrix(rows: sorted.count, columns: axis.count) { output in
      for day in 0 ..< axis.count {
        for (series, ranges) in zip(sorted, ends) {
          output.append(series.compounded(ranges[day]))
        }
      }
    }
  }
}

// MARK: - Alignment

extension ReturnPanel {
  /// The common axis and, for each series, the ranges of its own returns that each common return is made of.
  private static func commonEnds(
    of series: [ReturnSeries]
  ) throws(MarketDataError) -> (TimeAxis, [[Range<Int>]]) {
    let dated = series.compactMap(\.axis.times)
    if dated.isEmpty {
      let counts = series.map(\.values.count)
      guard let count = counts.first, counts.allSatisfy({ $0 == count }) else {
        throw .mixedAxes(counts: counts)
      }
      let ranges = (0 ..< count).map { $0 ..< $0 + 1 }
      return (.positions(count), Array(repeating: ranges, count: series.count))
    }
    guard dated.count == series.count else { throw .mixedAxes(counts: []) }
    var common = dated[0]
    for times in dated.dropFirst() where times != common { common = intersection(common, times) }
    let startsTogether = dated.allSatisfy { $0.first == common.first }
    let ends = dated.map { ranges(of: $0, endingAt: common, keepsFirst: startsTogether) }
    if !startsTogether { common = Array(common.dropFirst()) }
    guard !common.isEmpty else { throw .noCommonDates(series.map(\.instrument)) }
    return (.times(common), ends)
  }

  private static func intersection(_ a: [Timestamp], _ b: [Timestamp]) -> [Timestamp] {
    var result: [Timestamp] = []
    var i = 0
    var j = 0
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        result.append(a[i])
        i += 1
        j += 1
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return result
  }

  private static func ranges(
    of times: [Timestamp], endingAt common: [Timestamp], keepsFirst: Bool
  ) -> [Range<Int>] {
    var result: [Range<Int>] = []
    result.reserveCapacity(common.count)
    var lower = 0
    var index = 0
    for (place, end) in common.enumerated() {
      while times[index] < end { index += 1 }
      if place > 0 || keepsFirst { result.append(lower ..< index + 1) }
      lower = index + 1
    }
    return result
  }
}
