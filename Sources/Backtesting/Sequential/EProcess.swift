internal import Glibc

/// The wealth of a bettor who bets against forecasts, one forecast after the other, starting with 1.
///
///     Mₜ = Mₜ₋₁ (1 − λₜ + λₜ eₜ),   eₜ ≥ 0,  E(eₜ | past) ≤ 1 if the forecasts are right,  0 ≤ λₜ ≤ ½
///
/// Right forecasts make it a supermartingale whatever the bets λ, as long as they look at the past alone:
/// it ever reaches 1/α with probability at most α (Ville). One may look at it every day and stop at will.
///
/// - SeeAlso: Wang, Wang and Ziegel (2025), *E-backtesting*, arXiv:2209.00991; Ville (1939), *Étude
///   critique de la notion de collectif*.
public struct EProcess: Hashable, Sendable {
  /// How the bets are chosen.
  public enum Betting: String, Hashable, Sendable, CaseIterable {
    /// The mean of the wealths of sixteen strategies that each keep to one bet, from 1/2000 to 1/2.
    ///
    /// Behind the best of them by at most a factor of sixteen, and at once.
    case mixture
    /// The bet that would have grown fastest on the e-values so far (GREE); zero at first.
    case growthRate = "growth-rate"
  }

  /// A forecast whose e-value is not zero, and the wealth after it.
  public struct Jump: Hashable, Sendable {
    /// The place of the forecast.
    public let index: Int
    /// ln Mₜ.
    public let logWealth: Double
  }

  /// The number of forecasts.
  public let count: Int
  /// The wealth after each e-value that is not zero: between them it only falls.
  public let jumps: [Jump]
  /// ln Mₙ, the wealth after the last forecast.
  public let finalLogWealth: Double

  /// The process of e-values that are zero but for `values`, in the order of time.
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

  /// The largest ln Mₜ, that of the start included: never below 0.
  public var maximumLogWealth: Double { jumps.reduce(0) { max($0, $1.logWealth) } }

  /// min(1, 1/max Mₜ): a p-value at any date at which one stops.
  public var pValue: Double { exp(-maximumLogWealth) }

  /// The places at which forecasts are called wrong, the wealth starting again from 1 after each.
  ///
  /// The k-th alarm takes a wealth of 2ᵏ/α since the one before, so that right forecasts ever raise one
  /// with probability at most α.
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

  /// The least expected number of forecasts to a wealth of 1/α where the rate is `multiple` times p.
  ///
  ///     ln(1/α) / ( r ln(r/p) + (1 − r) ln((1 − r)/(1 − p)) ),   r = multiple · p
  ///
  /// That of a bettor who knows r; one who has to learn it takes longer. Nil unless p < r < 1.
  public static func leastExpectedDetection(
    of multiple: Double, tail p: Double, significance: Double
  ) -> Double? {
    let r = multiple * p
    guard r > p, r < 1 else { return nil }
    let growth = r * log(r / p) + (1 - r) * log((1 - r) / (1 - p))
    return -log(significance) / growth
  }
}

/// Bets on e-values, one day after the other.
private protocol BettingStrategy {
  /// ln of the wealth.
  var logWealth: Double { get }
  /// So many e-values of zero in a row.
  mutating func lose(_ days: Int)
  /// One e-value.
  mutating func receive(_ e: Double)
}

private struct MixtureStrategy: BettingStrategy {
  /// 16 bets, equally far apart in their logarithms.
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

  /// The maximum of Σ ln(1 + λ(e − 1)) in 0 … ½, a concave function, by safeguarded Newton steps.
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
