/// The upper tail of a sample of losses.
public enum SampleTail {
  /// The mean of the worst n(1 − c) losses, the boundary loss counted by its share.
  ///
  ///     ( x₍ₙ₎ + … + x₍ₙ₋ₘ₊₁₎ + (n(1−c) − m)·x₍ₙ₋ₘ₎ ) / (n(1−c)),   m = ⌊n(1−c)⌋
  ///
  /// The expected shortfall of the empirical distribution, coherent at every level. With
  /// n(1 − c) < 1 it is the worst loss: whether so short a sample may be asked is the caller's
  /// rule. `losses` ascend and are not empty; `millionths` is the level times 10⁶, in (0, 10⁶).
  ///
  /// - SeeAlso: Acerbi & Tasche (2002), *Journal of Banking & Finance* 26(7), 1487–1503.
  public static func mean(ofAscending losses: Span<Double>, millionths: Int) -> Double {
    let one = 1_000_000
    precondition(!losses.isEmpty, "The tail mean of 0 losses")
    precondition(
      millionths > 0 && millionths < one, "Level of \(millionths) millionths outside (0, 1)")
    let mass = losses.count * (one - millionths)
    let whole = mass / one
    let boundary = losses.count - whole - 1
    var sum = Double(mass % one) / Double(one) * losses[boundary]
    for index in (boundary + 1) ..< losses.count { sum += losses[index] }
    return sum / (Double(mass) / Double(one))
  }

  /// The mean of the tail by a named estimator; nil where nothing lies in its tail.
  ///
  /// The same losses and level as ``mean(ofAscending:millionths:)``.
  public static func mean(
    ofAscending losses: Span<Double>, millionths: Int, by estimator: TailMeanEstimator
  ) -> Double? {
    precondition(!losses.isEmpty, "The tail mean of 0 losses")
    let one = 1_000_000
    let mass = losses.count * (one - millionths)
    switch estimator {
    case .boundarySplit: return mean(ofAscending: losses, millionths: millionths)
    case .roundedUp: return meanOfWorst((mass + one - 1) / one, of: losses)
    case .roundedDown: return meanOfWorst(max(1, mass / one), of: losses)
    case .atOrBeyond(let convention):
      return meanOfWorst(
        count(of: losses, millionths, convention) { $0 >= $1 }, of: losses)
    case .beyond(let convention):
      return meanOfWorst(
        count(of: losses, millionths, convention) { $0 > $1 }, of: losses)
    }
  }

  /// The losses that stand in a relation to the quantile by a convention; none without a quantile.
  private static func count(
    of losses: Span<Double>, _ millionths: Int, _ convention: QuantileConvention,
    where isInTail: (_ loss: Double, _ quantile: Double) -> Bool
  ) -> Int {
    guard let rank = convention.rank(millionths: millionths, count: losses.count) else { return 0 }
    let quantile = rank.value(inAscending: losses)
    var count = 0
    while count < losses.count, isInTail(losses[losses.count - 1 - count], quantile) { count += 1 }
    return count
  }

  private static func meanOfWorst(_ count: Int, of losses: Span<Double>) -> Double? {
    guard count > 0 else { return nil }
    var sum = 0.0
    for index in (losses.count - count) ..< losses.count { sum += losses[index] }
    return sum / Double(count)
  }
}

/// Which losses of a sample make its expected shortfall: programs differ, and say so too seldom.
public enum TailMeanEstimator: Hashable, Sendable {
  /// The worst n(1 − c), the boundary loss by its share: Acerbi and Tasche, Rockafellar and Uryasev.
  case boundarySplit
  /// The worst ⌈n(1 − c)⌉.
  case roundedUp
  /// The worst ⌊n(1 − c)⌋, at least one.
  case roundedDown
  /// All at or above the quantile: with type 7, PerformanceAnalytics.
  case atOrBeyond(QuantileConvention)
  /// All above the quantile: with `inverse`, QuantLib; none above means no estimate.
  case beyond(QuantileConvention)
}
