public import LinearAlgebra

/// Returns of several instruments at common times, an instruments × days matrix of finite values
/// for portfolio models.
public struct ReturnPanel: Sendable {
  /// The rule that aligns series with different times.
  public enum Alignment: String, Hashable, Sendable, Codable {
    /// Only times that every series has.
    ///
    /// Returns between two common times are compounded into the later one, so that no price move is
    /// lost. Returns up to the first common time are dropped, unless it is the first time of every
    /// series; so are returns after the last one.
    case commonDates
  }

  /// The number of returns of one instrument that were merged and dropped.
  public struct Count: Hashable, Sendable {
    /// The instrument.
    public let instrument: InstrumentID
    /// The number of returns in the series.
    public let given: Int
    /// The number of returns compounded into a later one, which includes that time's own return.
    public let merged: Int
    /// The number of returns before the first or after the last time of the panel.
    public let dropped: Int
  }

  /// The instruments in the order of their identifiers, one row of ``values`` each.
  public let instruments: [InstrumentID]
  /// The end of each return, one column of ``values`` each.
  public let axis: TimeAxis
  /// The convention of the returns.
  public let convention: ReturnConvention
  /// Returns as decimal fractions, instruments × days: a day's cross-section is one contiguous column.
  public let values: Matrix
  /// The merged and dropped returns, in the order of the instruments.
  public let counts: [Count]

  /// Aligns series to common times.
  ///
  /// Undated series must have the same length.
  ///
  /// - Throws: `mixedConventions`, `mixedAxes` or `noCommonDates`.
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
  /// The common axis and, for each series, the range of its own returns that makes up each common
  /// return.
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
    for (position, end) in common.enumerated() {
      while times[index] < end { index += 1 }
      if position > 0 || keepsFirst { result.append(lower ..< index + 1) }
      lower = index + 1
    }
    return result
  }
}
