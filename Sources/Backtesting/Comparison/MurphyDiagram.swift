public import RiskMeasures

/// Mean elementary scores of value-at-risk forecasts as a function of the threshold.
///
///     S_θ(V, L) = c · 1{V ≤ θ < L} + (1 − c) · 1{L ≤ θ < V},    ∫ S_θ dθ = tick loss
///
/// Every consistent scoring function for a quantile is a mixture of elementary scores. A forecaster
/// whose mean score is nowhere higher is therefore preferred under every consistent loss function.
/// Losses and forecasts are in one unit, positive for money lost.
///
/// - SeeAlso: Ehm, Gneiting, Jordan and Krüger (2016), *Journal of the Royal Statistical Society B*
///   78(3), 505–562, doi:10.1111/rssb.12154.
public struct MurphyDiagram: Hashable, Sendable {
  /// The thresholds at which the mean score may change, ascending and distinct.
  public let thresholds: [Double]
  /// The mean score from each threshold up to the next; zero below the first and from the last on.
  public let scores: [Double]

  /// Computes the diagram from forecasts and the realized losses.
  public init(valuesAtRisk: [Double], losses: [Double], level: ConfidenceLevel) {
    requirePairs(losses, valuesAtRisk)
    let n = Double(max(1, losses.count))
    var jumps: [(threshold: Double, change: Double)] = []
    for (risk, loss) in zip(valuesAtRisk, losses) where risk != loss {
      let height = (risk < loss ? level.probability : level.tailProbability) / n
      jumps.append((min(risk, loss), height))
      jumps.append((max(risk, loss), -height))
    }
    jumps.sort { $0.threshold < $1.threshold }
    var thresholds: [Double] = []
    var scores: [Double] = []
    var score = 0.0
    for jump in jumps {
      score += jump.change
      if thresholds.last == jump.threshold {
        scores[scores.count - 1] = score
      } else {
        thresholds.append(jump.threshold)
        scores.append(score)
      }
    }
    // The running sum ends at zero up to rounding.
    if !scores.isEmpty { scores[scores.count - 1] = 0 }
    self.thresholds = thresholds
    self.scores = scores
  }

  /// Returns the mean score at a threshold.
  public func score(at threshold: Double) -> Double {
    var (low, high) = (0, thresholds.count)
    while low < high {
      let middle = (low + high) / 2
      if thresholds[middle] <= threshold { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : scores[low - 1]
  }

  /// The integral of the mean score over all thresholds, equal to the mean tick loss.
  public var integral: Double {
    var sum = 0.0
    for index in thresholds.indices.dropLast() {
      sum += scores[index] * (thresholds[index + 1] - thresholds[index])
    }
    return sum
  }

}
