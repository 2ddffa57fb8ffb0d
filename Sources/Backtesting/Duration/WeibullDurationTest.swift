internal import Glibc
internal import Optimization

/// The duration test of Christoffersen and Pelletier: whether the chance of an exceedance depends on the
/// time since the last one.
///
///     f(d) = aᵇ b d^(b−1) e^(−(a d)ᵇ),   LR = 2 ( ln L(â, b̂) − ln L(ã, 1) )  ~  χ²(1)
///
/// Durations are spells between exceedances, censored at the ends of the sample. b < 1 is clustering: an
/// exceedance is likeliest right after another. For each b the likeliest a is known, aᵇ = N/Σdᵇ over the N
/// spells that ended, and the slope of what is left falls in b, so that the maximum is found by bisection.
///
/// - SeeAlso: Christoffersen and Pelletier (2004), *Journal of Financial Econometrics* 2(1), 84–108,
///   doi:10.1093/jjfinec/nbh004.
public struct WeibullDurationTest: Hashable, Sendable {
  /// b̂; below one where exceedances cluster.
  public let shape: Double
  /// â, a day.
  public let rate: Double
  /// ln L(â, b̂).
  public let logLikelihood: Double
  /// ln L(ã, 1).
  public let exponentialLogLikelihood: Double
  /// The likelihood ratio, never negative.
  public let statistic: Double

  /// The test of a sequence, or nil where it has no spell between two exceedances, or spells so alike
  /// that the likelihood has no maximum.
  public init?(_ hits: ExceedanceSequence) { self.init(ExceedanceSpells(hits)) }

  init?(_ spells: ExceedanceSpells) {
    let profile = Profile(spells.spells)
    guard profile.ended > 0, let shape = profile.likeliestShape else { return nil }
    self.shape = shape
    rate = exp(log(profile.ended / profile.powers(shape).sum) / shape)
    logLikelihood = profile.logLikelihood(shape)
    exponentialLogLikelihood = profile.logLikelihood(1)
    statistic = max(0, 2 * (logLikelihood - exponentialLogLikelihood))
  }

  /// The likelihood as a function of b alone.
  private struct Profile {
    let logs: [Double]
    /// N, and the sum of the logarithms of the spells that ended.
    var ended = 0.0
    var endedLogs = 0.0

    init(_ spells: [ExceedanceSpells.Spell]) {
      logs = spells.map { log(Double($0.length)) }
      for (spell, log) in zip(spells, logs) where !spell.isCensored {
        ended += 1
        endedLogs += log
      }
    }

    /// Σ dᵇ and Σ dᵇ ln d.
    func powers(_ b: Double) -> (sum: Double, weighted: Double) {
      var sum = 0.0
      var weighted = 0.0
      for log in logs {
        let power = exp(b * log)
        sum += power
        weighted += power * log
      }
      return (sum, weighted)
    }

    func logLikelihood(_ b: Double) -> Double {
      ended * (log(ended / powers(b).sum) + log(b) - 1) + (b - 1) * endedLogs
    }

    /// ∂ ln L/∂b over N.
    private func slope(_ b: Double) -> Double {
      let powers = powers(b)
      return 1 / b + endedLogs / ended - powers.weighted / powers.sum
    }

    var likeliestShape: Double? {
      let low = 1e-3
      var high = 1.0
      while slope(high) > 0 {
        high *= 2
        guard high < 64 else { return nil }
      }
      guard slope(low) > 0 else { return nil }
      let ends = bisect(between: low, and: high, while: { $1 - $0 > 1e-14 * $1 }) {
        !(slope($0) > 0)
      }
      return (ends.lower + ends.upper) / 2
    }
  }
}
