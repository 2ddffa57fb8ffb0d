internal import Glibc
internal import Statistics
internal import Synchronization

/// A one-sided lower confidence bound on margin coverage, from one or several series.
///
/// A single series without overlap has the exact Clopper–Pearson bound: at 95 % confidence, a
/// coverage of 99 % allows 0, 1, 4 and 16 exceedances in 299, 500, 1,000 and 2,500 days, and cannot
/// be shown with fewer than 299. For dependent series and overlapping horizons the bound is a
/// quantile of a stationary bootstrap of whole dates, and at most the exact bound for the average
/// exceedances per series on as many dates.
public struct CoverageBound: Sendable {
  /// The confidence level of the bound, in (½, 1).
  public let confidence: Double
  /// The dependence between days and series.
  public let dependence: Dependence
  private let resamples = DateResamples()

  /// The dependence between days and series.
  public enum Dependence: Hashable, Sendable {
    /// One series of non-overlapping horizons.
    case independent
    /// Blocks with a mean length in days, a number of resamples and a random seed.
    case blocks(meanLength: Double, draws: Int, seed: UInt64)
  }

  /// Creates a bound with the given confidence level and dependence.
  public init(confidence: Double, dependence: Dependence) {
    precondition(
      confidence > 0.5 && confidence < 1, "A confidence is in (0.5, 1), not \(confidence)")
    self.confidence = confidence
    self.dependence = dependence
  }

  /// Returns the lower bound on coverage from exceedances and losses by date; 0 without dates.
  public func lowerBound(exceedances: [Int], losses: [Int]) -> Double {
    precondition(exceedances.count == losses.count, "A count of losses a date")
    let total = losses.reduce(0, +)
    guard total > 0 else { return 0 }
    let exceeded = exceedances.reduce(0, +)
    switch dependence {
    case .independent:
      return ClopperPearsonInterval.lowerBound(
        successes: total - exceeded, trials: total, confidence: confidence)
    case .blocks(let length, let draws, let seed):
      let dates = losses.count
      // The average number of exceedances per series, for the same number of dates.
      let own = Int((Double(exceeded) * Double(dates) / Double(total)).rounded(.up))
      let exact = ClopperPearsonInterval.lowerBound(
        successes: dates - min(own, dates), trials: dates, confidence: confidence)
      let resampled = resampled(exceedances, losses, length, draws, seed)
      let rank = max(0, Int((Double(draws + 1) * (1 - confidence)).rounded(.down)) - 1)
      return min(exact, resampled[rank])
    }
  }

  /// Returns the coverage of each resample of dates, ascending.
  ///
  /// A block is the difference of two running sums, so a resample costs one step per block.
  private func resampled(
    _ exceedances: [Int], _ losses: [Int], _ length: Double, _ draws: Int, _ seed: UInt64
  ) -> [Double] {
    let count = losses.count
    let sums = (exceedances: Self.runningSums(exceedances), losses: Self.runningSums(losses))
    func sum(_ sums: [Int], _ start: Int, _ length: Int) -> Int {
      let end = start + length
      guard end > count else { return sums[end] - sums[start] }
      // Blocks wrap at the end; the longest ones span whole rounds.
      let rounds = (end - 1) / count
      return rounds * sums[count] - sums[start] + sums[end - rounds * count]
    }
    return resamples.blocks(of: count, meanLength: length, draws: draws, seed: seed).map { blocks in
      var (exceeded, total) = (0, 0)
      for block in blocks {
        exceeded += sum(sums.exceedances, block.start, block.length)
        total += sum(sums.losses, block.start, block.length)
      }
      return total > 0 ? 1 - Double(exceeded) / Double(total) : 0
    }.sorted()
  }

  private static func runningSums(_ values: [Int]) -> [Int] {
    var sums = [0]
    sums.reserveCapacity(values.count + 1)
    for value in values { sums.append(sums[sums.count - 1] + value) }
    return sums
  }

  /// Returns the minimum number of independent days to show a coverage.
  ///
  ///     ⌈ln(1 − confidence)/ln(coverage)⌉
  public func fewestDays(showing coverage: Double) -> Int {
    // With every day covered, the bound is (1 − confidence)^(1/days).
    let estimate = (Glibc.log(1 - confidence) / Glibc.log(coverage)).rounded(.up)
    var days = max(1, Int(min(estimate, 1e15)) - 1)
    let most = days + 3
    while days < most,
      ClopperPearsonInterval.lowerBound(successes: days, trials: days, confidence: confidence)
        < coverage
    { days += 1 }
    return days
  }
}

/// The date blocks of the resamples, drawn once for each number of dates.
private final class DateResamples: Sendable {
  private let drawn = Mutex<[Int: [[(start: Int, length: Int)]]]>([:])

  func blocks(
    of count: Int, meanLength: Double, draws: Int, seed: UInt64
  ) -> [[(start: Int, length: Int)]] {
    drawn.withLock { drawn in
      if let blocks = drawn[count] { return blocks }
      let bootstrap = StationaryBootstrap(meanBlockLength: meanLength)
      let stream = RandomStream(seed: seed, identifier: "coverage-bound")
      let blocks = (0 ..< UInt32(draws)).map { draw in
        bootstrap.blocks(sampleCount: count, from: stream, replication: draw)
      }
      drawn[count] = blocks
      return blocks
    }
  }
}
