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
}
