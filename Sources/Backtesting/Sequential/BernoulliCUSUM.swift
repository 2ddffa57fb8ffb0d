internal import Glibc
internal import RiskMeasures
internal import Statistics
internal import Synchronization

/// A Bernoulli CUSUM of exceedances against twice the stated rate.
///
///     Sₜ = max( 0, Sₜ₋₁ + Iₜ ln(r/p) + (1 − Iₜ) ln((1 − r)/(1 − p)) ),   S₀ = 0,  r = 2p
///
/// It rises with each exceedance and falls with each covered loss. An alarm is raised if S ≥ h,
/// where the threshold h gives correct forecasts a stated mean number of bars to an alarm; S then
/// restarts from zero. Unlike an e-process, it raises false alarms in the long run, but it detects
/// faster.
///
/// - SeeAlso: Page (1954), *Biometrika* 41(1–2), 100–115, doi:10.1093/biomet/41.1-2.100; Reynolds
///   and Stoumbos (1999), *Journal of Quality Technology* 31(1), 87–108.
public struct BernoulliCUSUM: Hashable, Sendable {
  /// p, the exceedance rate of correct forecasts.
  public let tail: Double
  /// r/p, the ratio of the alternative rate to p.
  public static let multiple = 2.0

  /// Creates a CUSUM for the rate p; traps unless 0 < p < ½.
  public init(tail: Double) {
    precondition(tail > 0 && tail < 0.5, "A rate of \(tail) is not between 0 and a half")
    self.tail = tail
  }

  private var rise: Double { log(Self.multiple) }
  private var fall: Double { log1p(-tail) - log1p(-Self.multiple * tail) }

  /// Returns the sum after each exceedance.
  func values(after indices: [Int]) -> [Double] {
    var sum = 0.0
    var next = 0
    return indices.map { index in
      sum = max(0, sum - Double(index - next) * fall) + rise
      next = index + 1
      return sum
    }
  }

  /// Returns the indices of alarms, with the sum restarting from zero after each.
  func alarms(_ indices: [Int], threshold: Double) -> [Int] {
    var sum = 0.0
    var next = 0
    return indices.filter { index in
      sum = max(0, sum - Double(index - next) * fall) + rise
      next = index + 1
      guard sum >= threshold else { return false }
      sum = 0
      return true
    }
  }

  /// The threshold for a mean run length, with detection times, from simulation.
  public struct Design: Hashable, Sendable {
    /// h, the alarm threshold.
    public let threshold: Double
    /// The mean number of bars to an alarm under correct forecasts.
    public let runLength: Double
    /// The mean number of bars to an alarm at 1.5, 2 and 5 times the rate.
    public let detection: [Detection]
    /// The number of simulated runs, and their seed.
    public let simulation: Simulation
  }

  /// The mean time to an alarm at a multiple of the stated rate.
  public struct Detection: Hashable, Sendable {
    /// The exceedance rate as a multiple of the stated rate.
    public let multiple: Double
    /// The mean number of bars to an alarm.
    public let bars: Double
  }

  /// The multiples of the rate for which detection times are reported.
  public static let detectionMultiples = [1.5, 2, 5]

  /// Returns the design with a mean run length of ten years of business days, computed once per
  /// rate and seed.
  func tenYears(seed: UInt64) -> Design {
    Self.designs.withLock { designs in
      let key = DesignKey(tail: tail, seed: seed)
      if let design = designs[key] { return design }
      let design = design(runLength: 2_500, seed: seed)
      designs[key] = design
      return design
    }
  }

  private struct DesignKey: Hashable {
    let tail: Double
    let seed: UInt64
  }

  private static let designs = Mutex<[DesignKey: Design]>([:])

  /// Returns the design with a mean run length of `target` bars; runs are cut at ten times that
  /// length.
  public func design(runLength target: Double, runs: Int = 10_000, seed: UInt64 = 1) -> Design {
    let limit = 10 * target
    let records = (0 ..< UInt32(runs)).map { run in
      self.records(rate: tail, run: run, seed: seed, until: limit)
    }
    func meanRunLength(_ threshold: Double) -> Double {
      let total = records.reduce(0.0) { sum, record in
        sum + (record.first { $0.sum >= threshold }?.bars ?? limit)
      }
      return total / Double(runs)
    }
    // Below the first rise every exceedance is an alarm.
    var (low, high) = (0.0, records.reduce(rise) { max($0, $1.last?.sum ?? 0) })
    for _ in 0 ..< 60 {
      let middle = (low + high) / 2
      if meanRunLength(middle) < target { low = middle } else { high = middle }
    }
    let detection = Self.detectionMultiples.filter { $0 * tail < 1 }.map { multiple in
      let bars = (0 ..< UInt32(runs)).map { run in
        self.records(
          rate: multiple * tail, run: run, seed: seed, until: limit, threshold: high
        ).last?.bars ?? limit
      }
      return Detection(multiple: multiple, bars: bars.reduce(0, +) / Double(runs))
    }
    return Design(
      threshold: high, runLength: meanRunLength(high), detection: detection,
      simulation: Simulation(draws: runs, seed: seed))
  }

  private struct Record {
    let bars: Double
    let sum: Double
  }

  /// Returns the new maxima of the sum in a run of independent exceedances, up to a threshold.
  private func records(
    rate: Double, run: UInt32, seed: UInt64, until limit: Double, threshold: Double = .infinity
  ) -> [Record] {
    let stream = RandomStream(seed: seed, identifier: "cusum \(rate)")
    let scale = 1 / log1p(-rate)
    var records: [Record] = []
    var (bars, sum) = (0.0, 0.0)
    var step: UInt32 = 0
    while bars < limit {
      let gap = floor(log(stream.uniform(path: run, step: step)) * scale) + 1
      step += 1
      bars += gap
      sum = max(0, sum - (gap - 1) * fall) + rise
      guard sum > records.last?.sum ?? 0, bars < limit else { continue }
      records.append(Record(bars: bars, sum: sum))
      if sum >= threshold { break }
    }
    return records
  }
}
