extension ScreenedHistory {
  /// A run of equal closes as the range of its zero returns: the close of each of these rows
  /// equals the one before.
  private typealias Run = Range<Int>

  /// Whether a close repeats the one before.
  func isRepeated(_ row: Int) -> Bool {
    abs(close[row] - close[row - 1]) <= ScreenBounds.equality * abs(close[row - 1])
  }

  /// Equal closes for longer than the instrument's own habit explains.
  ///
  /// If a close repeats with probability z, independently, then runs of zero returns are
  /// geometric, each nonzero return is followed by a run with probability z, and (k + 1)·zᴸ runs
  /// of at least L are expected among k nonzero returns. The estimate (runs + 1)/(k + 2) of z does
  /// not depend on how long the runs are, so that a freeze does not hide itself.
  func frozenPrices(atLeast leastReturns: Int) -> DataFinding? {
    var moves = 0
    var runs = 0
    var candidates: [Run] = []
    var start: Int?
    for row in 1 ..< max(1, close.count) {
      if isRepeated(row) {
        if start == nil { start = row }
      } else {
        moves += 1
        close(&start, at: row, &runs, &candidates, leastReturns)
      }
    }
    close(&start, at: close.count, &runs, &candidates, leastReturns)
    guard !candidates.isEmpty else { return nil }
    let habit = min(Double(runs + 1) / Double(moves + 2), ScreenBounds.frozenHabit)
    let frozen = candidates.filter { run in
      expectedRuns(ofAtLeast: run.count, habit: habit, moves: moves) < ScreenBounds.frozenChance
    }
    return frozenFinding(frozen)
  }

  private func close(
    _ start: inout Int?, at end: Int, _ runs: inout Int, _ candidates: inout [Run],
    _ leastReturns: Int
  ) {
    guard let first = start else { return }
    runs += 1
    if end - first >= leastReturns { candidates.append(first ..< end) }
    start = nil
  }

  private func expectedRuns(ofAtLeast length: Int, habit: Double, moves: Int) -> Double {
    var expected = Double(moves + 1)
    for _ in 0 ..< length where expected >= ScreenBounds.frozenChance { expected *= habit }
    return expected
  }

  private func frozenFinding(_ runs: [Run]) -> DataFinding? {
    guard let first = runs.first, let longest = runs.max(by: { $0.count < $1.count }) else {
      return nil
    }
    let zeros = runs.reduce(0) { $0 + $1.count }
    let more =
      runs.count > 1 ? "; \(runs.count) such runs with \(zeros) zero returns in all" : ""
    return finding(
      .frozenPrices, rows: first.lowerBound - 1 ..< first.upperBound,
      doubtfulReturns: runs.flatMap(Array.init), count: runs.count,
      message: "\(longest.count + 1) equal closes of "
        + "\(FindingText.price(close[longest.lowerBound])) from "
        + "\(name(of: longest.lowerBound - 1)) to \(name(of: longest.upperBound - 1))\(more): "
        + "a halted market, or a feed that repeated its last price",
      remedy: "replace the repeated prices by the true ones or by blanks, or exclude the zero "
        + "returns (--on frozen-prices=exclude-return)")
  }

  /// Weekend bars that repeat Friday's close in a market that is closed on weekends.
  ///
  /// At least four weekends and nine of ten weekend bars must repeat, and weekday bars mostly must
  /// not, so that a currency peg is not taken for it.
  var forwardFilledWeekends: DataFinding? {
    guard let times, calendar?.barLength == .daily, calendar?.kind == .continuous else {
      return nil
    }
    var weekend = (bars: 0, repeated: 0)
    var weekday = (bars: 0, repeated: 0)
    var saturdays: [Int] = []
    for row in 1 ..< close.count {
      let day = times[row].date.weekday
      let repeated = isRepeated(row) ? 1 : 0
      if day.isWeekend {
        weekend.bars += 1
        weekend.repeated += repeated
        if repeated == 1 && day == .saturday { saturdays.append(row) }
      } else {
        weekday.bars += 1
        weekday.repeated += repeated
      }
    }
    guard saturdays.count >= ScreenBounds.filledWeekends, let first = saturdays.first,
      Double(weekend.repeated) >= ScreenBounds.filledShare * Double(weekend.bars),
      2 * weekday.repeated < weekday.bars
    else { return nil }
    return finding(
      .forwardFilled, rows: first ..< min(first + 2, close.count),
      doubtfulReturns: (1 ..< close.count).filter { times[$0].date.weekday.isWeekend },
      count: saturdays.count,
      message: "\(weekend.repeated) of \(weekend.bars) weekend bars repeat Friday's close, first "
        + "\(place(of: first)): weekends filled forward, which add zero returns",
      remedy: "remove the weekend rows, or exclude their returns "
        + "(--on forward-filled=exclude-return)")
  }
}
