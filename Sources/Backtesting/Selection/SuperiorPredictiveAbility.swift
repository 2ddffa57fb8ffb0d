internal import Glibc
internal import Statistics

/// Hansen's test of superior predictive ability: whether any candidate beats the incumbent.
///
/// With d the daily loss of the incumbent minus that of a candidate, the statistic is max(0, max_k
/// √n d̄_k/ω_k). Its null distribution comes from a stationary bootstrap with Hansen's consistent
/// recentering: a candidate that is worse by more than √(2 ln ln n) standard errors keeps its
/// negative mean.
///
/// - SeeAlso: Hansen (2005), *Journal of Business and Economic Statistics* 23(4), 365–380.
public struct SuperiorPredictiveAbility: Hashable, Sendable {
  /// The largest studentized advantage; nonnegative.
  public let statistic: Double
  /// The probability under the null of a statistic at least as large.
  public let pValue: Double
  /// The number of candidates compared with the incumbent.
  public let candidates: Int
  /// The number of bootstrap draws.
  public let draws: Int

  /// Tests candidates' losses by day against the incumbent's.
  ///
  /// Nil without a candidate, or for fewer than ten days.
  public init?(
    incumbent: [Double], candidates: [[Double]], meanBlockLength: Double, draws: Int = 999,
    seed: UInt64
  ) {
    let days = incumbent.count
    guard !candidates.isEmpty, days >= 10 else { return nil }
    precondition(candidates.allSatisfy { $0.count == days }, "Candidates have the incumbent's days")
    let advantages = candidates.map { zip(incumbent, $0).map { $0 - $1 } }
    let means = advantages.map { $0.reduce(0, +) / Double(days) }
    let resampled = Self.means(advantages, meanBlockLength, draws, seed)
    let errors = advantages.indices.map { k in
      let squares = resampled.reduce(0) { $0 + ($1[k] - means[k]) * ($1[k] - means[k]) }
      return (squares / Double(draws)).squareRoot()
    }
    func studentized(_ value: Double, _ k: Int) -> Double {
      // Identical losses have zero advantage and zero standard error.
      errors[k] > 1e-15 ? value / errors[k] : 0
    }
    let threshold = (2 * Self.logLog(days)).squareRoot()
    let observed = max(0, advantages.indices.map { studentized(means[$0], $0) }.max() ?? 0)
    let centres = advantages.indices.map { k in
      studentized(means[k], k) >= -threshold ? means[k] : 0
    }
    let above = resampled.count { draw in
      let largest = advantages.indices.map { studentized(draw[$0] - centres[$0], $0) }.max() ?? 0
      return max(0, largest) >= observed
    }
    statistic = observed
    pValue = Double(1 + above) / Double(draws + 1)
    self.candidates = candidates.count
    self.draws = draws
  }

  private static func means(
    _ series: [[Double]], _ length: Double, _ draws: Int, _ seed: UInt64
  ) -> [[Double]] {
    let count = series[0].count
    let bootstrap = StationaryBootstrap(meanBlockLength: length)
    let stream = RandomStream(seed: seed, identifier: "superior-predictive-ability")
    var indices = [Int](repeating: 0, count: count)
    return (0 ..< UInt32(draws)).map { draw in
      var drawn = indices.mutableSpan
      bootstrap.fillIndices(
        sampleCount: count, from: stream, replication: draw, into: &drawn)
      return series.map { values in
        var sum = 0.0
        for index in indices { sum += values[index] }
        return sum / Double(count)
      }
    }
  }

  private static func logLog(_ count: Int) -> Double { log(log(Double(count))) }
}
