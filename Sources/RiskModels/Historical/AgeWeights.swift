internal import Glibc

/// Exponentially decaying weights wᵢ = λ^(i−1) (1 − λ)/(1 − λⁿ), i = 1 the newest of n.
struct AgeWeights: Sendable, Hashable {
  /// The decay λ per bar.
  let decay: Double
  private let powers: [Double]

  /// Creates weights for samples of up to `capacity` values.
  init(decay: Double, capacity: Int) {
    self.decay = decay
    var power = 1.0
    powers = (0 ... capacity + 1).map { _ in
      defer { power *= decay }
      return power
    }
  }

  /// The decay to the power of an age, λ^age.
  subscript(age: Int) -> Double { powers[age] }

  /// The weight (1 − λ)/(1 − λⁿ) of the newest of n values.
  func newest(of count: Int) -> Double { (1 - decay) / (1 - powers[count]) }

  /// Kish's effective sample size of n weighted values, 1/Σw².
  func effectiveCount(of count: Int) -> Double {
    (1 - powers[count]) * (1 + decay) / ((1 + powers[count]) * (1 - decay))
  }

  /// The least n for which the next of n + 1 values has a weight of at most `tail`, or nil.
  ///
  ///     (1 − λ)/(1 − λⁿ⁺¹) ≤ p  ⇔  n + 1 ≥ ln(1 − (1 − λ)/p) / ln λ,   λ > 1 − p
  static func predictiveCount(decay: Double, tail: Double) -> Int? {
    let rest = 1 - (1 - decay) / tail
    guard rest > 0 else { return nil }
    let count = log(rest) / log(decay) - 1
    return count < 1e9 ? Int(count.rounded(.up)) : nil
  }
}
