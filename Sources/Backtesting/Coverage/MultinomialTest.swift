internal import RiskMeasures
internal import Statistics

/// The multinomial test of Kratz, Lok and McNeil of losses beyond the value at risk.
///
///     X² = Σⱼ (Oⱼ − n πⱼ)² / (n πⱼ),   π₀ = c,  πⱼ = (1 − c)/N for j = 1 … N
///
/// O₀ losses are at or below the c-quantile of the forecast distribution, Oⱼ between its quantiles
/// at c + (j − 1)(1 − c)/N and c + j(1 − c)/N. The test covers the value at risk at N levels at
/// once, and with N = 4 is an implicit test of expected shortfall. Nass's correction keeps the size
/// where expected cell counts are small: a X² is χ² with ν degrees of freedom, a = 2N/Var X², ν = a
/// N, Var X² = 2N − (N² + 4N + 1)/n + Σ 1/(n πⱼ).
///
/// - SeeAlso: Kratz, Lok and McNeil (2018), *Journal of Banking & Finance* 88, 393–407,
///   doi:10.1016/j.jbankfin.2018.01.002; Nass (1959), *Biometrika* 46(3–4), 365–385.
public struct MultinomialTest: Hashable, Sendable {
  /// The default N, the number of cells beyond the value at risk.
  public static let usualCells = 4

  /// O₀ … O_N, the cell counts.
  public let counts: [Int]
  /// 1 − c, the tail probability.
  public let tail: Double
  /// X², the statistic.
  public let statistic: Double

  /// Tests cell counts, the cell at or below the quantile first; nil without losses or tail cells.
  public init?(counts: [Int], tail: Double) {
    let n = counts.reduce(0, +)
    guard n > 0, counts.count >= 2 else { return nil }
    self.counts = counts
    self.tail = tail
    var sum = 0.0
    for (cell, count) in counts.enumerated() {
      let expected = Double(n) * Self.probability(cell, of: counts.count - 1, tail)
      sum += (Double(count) - expected) * (Double(count) - expected) / expected
    }
    statistic = sum
  }

  /// Tests probability integral transforms u = P(L ≤ realized loss).
  public init?(transforms: [Double], tail: Double, cells: Int = usualCells) {
    var counts = [Int](repeating: 0, count: cells + 1)
    for transform in transforms { counts[Self.cell(of: transform, tail, cells)] += 1 }
    self.init(counts: counts, tail: tail)
  }

  /// The asymptotic p-value with Nass's correction.
  public var limit: Double {
    let n = Double(counts.reduce(0, +))
    let cells = Double(counts.count - 1)
    var inverses = 0.0
    for cell in counts.indices {
      inverses += 1 / (n * Self.probability(cell, of: counts.count - 1, tail))
    }
    let variance = 2 * cells - (cells * cells + 4 * cells + 1) / n + inverses
    let scale = 2 * cells / variance
    return ChiSquared(degreesOfFreedom: scale * cells).survival(of: scale * statistic)
  }

  private static func probability(_ cell: Int, of cells: Int, _ tail: Double) -> Double {
    cell == 0 ? 1 - tail : tail / Double(cells)
  }

  private static func cell(of transform: Double, _ tail: Double, _ cells: Int) -> Int {
    let depth = (transform - (1 - tail)) / tail
    guard depth > 0 else { return 0 }
    return min(cells, Int(depth * Double(cells)) + 1)
  }

  /// Returns the result for one series, from every h-th forecast if the horizon is h > 1 bars.
  static func result(_ series: ForecastSeries, _ inference: Inference) -> TestResult {
    let tail = series.level.tailProbability
    let transforms = series.nonOverlapping.transforms
    let test = transforms.flatMap { MultinomialTest(transforms: $0, tail: tail) }
    return TestResult(
      .multinomial, statistic: test?.statistic,
      degreesOfFreedom: test.map { $0.counts.count - 1 }, alternative: .twoSided,
      significance: inference.significance, horizon: series.horizon, overlap: .nonOverlappingBlocks
    ) {
      guard let transforms else { return .none(.noForecastLaw) }
      guard let test else { return .none(.noForecasts) }
      guard let draws = inference.pValues.draws else {
        return .pValue(test.limit, .asymptotic, attainedSize: nil)
      }
      return MonteCarloNull(
        draws: draws, seed: inference.seed, identifier: "\(inference.identifier) multinomial"
      ).pValueResult(of: test.statistic) { stream, draw in
        let hits = ExceedanceSpells(
          drawing: tail, count: transforms.count, from: stream, draw: draw
        ).gaps.count
        var counts = [Int](repeating: 0, count: usualCells + 1)
        counts[0] = transforms.count - hits
        for hit in 0 ..< UInt32(hits) {
          let uniform = stream.uniform(path: draw, step: hit | 0x8000_0000)
          counts[1 + min(usualCells - 1, Int(uniform * Double(usualCells)))] += 1
        }
        return MultinomialTest(counts: counts, tail: tail)?.statistic
      }
    }
  }
}
