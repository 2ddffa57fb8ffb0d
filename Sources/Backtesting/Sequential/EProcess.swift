internal import Glibc

/// The wealth process of a bettor against the forecasts, starting from 1.
///
///     Mₜ = Mₜ₋₁ (1 − λₜ + λₜ eₜ),   eₜ ≥ 0,  0 ≤ λₜ ≤ ½
///     E(eₜ | past) ≤ 1 if the forecasts are correct
///
/// With correct forecasts it is a supermartingale for any predictable bets λ: the probability that
/// it ever reaches 1/α is at most α (Ville's inequality). It may be monitored daily and stopped at
/// any date.
///
/// - SeeAlso: Wang, Wang and Ziegel (2025), *E-backtesting*, arXiv:2209.00991; Ville (1939), *Étude
///   critique de la notion de collectif*.
public struct EProcess: Hashable, Sendable {
  /// The betting strategy.
  public enum Betting: String, Hashable, Sendable, CaseIterable {
    /// The mean wealth of sixteen constant-bet strategies, with bets from 1/2000 to 1/2.
    ///
    /// At every date its wealth is at least one sixteenth of the best of them.
    case mixture
    /// The bet that maximizes the growth rate on past e-values (GREE); zero at first.
    case growthRate = "growth-rate"
  }

  /// A forecast whose e-value is not zero, and the wealth after it.
  public struct Jump: Hashable, Sendable {
    /// The index of the forecast.
    public let index: Int
    /// ln Mₜ, the log wealth after the forecast.
    public let logWealth: Double
  }

  /// The number of forecasts.
  public let count: Int
  /// The wealth after each nonzero e-value; between them it only falls.
  public let jumps: [Jump]
  /// ln Mₙ, the log wealth after the last forecast.
  public let finalLogWealth: Double

  /// Creates the process from the nonzero e-values `values`, in chronological order.
  init(count: Int, values: [(index: Int, e: Double)], betting: Betting = .mixture) {
    self.count = count
    var strategy: any BettingStrategy =
      switch betting {
      case .mixture: MixtureStrategy()
      case .growthRate: GrowthRateStrategy()
      }
    var jumps: [Jump] = []
    jumps.reserveCapacity(values.count)
    var next = 0
    for (index, e) in values {
      strategy.lose(index - next)
      strategy.receive(e)
      next = index + 1
      jumps.append(Jump(index: index, logWealth: strategy.logWealth))
    }
    strategy.lose(count - next)
    self.jumps = jumps
    finalLogWealth = strategy.logWealth
  }

  /// The largest ln Mₜ including the start, so never below 0.
  public var maximumLogWealth: Double { jumps.reduce(0) { max($0, $1.logWealth) } }

  /// min(1, 1/max Mₜ): a p-value valid at any stopping date.
  public var pValue: Double { exp(-maximumLogWealth) }

  /// Returns the indices of alarms, with the wealth restarting from 1 after each.
  ///
  /// The k-th alarm requires a wealth of 2ᵏ/α since the previous one, so that correct forecasts
  /// ever raise an alarm with probability at most α.
  public func alarms(at significance: Double) -> [Int] {
    var alarms: [Int] = []
    var start = 0.0
    var threshold = log(2 / significance)
    for jump in jumps where jump.logWealth - start >= threshold {
      alarms.append(jump.index)
      start = jump.logWealth
      threshold += log(2.0)
    }
    return alarms
  }

  /// Returns the least expected number of forecasts to a wealth of 1/α at an exceedance rate of
  /// `multiple` times p.
  ///
  ///     ln(1/α) / ( r ln(r/p) + (1 − r) ln((1 − r)/(1 − p)) ),   r = multiple · p
  ///
  /// This is the value for a bettor who knows r; one who must learn it takes longer. Nil unless p <
  /// r < 1.
  public static func leastExpectedDetection(
    of multiple: Double, tail p: Double, significance: Double
  ) -> Double? {
    let r = multiple * p
    guard r > p, r < 1 else { return nil }
    let growth = r * log(r / p) + (1 - r) * log((1 - r) / (1 - p))
    return -log(significance) / growth
  }
}

/// A strategy of bets on successive e-values.
private protocol BettingStrategy {
  /// The log wealth.
  var logWealth: Double { get }
  /// Processes `days` consecutive e-values of zero.
  mutating func lose(_ days: Int)
  /// Processes one e-value.
  mutating func receive(_ e: Double)
}

private struct MixtureStrategy: BettingStrategy {
  /// Sixteen bets, equally spaced in logarithm.
  private static let bets = (0 ..< 16).map { 0.5 * pow(0.001, Double($0) / 15) }
  private var logs = [Double](repeating: 0, count: 16)

  var logWealth: Double {
    let top = logs.reduce(-Double.infinity, max)
    let sum = logs.reduce(0) { $0 + exp($1 - top) }
    return top + log(sum / Double(logs.count))
  }

  mutating func lose(_ days: Int) {
    for (index, bet) in Self.bets.enumerated() { logs[index] += Double(days) * log1p(-bet) }
  }

  mutating func receive(_ e: Double) {
    for (index, bet) in Self.bets.enumerated() { logs[index] += log1p(bet * (e - 1)) }
  }
}

private struct GrowthRateStrategy: BettingStrategy {
  var logWealth = 0.0
  private var zeros = 0
  private var gains: [Double] = []
  private var bet = 0.0

  mutating func lose(_ days: Int) {
    for _ in 0 ..< days {
      logWealth += log1p(-bet)
      zeros += 1
      bet = bestBet
    }
  }

  mutating func receive(_ e: Double) {
    logWealth += log1p(bet * (e - 1))
    gains.append(e - 1)
    bet = bestBet
  }

  /// The maximum of the concave function Σ ln(1 + λ(e − 1)) on 0 … ½, by safeguarded Newton steps.
  private var bestBet: Double {
    func slope(_ bet: Double) -> (first: Double, second: Double) {
      var first = -Double(zeros) / (1 - bet)
      var second = -Double(zeros) / ((1 - bet) * (1 - bet))
      for gain in gains {
        let ratio = gain / (1 + bet * gain)
        first += ratio
        second -= ratio * ratio
      }
      return (first, second)
    }
    guard slope(0).first > 0 else { return 0 }
    guard slope(0.5).first < 0 else { return 0.5 }
    var (low, high) = (0.0, 0.5)
    var point = bet > 0 && bet < 0.5 ? bet : 0.01
    for _ in 0 ..< 100 {
      let (first, second) = slope(point)
      if first > 0 { low = point } else { high = point }
      let step = point - first / second
      let next = step > low && step < high ? step : (low + high) / 2
      if abs(next - point) <= 1e-12 { return next }
      point = next
    }
    return point
  }
}
