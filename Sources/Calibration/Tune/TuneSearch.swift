internal import MarketData
internal import Policies

/// Chooses the cheapest policy that holds what it must on a range: on the grid, then around its best.
struct TuneSearch {
  let space: TuneSpace
  let base: CalibrationConfiguration
  let settings: TuneSettings

  /// The candidates of the grid, and how many combinations no policy can hold.
  ///
  /// - Throws: ``ConfigurationError`` for a key or value that is wrong by itself.
  func grid() throws(ConfigurationError) -> (candidates: [TuneCandidate], refused: Int) {
    var candidates: [TuneCandidate] = []
    var refused = 0
    var seen: Set<CalibrationConfiguration> = []
    for number in 0 ..< space.count {
      let values = space.combination(number)
      do throws(ConfigurationProblem) {
        guard let configuration = try base.replacing(values, of: space.dimensions) else {
          refused += 1
          continue
        }
        guard seen.insert(configuration).inserted else { continue }
        candidates.append(TuneCandidate(values: values, configuration: configuration))
      } catch {
        throw ConfigurationError(
          source: "the space", keyPath: error.path.text, problem: error.problem, hint: error.hint)
      }
    }
    return (candidates, refused)
  }

  /// The cheapest of those that hold everything, the first of equals; nil where none does.
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

  /// The one that misses least: the fewest constraints, then the highest bound of coverage.
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

  /// Policies around one: each number moved by `share` of the way to its neighbours on the grid.
  func neighbours(of candidate: TuneCandidate, by share: Double) -> [TuneCandidate] {
    space.dimensions.indices.flatMap { index -> [TuneCandidate] in
      let numbers = space.dimensions[index].numbers
      guard numbers.count >= 2, let value = candidate.values[index]?.plainNumber else { return [] }
      let below = numbers.last { $0 < value }.map { value - (value - $0) * share }
      let above = numbers.first { $0 > value }.map { value + ($0 - value) * share }
      return [below, above].compactMap { $0 }.compactMap { moved in
        var values = candidate.values
        let isWhole =
          if case .integer? = candidate.values[index] { true } else { false }
        // Six places: what a policy file holds of a level or a rate.
        values[index] =
          isWhole ? .integer(Int(moved.rounded())) : .number((moved * 1e6).rounded() / 1e6)
        guard values[index] != candidate.values[index],
          let configuration = try? base.replacing(values, of: space.dimensions)
        else { return nil }
        return TuneCandidate(values: values, configuration: configuration)
      }
    }
  }
}
