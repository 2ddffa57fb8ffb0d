import Statistics

/// The verdict on which margin is better, by rules that were fixed before the program first ran.
///
/// 1. At equal mean margin, fewer exceedances of both sides are better. `ours` requires an exact
///    paired p-value of at most 5 % with fewer exceedances for ours, and a 95 % block-bootstrap
///    interval of (ours − theirs) entirely below zero. `theirs` is the mirror image.
/// 2. At their number of exceedances, a lower mean margin is better. `ours` requires a 95 %
///    block-bootstrap interval of (our mean ÷ their mean) entirely below one, `theirs` one entirely
///    above.
///
/// All other cases are inconclusive. Each verdict is at the 5 % level, without correction for the
/// number of contracts.
enum Verdict: String {
  case ours
  case theirs
  case open = "cannot be told"

  static let significance = 0.05

  /// The verdict at equal mean margin.
  init(pValue: Double, difference: ClosedRange<Double>) {
    switch pValue <= Self.significance {
    case true where difference.upperBound < 0: self = .ours
    case true where difference.lowerBound > 0: self = .theirs
    default: self = .open
    }
  }

  /// The verdict at equal exceedances.
  init(meanRatio: ClosedRange<Double>) {
    if meanRatio.upperBound < 1 {
      self = .ours
    } else if meanRatio.lowerBound > 1 {
      self = .theirs
    } else {
      self = .open
    }
  }
}

/// McNemar's test of two paired counts, exact and two-sided.
///
///     p = min(1, 2 P(X ≤ min(b, c))),   X ~ Binomial(b + c, ½)
///
/// b is the number of days on which only our margin was exceeded, c that of theirs. The test
/// assumes independent discordant days; without discordant days the p-value is 1.
///
/// - SeeAlso: McNemar (1947), *Psychometrika* 12(2), 153–157.
struct PairedTest {
  let oursAlone: Int
  let theirsAlone: Int

  var pValue: Double {
    let law = Binomial(trials: oursAlone + theirsAlone, probability: 0.5)
    return min(1, 2 * law.cumulativeProbability(of: min(oursAlone, theirsAlone)))
  }
}
