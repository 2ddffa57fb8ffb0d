import Glibc

extension ScreenedHistory {
  /// Prices at or below zero, or not finite.
  var nonPositivePrices: DataFinding? {
    guard let first = nonPositive.first, let last = nonPositive.last else { return nil }
    return finding(
      .nonPositivePrice, rows: first ..< first + 1, count: nonPositive.count,
      message: "a price of \(FindingText.price(close[first])) \(place(of: first))"
        + "\(others(nonPositive.count, lastRow: last)): a ratio return does not exist there",
      remedy: "take price differences (--convention difference), or exclude the returns on both "
        + "sides (--on non-positive-price=exclude-return)")
  }

  /// Closes above the high or below the low of their bar, and highs below lows.
  var closesOutsideBars: DataFinding? {
    guard let high = history.high, let low = history.low else { return nil }
    let tolerance = ScreenBounds.barTolerance
    let rows = close.indices.filter { row in
      let slack = tolerance * abs(close[row])
      return close[row] > high[row] + slack || close[row] < low[row] - slack
    }
    guard let first = rows.first, let last = rows.last else { return nil }
    let range = "\(FindingText.price(low[first])) to \(FindingText.price(high[first]))"
    return finding(
      .closeOutsideBar, rows: first ..< first + 1, count: rows.count,
      message: "a close of \(FindingText.price(close[first])) \(place(of: first)) in a bar from "
        + "\(range)\(others(rows.count, lastRow: last)): columns exchanged, a settlement outside "
        + "the day's range, or only some columns adjusted",
      remedy: "name the column of the close (--price-column), or leave out high and low")
  }

  /// Whether the values are returns that were read as prices.
  ///
  /// Values of both signs around zero whose differences are as large as the values themselves: a
  /// yield or a spread moves by a fraction of its range.
  var looksLikeReturns: DataFinding? {
    let count = close.count
    let least = ScreenBounds.returnsSignShare * Double(count)
    guard count >= ScreenBounds.leastReturns, Double(nonPositive.count) >= least,
      close.allSatisfy(\.isFinite)
    else { return nil }
    let negative = close.count { $0 < 0 }
    guard Double(negative) >= least, Double(close.count { $0 > 0 }) >= least else { return nil }
    let mean = close.reduce(0, +) / Double(count)
    let variation = close.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let changes = (1 ..< count).reduce(0) { sum, row in
      let change = close[row] - close[row - 1]
      return sum + change * change
    }
    guard variation > 0, changes > ScreenBounds.returnsRatio * variation else { return nil }
    let typical = close.map(abs).sorted()[count / 2]
    let unit = typical >= ScreenBounds.percentReturns ? "percent" : "decimal"
    return finding(
      .looksLikeReturns, rows: 0 ..< count,
      message: "values from \(FindingText.figure(close.min() ?? 0)) to "
        + "\(FindingText.figure(close.max() ?? 0)) that change sign from bar to bar, \(negative) "
        + "of \(count) negative: returns, not prices",
      remedy: "read them as returns (--returns \(unit))")
  }

  /// Changes of close ÷ adjusted close that no dividend explains.
  func parting(from adjusted: [Double]) -> DataFinding? {
    precondition(
      adjusted.count == close.count, "\(adjusted.count) adjusted closes for \(close.count) bars")
    let isUsable = { (row: Int) in self.close[row] > 0 && adjusted[row] > 0 }
    let bound = exp(ScreenBounds.adjustment)
    let rows = (1 ..< max(1, close.count)).filter { row in
      guard isUsable(row), isUsable(row - 1) else { return false }
      let change = (close[row] / adjusted[row]) / (close[row - 1] / adjusted[row - 1])
      return change > bound || change * bound < 1
    }
    guard let first = rows.first, let last = rows.last else { return nil }
    let change =
      (close[first] / adjusted[first]) / (close[first - 1] / adjusted[first - 1])
    let ratio = JumpRatio.nearest(to: log(change), within: 0.05).map { ", near \($0)" } ?? ""
    return finding(
      .closeAndAdjustedClosePart, rows: first - 1 ..< first + 1, count: rows.count,
      message: "close ÷ adjusted close changes by a factor of \(FindingText.figure(change))\(ratio)"
        + " \(place(of: first))\(others(rows.count, lastRow: last)): a split is applied to one of "
        + "the two columns only",
      remedy: "use the column without the jump (--price-column), usually the adjusted close")
  }
}
