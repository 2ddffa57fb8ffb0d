internal import Synchronization

/// A distribution-free confidence interval for the upper quantile of a loss, from order statistics.
///
/// Of *n* independent losses the number B beyond the quantile of level *c* is binomial(n, 1 − c),
/// so the quantile lies between the u-th worst and the l-th worst loss with probability
/// P(l ≤ B ≤ u − 1). With α = 1 − confidence, l is the α/2 quantile of B and u − 1 its 1 − α/2
/// quantile, so the coverage is at least the confidence level. Ties only widen the interval. Serial
/// dependence is ignored: under volatility clustering the interval is too short.
///
/// - SeeAlso: David & Nagaraja (2003), *Order Statistics*, section 7.1.
public struct OrderStatisticInterval: Hashable, Sendable {
  /// The index of the lower end among the losses in ascending order, from 0.
  public let lowerIndex: Int

  /// The index of the upper end among the losses in ascending order, from 0.
  public let upperIndex: Int

  /// P(l ≤ B ≤ u − 1), the exact probability of covering the quantile of a continuous distribution.
  public let coverage: Double

  /// Creates the two-sided interval from `count` losses, or nil where an end is outside the sample.
  ///
  /// `millionths` is the level times 10⁶ and `confidence` is in (0, 1). At 95 % confidence the
  /// upper end needs at least 368 losses at 99 %, 736 at 99.5 % and 3 688 at 99.9 %.
  public init?(count: Int, millionths: Int, confidence: Double) {
    let beyond = Self.countBeyond(of: count, millionths: millionths)
    precondition(confidence > 0 && confidence < 1, "Confidence \(confidence) outside (0, 1)")
    let tail = 0.5 * (1 - confidence)
    let fewest = beyond.quantile(of: tail)
    let most = beyond.quantile(of: 1 - tail)
    guard fewest >= 1, most < count else { return nil }
    lowerIndex = count - most - 1
    upperIndex = count - fewest
    coverage =
      beyond.cumulativeProbability(of: most) - beyond.cumulativeProbability(of: fewest - 1)
  }

  /// Returns the lower end alone, which smaller samples also have, or nil where it is outside the
  /// sample.
  public static func lowerIndex(count: Int, millionths: Int, confidence: Double) -> Int? {
    precondition(confidence > 0 && confidence < 1, "Confidence \(confidence) outside (0, 1)")
    let most = countBeyond(of: count, millionths: millionths)
      .quantile(of: 1 - 0.5 * (1 - confidence))
    return most < count ? count - most - 1 : nil
  }

  /// Returns the smallest sample size with an upper end: the first n with cⁿ < α/2.
  public static func minimumCount(millionths: Int, confidence: Double) -> Int {
    precondition(confidence > 0 && confidence < 1, "Confidence \(confidence) outside (0, 1)")
    let tail = 0.5 * (1 - confidence)
    func hasUpperEnd(_ count: Int) -> Bool {
      countBeyond(of: count, millionths: millionths).mass(at: 0) < tail
    }
    var high = 1
    while !hasUpperEnd(high) { high *= 2 }
    var low = high / 2
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if hasUpperEnd(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// Returns the 95 % interval, cached by sample size and level for the instruments of a panel.
  public static func ninetyFivePercent(count: Int, millionths: Int) -> OrderStatisticInterval? {
    let key = Key(count: count, millionths: millionths)
    return known.withLock { known in
      if let interval = known[key] { return interval }
      let interval = OrderStatisticInterval(
        count: count, millionths: millionths, confidence: 0.95)
      known[key] = .some(interval)
      return interval
    }
  }

  private struct Key: Hashable {
    let count: Int
    let millionths: Int
  }

  private static let known = Mutex<[Key: OrderStatisticInterval?]>([:])

  private static func countBeyond(of count: Int, millionths: Int) -> Binomial {
    precondition(
      millionths > 0 && millionths < 1_000_000, "Level of \(millionths) millionths outside (0, 1)")
    return Binomial(trials: count, probability: Double(1_000_000 - millionths) / 1e6)
  }
}
