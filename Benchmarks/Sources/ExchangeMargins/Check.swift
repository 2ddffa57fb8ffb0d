import MarketData
import Statistics

/// Checks on cases small enough to compute by hand, and on schedules from truncated inputs.
enum Check {
  static func faults(in folder: String) async throws -> [String] {
    let paper = [
      ("McNemar, 1 v 5: 2·7/64", PairedTest(oursAlone: 1, theirsAlone: 5).pValue == 0.21875),
      ("McNemar, 2 v 2", PairedTest(oursAlone: 2, theirsAlone: 2).pValue == 1),
      ("McNemar, none", PairedTest(oursAlone: 0, theirsAlone: 0).pValue == 1),
      ("16 exceedances pass in 2,500 dates", Choice.allowedExceedances(in: 2_500) == 16),
      ("1 in 500", Choice.allowedExceedances(in: 500) == 1),
      (
        "none in 299, and not in 298",
        Choice.allowedExceedances(in: 299) == 0 && Choice.allowedExceedances(in: 298) == nil
      ),
      ("ends 1 and 39 of 39 draws", Comparison.interval((1 ... 39).map(Double.init)) == 1 ... 39),
      (
        "fewer exceedances, but the interval holds zero",
        Verdict(pValue: 0.01, difference: -9 ... 0) == .open
      ),
      ("fewer exceedances", Verdict(pValue: 0.05, difference: -9 ... -1) == .ours),
      ("more exceedances", Verdict(pValue: 0.01, difference: 1 ... 9) == .theirs),
      ("a p-value above 5 %", Verdict(pValue: 0.051, difference: -9 ... -1) == .open),
      ("a lower mean", Verdict(meanRatio: 0.8 ... 0.99) == .ours),
      ("a mean that may be theirs", Verdict(meanRatio: 0.8 ... 1) == .open),
    ]
    return (paper + small).filter { !$0.1 }.map(\.0) + (try await prefixes(in: folder))
  }

  /// Two days: our rates 1 and 3, theirs 4 and 4, losses 3 (long) and 5 (short).
  ///
  /// The factor to their mean is 2; the ratios of loss to our rate are 3 and 5/3.
  private static var small: [(String, Bool)] {
    let date = CalendarDate(days: 0)
    let days = [
      Day(date: date, price: 1, move: -3, theirs: 4, ours: 1),
      Day(date: date, price: 1, move: 5, theirs: 4, ours: 3),
    ]
    let sample = Resample(days)
    let twice = sample.drawn([1, 1])
    let ours = Exceedances.ofOurs(days, at: 2)
    return [
      ("equal means", sample.meanFactor == 2),
      (
        "ours is exceeded by the long side alone, by 1",
        ours.long == 1 && ours.short == 0 && ours.shortfall == 1
      ),
      (
        "theirs is exceeded by the short side alone, by 1",
        Exceedances.ofTheirs(days).short == 1 && Exceedances.ofTheirs(days).worst == 1
      ),
      ("one exceedance each", sample.exceedanceDifference == 0 && sample.shortfallDifference == 0),
      ("one exceedance is allowed", sample.exceedanceFactor == 5.0 / 3),
      ("the ratio of means is 10/12", sample.meanRatio == 5.0 / 3 / 2),
      (
        "drawn twice: factor 4/3, two of each",
        twice.meanFactor == 8.0 / 6 && twice.exceedanceDifference == 0
      ),
    ]
  }

  /// Checks that a date's margin has the same bits when prices end on it, at 20 dates per contract.
  private static func prefixes(in folder: String) async throws -> [String] {
    var faults: [String] = []
    for contract in Contract.all {
      let closes = try Closes(path: "\(folder)/\(contract.prices)", column: contract.column)
      let rates = try await Schedule(.plain, on: closes).rates
      let dates = rates.keys.sorted()
      let stream = RandomStream(seed: Comparison.seed, identifier: "prefix \(contract.code)")
      for step in 0 ..< UInt32(20) {
        let place = Int(stream.uniform(path: 0, step: step) * Double(dates.count))
        let end = dates[place]
        let cut = try await Schedule(.plain, on: closes.filter { $0 <= end }).rates
        let holds = cut.count == place + 1 && cut.allSatisfy { rates[$0.key] == $0.value }
        if !holds { faults.append("\(contract.code): the schedule to \(end) knows later prices") }
      }
    }
    return faults
  }
}
