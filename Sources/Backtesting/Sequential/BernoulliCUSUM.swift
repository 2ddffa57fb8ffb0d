internal import Glibc
internal import RiskMeasures
internal import Statistics
internal import Synchronization

/// The cumulative sum of exceedances against twice the rate: the fast alarm beside an e-process.
///
///     Sₜ = max( 0, Sₜ₋₁ + Iₜ ln(r/p) + (1 − Iₜ) ln((1 − r)/(1 − p)) ),   S₀ = 0,  r = 2p
///
/// It rises with each exceedance and falls with each covered loss. An alarm is S ≥ h, the threshold h that
/// makes correct forecasts raise one after a given number of bars on average, after which S starts from zero. Unlike
/// an e-process it will raise false alarms in the long run; in return it is quick.
///
/// - SeeAlso: Page (1954), *Biometrika* 41(1–2), 100–115, doi:10.1093/biomet/41.1-2.100; Reynolds and
///   Stoumbos (1999), *Journal of Quality Technology* 31(1), 87–108.
public struct BernoulliCUSUM: Hashable, Sendable {
  /// p, the rate of right forecasts.
  public let tail: Double
  /// r/p, how many times the rate the sum looks for.
  public static let multiple = 2.0

  /// The sum for exceedances at the rate p; traps unless 0 < p < ½.
  public init(tail: Double) {
    precondition(tail > 0 && tail < 0.5, "A rate of \(tail) is not between 0 and a half")
    self.tail = tail
  }

  private var rise: Double { log(Self.multiple) }
  private var fall: Double { log1p(-tail) - log1p(-Self.multiple * tail) }

  /// The sum after each exceedance.
  func values(after indices: [Int]) -> [Double] {
    var sum = 0.0
    var next = 0
    return indices.map { index in
      sum = max(0, sum - Double(index - next) * fall) + rise
      next = index + 1
      return sum
    }
  }

  /// The places of alarms, the sum starting from zero after each.
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

  /// The threshold of a mean run length, and how long alarms take, by simulation.
  public struct Design: Hashable, Sendable {
    /// h.
    public let threshold: Double
    /// The mean number of bars to an alarm under right forecasts.
    public let runLength: Double
    /// The mean number of bars to an alarm at 1.5, 2 and 5 times the rate.
    public let detection: [Detection]
    /// The number of simulated runs, and their seed.
    public let simulation: Simulation
  }

  /// How long an alarm takes at a multiple of the stated rate.
  public struct Detection: Hashable, Sendable {
    /// How many times the stated rate exceedances come at.
    public let multiple: Double
    /// The mean number of bars to an alarm.
    public let bars: Double
  }

  /// The multiples of the rate for which times to detection are reported.
  public static let detectionMultiples = [1.5, 2, 5]

  /// The design whose mean run length is ten years of business days, made once a rate and seed.
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

  /// The design whose mean run length is `target` bars; runs end after ten times as many.
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

  /// The new heights that a run of independent exceedances reaches, up to a threshold.
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
