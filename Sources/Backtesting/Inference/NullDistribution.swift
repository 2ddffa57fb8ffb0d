internal import Statistics

/// The exact distribution of a test's statistic under its null hypothesis.
///
/// Statistics that differ by less than 10⁻⁸·max(1, t) count as equal: mirrored outcomes have one
/// statistic in theory and two in floating point, and the wider tail errs to the larger p-value.
/// Outcomes less likely than 10⁻⁴⁰ may be left out; the rest is scaled to add up to one.
public struct NullDistribution: Hashable, Sendable {
  /// The statistics of the outcomes, descending.
  private let statistics: [Double]
  /// The probability of each outcome and of all before it: P(T ≥ t), but for ties.
  private let tails: [Double]

  /// The distribution of weighted outcomes, in any order.
  init(outcomes: consuming [Outcome]) {
    precondition(!outcomes.isEmpty, "A distribution has at least one outcome")
    outcomes.sort { a, b in
      a.statistic != b.statistic ? a.statistic > b.statistic : a.weight < b.weight
    }
    var total = 0.0
    var tails = outcomes.map { outcome in
      total += outcome.weight
      return total
    }
    for index in tails.indices { tails[index] /= total }
    self.statistics = outcomes.map(\.statistic)
    self.tails = tails
  }

  /// One outcome: its statistic, and its probability up to a common factor.
  struct Outcome: Hashable, Sendable {
    let statistic: Double
    let weight: Double
  }

  /// P(T ≥ t): the p-value of an observed t.
  public func probability(atLeast t: Double) -> Double {
    tail(before: firstIndex(below: t - Self.guardWidth(at: t)))
  }

  /// P(T > t).
  public func probability(above t: Double) -> Double {
    tail(before: firstIndex(below: (t + Self.guardWidth(at: t)).nextUp))
  }

  /// The probability of a p-value of at most `significance`: the largest P(T ≥ t) that is.
  public func attainedSize(at significance: Double) -> Double {
    guard let last = tails.lastIndex(where: { $0 <= significance }) else { return 0 }
    // The outcomes that tie with the next one have its p-value, which is above the significance.
    var index = last
    while index >= 0 {
      let attained = probability(atLeast: statistics[index])
      if attained <= significance { return attained }
      index -= 1
    }
    return 0
  }

  private func tail(before index: Int) -> Double { index == 0 ? 0 : tails[index - 1] }

  /// The first outcome whose statistic is below `bound`.
  private func firstIndex(below bound: Double) -> Int {
    var low = 0
    var high = statistics.count
    while low < high {
      let middle = (low + high) / 2
      if statistics[middle] >= bound { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func guardWidth(at t: Double) -> Double { 1e-8 * max(1, abs(t)) }
}

extension NullDistribution {
  /// The exact p-value of an observed statistic, or its χ² limit, with the size that it attains.
  func pValueResult(
    of statistic: Double, by method: PValueMethod, significance: Double, limit: ChiSquared
  ) -> PValueResult {
    switch method {
    case .exact:
      // An outcome too unlikely to be listed still happened.
      let pValue = max(probability(atLeast: statistic), 1e-40)
      return .pValue(
        pValue, .exact, attainedSize: attainedSize(at: significance),
        strict: probability(above: statistic))
    case .asymptotic:
      let critical = limit.upperQuantile(beyond: significance)
      return .pValue(
        limit.survival(of: statistic), .asymptotic,
        attainedSize: probability(atLeast: critical))
    case .simulated, .bootstrap, .estimationBootstrap, .anytime:
      preconditionFailure("A test whose distribution is known has no \(method) p-value")
    }
  }
}
