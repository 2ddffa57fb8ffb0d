internal import Glibc
internal import Statistics

extension TailCells {
  /// Groups all but the first `single` observations by similar regressors.
  ///
  /// A covered observation contributes only smooth functions of its regressors, so a group at its
  /// mean represents its members. There are at most ``groupCount`` groups, of at least
  /// ``groupSize`` members.
  func condensed(keeping single: Int) -> TailCells {
    let covered = (single ..< weights.count).sorted { a, b in
      (shortfallRegressors[a], quantileRegressors[a], a) < (
        shortfallRegressors[b], quantileRegressors[b], b
      )
    }
    let groups = max(1, min(Self.groupCount, covered.count / Self.groupSize))
    let members = (0 ..< (covered.isEmpty ? 0 : groups)).map {
      covered[$0 * covered.count / groups ..< ($0 + 1) * covered.count / groups]
    }
    func mean(_ values: [Double]) -> [Double] {
      values.prefix(single)
        + members.map { $0.reduce(0) { $0 + values[$1] } / Double($0.count) }
    }
    return TailCells(
      tail: tail, losses: Array(losses.prefix(single)),
      quantileRegressors: mean(quantileRegressors),
      shortfallRegressors: mean(shortfallRegressors),
      scales: mean(scales),
      weights: weights.prefix(single) + members.map { Double($0.count) },
      quantileOrder: quantileOrder, shortfallOrder: shortfallOrder)
  }

  static let groupCount = 64
  static let groupSize = 16

}

/// Random bootstrap weights of observations, equivalent to resampling with replacement.
///
/// Each observation has a Poisson weight with mean one, as in a pairs bootstrap of random sample
/// size; a group of k has a normal weight of mean and variance k, at least zero.
struct ResampledWeights {
  private let means: [Double]
  private let singleCount: Int
  private let stream: RandomStream
  /// The standard normal quantiles of Poisson probabilities P(N ≤ k), from k = 0 on.
  private let thresholds: [Double]

  init(of cells: TailCells, from stream: RandomStream) {
    means = cells.weights
    singleCount = cells.candidateCount
    self.stream = stream
    var probability = exp(-1.0)
    var cumulative = probability
    // Beyond 15 the probability is below the rounding error of one.
    thresholds = (1 ... 16).map { next in
      defer {
        probability /= Double(next)
        cumulative += probability
      }
      return Normal.quantile(of: min(cumulative, 1 - 0x1p-53))
    }
  }

  /// Returns the weights of one draw.
  subscript(_ draw: UInt32) -> [Double] {
    var weights = [Double](repeating: 0, count: means.count)
    var span = weights.mutableSpan
    stream.fillNormals(step: draw, into: &span)
    for i in 0 ..< singleCount {
      let normal = span[i]
      var count = 0
      while count < thresholds.count, normal > thresholds[count] { count += 1 }
      span[i] = Double(count)
    }
    for i in singleCount ..< means.count {
      span[i] = max(0, means[i] + means[i].squareRoot() * span[i])
    }
    return weights
  }
}

extension JointTailFit {
  /// The fit of the condensed observations, starting from this fit; nil if the search fails.
  ///
  /// The observations kept single are those with the largest losses relative to their forecasts:
  /// three times the number expected above the line or, if larger, twice the number down to the
  /// last one above it.
  var condensed: JointTailFit? {
    let expected = Int((3 * cells.tail * Double(cells.weights.count)).rounded(.up)) + 30
    let last = cells.losses.indices.last { i in
      cells.losses[i] >= quantile.value(at: cells.quantileRegressors[i])
    }
    let single = min(cells.candidateCount, max(expected, 2 * ((last ?? 0) + 1)))
    var fit = JointTailFit(cells.condensed(keeping: single), startingAt: quantile)
    guard fit.restart(at: quantile), fit.descend(rounds: 50, tolerance: 1e-10) else { return nil }
    return fit
  }
}
