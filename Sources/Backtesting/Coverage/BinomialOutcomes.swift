internal import Statistics

/// The exceedance counts of non-negligible probability under a binomial null, with probabilities.
struct BinomialOutcomes: Hashable, Sendable {
  /// The smallest count listed.
  let first: Int
  /// P(X = first), P(X = first + 1), …, while they are above the floor.
  let masses: [Double]

  /// Lists the counts with probability of at least `floor`, starting from the mode.
  ///
  /// P(X = k + 1)/P(X = k) = (n − k)p/((k + 1)(1 − p)).
  init(trials: Int, probability: Double, floor: Double) {
    let odds = probability / (1 - probability)
    let mode = min(trials, Int(Double(trials + 1) * probability))
    let peak = Binomial(trials: trials, probability: probability).mass(at: mode)
    var below: [Double] = []
    var mass = peak
    var count = mode
    while count > 0 {
      mass *= Double(count) / (Double(trials - count + 1) * odds)
      guard mass >= floor else { break }
      below.append(mass)
      count -= 1
    }
    var masses = Array(below.reversed()) + [peak]
    mass = peak
    count = mode
    while count < trials {
      mass *= Double(trials - count) * odds / Double(count + 1)
      guard mass >= floor else { break }
      masses.append(mass)
      count += 1
    }
    self.first = mode - below.count
    self.masses = masses
  }

  /// Returns the distribution of a statistic of the count.
  func distribution(of statistic: (_ exceedances: Int, _ mass: Double) -> Double)
    -> NullDistribution
  {
    NullDistribution(
      outcomes: masses.indices.map { index in
        .init(statistic: statistic(first + index, masses[index]), weight: masses[index])
      })
  }
}
