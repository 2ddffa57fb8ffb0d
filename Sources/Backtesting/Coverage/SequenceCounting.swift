internal import Glibc

/// Counts the sequences of *n* outcomes with *x* exceedances and given transitions.
///
/// The exceedances form r runs. With x ≥ 1 exceedances and z = n − x ≥ 1 covered forecasts, the
/// exceedances can be split into runs in C(x − 1, r − 1) ways and the covered forecasts into s = r
/// + 1 − a − b runs in C(z − 1, s − 1) ways, where a and b are one if the sequence begins and ends
/// with an exceedance. Then
///
///     n11 = x − r,  n01 = r − a,  n10 = r − b,  n00 = z − s,
///
/// which gives the distribution of the transitions in closed form: given *x*, under independence,
/// each of the C(n, x) sequences is equally likely.
///
/// - SeeAlso: Mood (1940), *Annals of Mathematical Statistics* 11(4), 367–392,
///   doi:10.1214/aoms/1177731825.
struct SequenceCounting: Sendable {
  /// n, the length of the sequences.
  let length: Int
  /// ln k! for k = 0 … n.
  private let logFactorial: [Double]
  /// k ln k for k = 0 … n.
  private let productWithLog: [Double]

  init(length: Int) {
    self.length = length
    self.logFactorial = Self.logFactorials(upTo: length)
    self.productWithLog = (0 ... length).map(xLogX)
  }

  /// Visits every possible set of transition counts of sequences with `x` exceedances, 1 ≤ x < n.
  ///
  /// Each visit gets the likelihood ratio of independence and the log probability given `x`.
  func forEachOutcome(
    exceedances x: Int, _ visit: (_ likelihoodRatio: Double, _ logProbability: Double) -> Void
  ) {
    let z = length - x
    let logTotal = logBinomial(length, x)
    for runs in 1 ... min(x, z + 1) {
      let cuts = logBinomial(x - 1, runs - 1) - logTotal
      for (begins, ends) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let coveredRuns = runs + 1 - begins - ends
        guard coveredRuns >= 1, coveredRuns <= z else { continue }
        visit(
          independenceRatio(
            n00: z - coveredRuns, n01: runs - begins, n10: runs - ends, n11: x - runs,
            xLogX: { productWithLog[$0] }),
          cuts + logBinomial(z - 1, coveredRuns - 1))
      }
    }
  }

  /// ln C(m, k).
  func logBinomial(_ m: Int, _ k: Int) -> Double {
    logFactorial[m] - logFactorial[k] - logFactorial[m - k]
  }

  /// ln k! for k = 0 … n, summed with Neumaier's compensation so that the error does not grow with
  /// n.
  private static func logFactorials(upTo n: Int) -> [Double] {
    var values = [0.0]
    values.reserveCapacity(n + 1)
    var sum = 0.0
    var compensation = 0.0
    for k in stride(from: 1, through: n, by: 1) {
      let term = log(Double(k))
      let next = sum + term
      compensation += sum >= term ? (sum - next) + term : (term - next) + sum
      sum = next
      values.append(sum + compensation)
    }
    return values
  }
}

/// k ln k; zero for k = 0.
func xLogX(_ k: Int) -> Double { k == 0 ? 0 : Double(k) * log(Double(k)) }

/// The likelihood ratio of independence against a first-order Markov chain.
///
///     LR = 2 Σᵢⱼ nᵢⱼ ln( (nᵢⱼ/nᵢ.) / (n.ⱼ/n..) )
///
/// Evaluated in terms of k ln k, so that 0·ln 0 is zero; nonnegative.
func independenceRatio(
  n00: Int, n01: Int, n10: Int, n11: Int, xLogX: (Int) -> Double
) -> Double {
  let free =
    xLogX(n00) + xLogX(n01) - xLogX(n00 + n01) + xLogX(n10) + xLogX(n11) - xLogX(n10 + n11)
  let independent =
    xLogX(n01 + n11) + xLogX(n00 + n10) - xLogX(n00 + n01 + n10 + n11)
  return max(0, 2 * (free - independent))
}
