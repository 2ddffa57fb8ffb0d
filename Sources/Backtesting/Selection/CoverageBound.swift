internal import Statistics
internal import Synchronization

/// A one-sided lower bound on the coverage of a margin, from days of one or several series.
///
/// A single series without overlap has the exact bound of Clopper and Pearson: at 95 % confidence and 99 %
/// coverage 0, 1, 4 and 16 exceedances are allowed on 299, 500, 1,000 and 2,500 days, and none on fewer than 299. Series
/// that fail together, and horizons that overlap, have the quantile of a stationary bootstrap of whole dates, but never
/// a bound above the exact one for as many exceedances a series on as many dates.
public struct CoverageBound: Sendable {
  /// The confidence of the bound, in (½, 1).
  public let confidence: Double
  /// How days hang together.
  public let dependence: Dependence
  private let resamples = DateResamples()

  /// How days and series hang together.
  public enum Dependence: Hashable, Sendable {
    /// One series of horizons that do not overlap.
    case independent
    /// Blocks of a mean length in days, with a number of resamples.
    case blocks(meanLength: Double, draws: Int, seed: UInt64)
  }

  /// A bound of a confidence.
  public init(confidence: Double, dependence: Dependence) {
    precondition(
      confidence > 0.5 && confidence < 1, "A confidence is in (0.5, 1), not \(confidence)")
    self.confidence = confidence
    self.dependence = dependence
  }

  /// The bound of exceedances and losses by date; 0 without a date.
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
      // As many exceedances as a series had on average, on as many days as it had.
      let own = Int((Double(exceeded) * Double(dates) / Double(total)).rounded(.up))
      let exact = ClopperPearsonInterval.lowerBound(
        successes: dates - min(own, dates), trials: dates, confidence: confidence)
      let resampled = resampled(exceedances, losses, length, draws, seed)
      let rank = max(0, Int((Double(draws + 1) * (1 - confidence)).rounded(.down)) - 1)
      return min(exact, resampled[rank])
    }
  }

  /// The coverage of each resample of dates, ascending.
  ///
  /// A block is the difference of two running sums, so that a resample costs as many steps as it has blocks.
  private func resampled(
    _ exceedances: [Int], _ losses: [Int], _ length: Double, _ draws: Int, _ seed: UInt64
  ) -> [Double] {
    let count = losses.count
    let sums = (exceedances: Self.runningSums(exceedances), losses: Self.runningSums(losses))
    func sum(_ sums: [Int], _ start: Int, _ length: Int) -> Int {
      let end = start + length
      guard end > count else { return sums[end] - sums[start] }
      // Blocks wrap at the end, the longest of them whole rounds.
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

  /// The fewest independent days on which a coverage can be shown at all: ⌈ln(1 − confidence)/ln(coverage)⌉.
  public func fewestDays(showing coverage: Double) -> Int {
    var days = 1
    while ClopperPearsonInterval.lowerBound(successes: days, trials: days, confidence: confidence)
      < coverage
    { days += 1 }
    return days
  }
}

/// The blocks of dates that resamples are made of, drawn once for each number of dates.
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
