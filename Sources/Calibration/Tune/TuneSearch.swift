internal import MarketData
internal import Policies
internal import Text

/// Selects the cheapest policy that satisfies the constraints on a range, from the grid and around
/// its best point.
struct TuneSearch {
  let space: TuneSpace
  let base: CalibrationConfiguration
  let settings: TuneSettings
  /// The groups of the policy with instruments of the search; nil for instruments in none.
  let groups: [String?]

  /// The current policy.
  var incumbent: TuneCandidate {
    TuneCandidate(
      values: space.dimensions.map { base.value(at: $0.path) }, configuration: base,
      groups: groups)
  }

  /// The policy of a combination of values.
  ///
  /// - Throws: `PolicyFault` for an invalid or inconsistent value.
  func candidate(_ values: [JSON?]) throws(PolicyFault) -> TuneCandidate {
    let configuration = try base.replacing(values, of: space.dimensions)
    let resolved = zip(space.dimensions, values).map { dimension, value -> JSON? in
      let resolved = configuration.value(at: dimension.path)
      return value.holds(of: resolved) ? value : resolved
    }
    return TuneCandidate(values: resolved, configuration: configuration, groups: groups)
  }

  /// The cheapest policy that satisfies all constraints, the first of equals; nil if there is none.
  func cheapest(
    _ candidates: [TuneCandidate], on range: Int, _ evaluations: [String: TuneEvaluation]
  ) -> TuneCandidate? {
    func cost(_ candidate: TuneCandidate) -> Double? {
      guard let score = evaluations[candidate.key]?.scores[range] ?? nil,
        score.violations(settings).isEmpty
      else { return nil }
      return score.meanMargin
    }
    var best: (candidate: TuneCandidate, cost: Double)?
    for candidate in candidates {
      guard let cost = cost(candidate), best.map({ cost < $0.cost }) ?? true else { continue }
      best = (candidate, cost)
    }
    return best?.candidate
  }

  /// The nearest policy: the fewest violated constraints, then the highest lower bound of coverage.
  func nearest(
    _ candidates: [TuneCandidate], on range: Int, _ evaluations: [String: TuneEvaluation]
  ) -> TuneCandidate? {
    func rank(_ candidate: TuneCandidate) -> (Int, Double)? {
      guard let score = evaluations[candidate.key]?.scores[range] ?? nil else { return nil }
      return (score.violations(settings).count, -score.coverageBound)
    }
    return candidates.compactMap { candidate in rank(candidate).map { (candidate, $0) } }
      .min { $0.1 < $1.1 }?.0
  }

  /// The policies around one, each number moved by `share` of the distance to its neighbors on the
  /// grid.
  func neighbors(of candidate: TuneCandidate, by share: Double) -> [TuneCandidate] {
    space.dimensions.indices.flatMap { index -> [TuneCandidate] in
      let numbers = space.dimensions[index].numbers
      guard numbers.count >= 2, let value = candidate.values[index]?.double else { return [] }
      let below = numbers.last { $0 < value }.map { value - (value - $0) * share }
      let above = numbers.first { $0 > value }.map { value + ($0 - value) * share }
      return [below, above].compactMap { $0 }.compactMap { moved in
        var values = candidate.values
        let isWhole =
          if case .integer? = candidate.values[index]?.content { true } else { false }
        // Six decimals, the resolution of levels and rates in a policy file.
        values[index] =
          isWhole ? .integer(Int(moved.rounded())) : .double((moved * 1e6).rounded() / 1e6)
        guard values[index] != candidate.values[index],
          let neighbor = try? self.candidate(values)
        else { return nil }
        return neighbor
      }
    }
  }
}
