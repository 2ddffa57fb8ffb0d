import Glibc

extension PriceHistory {
  /// Close-to-close returns over a number of bars, overlapping if it is above one.
  ///
  ///     simple: R = Pₜ₊ₕ/Pₜ − 1        log: r = ln(Pₜ₊ₕ/Pₜ)        difference: Pₜ₊ₕ − Pₜ
  ///
  /// Decimal fractions, or price units for differences; the axis holds the time at the end of each return. Fewer than h + 1 prices give an empty series.
  public func returns(_ convention: ReturnConvention, over bars: Int = 1) -> ReturnSeries {
    let values = returnValues(convention, over: bars)
    return ReturnSeries(
      instrument: instrument, axis: axis[close.count - values.count ..< close.count],
      convention: convention, values: values)
  }

  /// The values of ``returns(_:over:)``, for callers that already have the axis.
  package func returnValues(_ convention: ReturnConvention, over bars: Int = 1) -> [Double] {
    precondition(bars >= 1, "A return over \(bars) bars")
    let count = Swift.max(0, close.count - bars)
    return [Double](capacity: count) { output in
      let prices = close.span
      for index in 0 ..< count {
        let (before, after) = (prices[index], prices[index + bars])
        switch convention {
        case .simple: output.append(after / before - 1)
        case .log: output.append(log(after / before))
        case .difference: output.append(after - before)
        }
      }
    }
  }
}

extension ReturnSeries {
  /// The same returns under another convention: r = ln(1 + R), R = eʳ − 1.
  ///
  /// Differences are known from prices only, and convert to nothing else.
  public func converted(to other: ReturnConvention) -> ReturnSeries {
    guard other != convention else { return self }
    precondition(
      other.unit == convention.unit,
      "\(convention.rawValue) returns cannot be converted to \(other.rawValue) without prices")
    return ReturnSeries(
      instrument: instrument, axis: axis, convention: other,
      values: values.map { other == .log ? log1p($0) : expm1($0) })
  }

  /// Overlapping returns over a number of bars: Π(1 + Rᵢ) − 1 for simple returns, Σrᵢ for log
  /// returns and differences.
  ///
  /// Each is computed from its own bars only, so that it does not depend on any other.
  public func compounded(over bars: Int) -> ReturnSeries {
    precondition(bars >= 1, "A return over \(bars) bars")
    guard bars > 1 else { return self }
    let count = Swift.max(0, values.count - bars + 1)
    return ReturnSeries(
      instrument: instrument, axis: axis[values.count - count ..< values.count],
      convention: convention,
      values: (0 ..< count).map { compounded($0 ..< $0 + bars) })
  }

  /// The return over a range of bars; for a single bar exactly its own return.
  func compounded(_ range: Range<Int>) -> Double {
    if range.count == 1 { return values[range.lowerBound] }
    switch convention {
    case .log, .difference: return values[range].reduce(0, +)
    case .simple: return values[range].reduce(1) { $0 * (1 + $1) } - 1
    }
  }
}
