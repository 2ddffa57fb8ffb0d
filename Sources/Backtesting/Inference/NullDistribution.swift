internal import Statistics

/// The exact distribution of a test's statistic under its null hypothesis.
///
/// Statistics that differ by less than 10⁻⁸·max(1, t) count as equal: mirrored outcomes have equal
/// statistics in theory but may differ in floating point, and the tolerance errs toward the larger
/// p-value. Outcomes with probability below 10⁻⁴⁰ may be omitted; the rest is normalized to sum to
/// one.
public struct NullDistribution: Hashable, Sendable {
  /// The statistics of the outcomes, in descending order.
  private let statistics: [Double]
  /// The cumulative probability up to each outcome: P(T ≥ t) except for ties.
  private let tails: [Double]

  /// Creates the distribution from weighted outcomes, in any order.
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

  /// Returns the attained size: the largest P(T ≥ t) that is at most `significance`.
  public func attainedSize(at significance: Double) -> Double {
    guard let last = tails.lastIndex(where: { $0 <= significance }) else { return 0 }
    // Outcomes that tie with the next one share its p-value, which is above the significance.
    var index = last
    while index >= 0 {
      let attained = probability(atLeast: statistics[index])
      if attained <= significance { return attained }
      index -= 1
    }
    return 0
  }

  private func tail(before index: Int) -> Double { index == 0 ? 0 : tails[index - 1] }

  /// Returns the index of the first outcome whose statistic is below `bound`.
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
  /// Returns the exact or asymptotic χ² p-value of an observed statistic, with its attained size.
  func pValueResult(
    of statistic: Double, by method: PValueMethod, significance: Double, limit: ChiSquared
  ) -> PValueResult {
    switch method {
    case .exact:
      // The observed outcome may be too unlikely to be listed.
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
