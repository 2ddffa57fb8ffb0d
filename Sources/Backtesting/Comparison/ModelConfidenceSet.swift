internal import Statistics

/// The set of models that the data cannot distinguish from the best one.
///
///     T_max = maxᵢ tᵢ,   tᵢ = ( L̄ᵢ − L̄ ) / s(L̄ᵢ − L̄)
///     T_R = maxᵢⱼ |tᵢⱼ|,   tᵢⱼ = ( L̄ᵢ − L̄ⱼ ) / s(L̄ᵢ − L̄ⱼ)
///
/// L̄ᵢ is the mean loss of model i, L̄ that of the remaining models. While equality is rejected,
/// the worst model, the one with the largest t, is eliminated. Standard errors s and p-values come
/// from a stationary bootstrap of dates, the same for all models. A model's p-value is the largest
/// up to its elimination, so that the set at size α contains the models with p > α; it contains the
/// best model with probability 1 − α asymptotically.
///
/// - SeeAlso: Hansen, Lunde and Nason (2011), *Econometrica* 79(2), 453–497, doi:10.3982/ECTA5771.
public struct ModelConfidenceSet: Hashable, Sendable {
  /// The statistic of the equality test.
  public enum Statistic: String, Hashable, Sendable, CaseIterable {
    /// T_max: each model against the mean of all.
    case maximum
    /// T_R: each pair of models.
    case range
  }

  /// The models in order of elimination, the best last.
  public let elimination: [Int]
  /// The p-value of each model, in input order.
  public let pValues: [Double]
  /// The mean block length, in dates.
  public let meanBlockLength: Double

  /// Returns the models with a p-value above `significance`, in input order.
  public func members(at significance: Double) -> [Int] {
    pValues.indices.filter { pValues[$0] > significance }
  }

  /// Computes the set from losses on common dates, one list per model.
  ///
  /// Nil for fewer than two models or sixteen dates. Models with equal losses on all dates stay
  /// together: a zero difference with a zero standard error counts as no difference.
  public init?(
    losses: [[Double]], by statistic: Statistic = .maximum, draws: Int = 999, seed: UInt64 = 1,
    identifier: String = ""
  ) {
    guard losses.count >= 2, let count = losses.first?.count, count >= 16 else { return nil }
    precondition(
      losses.allSatisfy { $0.count == count }, "Losses of models on unequal numbers of dates")
    let bootstrap = Self.bootstrap(of: losses)
    let means = losses.map { $0.reduce(0, +) / Double(count) }
    let resampled = Self.deviations(
      of: losses, means: means, bootstrap, draws,
      RandomStream(seed: seed, identifier: "\(identifier) model-confidence-set"))
    var models = Array(losses.indices)
    var elimination: [Int] = []
    var pValues = [Double](repeating: 1, count: losses.count)
    var largest = 0.0
    while models.count > 1 {
      let step = Elimination(models, means: means, resampled: resampled, by: statistic)
      largest = max(largest, step.pValue)
      pValues[step.worst] = largest
      elimination.append(step.worst)
      models.removeAll { $0 == step.worst }
    }
    self.elimination = elimination + models
    self.pValues = pValues
    meanBlockLength = bootstrap.meanBlockLength
  }

  /// The longest of the block lengths selected for the models' losses relative to the mean of all.
  private static func bootstrap(of losses: [[Double]]) -> StationaryBootstrap {
    let count = losses[0].count
    let mean = (0 ..< count).map { date in
      losses.reduce(0) { $0 + $1[date] } / Double(losses.count)
    }
    let lengths = losses.compactMap { series in
      let about = zip(series, mean).map { $0 - $1 }
      return StationaryBootstrap(blockLengthFor: about.span)?.meanBlockLength
    }
    return StationaryBootstrap(meanBlockLength: lengths.max() ?? 1)
  }

  /// L̄ᵢ* − L̄ᵢ, one list per draw.
  private static func deviations(
    of losses: [[Double]], means: [Double], _ bootstrap: StationaryBootstrap, _ draws: Int,
    _ stream: RandomStream
  ) -> [[Double]] {
    let count = losses[0].count
    var indices = [Int](repeating: 0, count: count)
    return (0 ..< UInt32(draws)).map { draw in
      var drawn = indices.mutableSpan
      bootstrap.fillIndices(
        sampleCount: count, from: stream, replication: draw, into: &drawn)
      return losses.indices.map { model in
        var sum = 0.0
        for index in indices { sum += losses[model][index] }
        return sum / Double(count) - means[model]
      }
    }
  }
}

/// One test of equality among the remaining models.
private struct Elimination {
  let worst: Int
  let pValue: Double

  init(
    _ models: [Int], means: [Double], resampled: [[Double]],
    by statistic: ModelConfidenceSet.Statistic
  ) {
    let contrasts: [(model: Int, other: Int?)] =
      switch statistic {
      case .maximum: models.map { ($0, nil) }
      case .range:
        models.flatMap { model in models.filter { $0 != model }.map { (model, $0) } }
      }
    func value(_ contrast: (model: Int, other: Int?), _ values: [Double]) -> Double {
      if let other = contrast.other { return values[contrast.model] - values[other] }
      let mean = models.reduce(0) { $0 + values[$1] } / Double(models.count)
      return values[contrast.model] - mean
    }
    let errors = contrasts.map { contrast in
      let squares = resampled.reduce(0) { sum, draw in
        let deviation = value(contrast, draw)
        return sum + deviation * deviation
      }
      return (squares / Double(resampled.count)).squareRoot()
    }
    func ratio(_ numerator: Double, _ error: Double) -> Double {
      // Differences within rounding error count as zero.
      if error <= 1e-14 * (1 + abs(means[models[0]])) {
        return abs(numerator) <= 1e-13 * (1 + abs(means[models[0]])) ? 0 : numerator / 1e-300
      }
      return numerator / error
    }
    let ratios = zip(contrasts, errors).map { ratio(value($0, means), $1) }
    let observed = ratios.max() ?? 0
    let index = ratios.firstIndex(of: observed) ?? 0
    worst = contrasts[index].model
    let atLeast = resampled.count { draw in
      zip(contrasts, errors).contains { contrast, error in
        ratio(value(contrast, draw), error) >= observed
      }
    }
    pValue = Double(1 + atLeast) / Double(resampled.count + 1)
  }
}
