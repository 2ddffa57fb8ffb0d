public import Instruments
public import MarketData
public import RiskMeasures

/// Models of one instrument, side and level, ranked by their scores on their common forecast dates.
public struct ModelRanking: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The side of the position.
  public let side: Side
  /// The confidence level.
  public let level: ConfidenceLevel
  /// The loss horizon, in bars.
  public let horizon: Horizon
  /// The number of dates on which all models have a forecast.
  public let dates: Int
  /// The models, in ascending order of mean tick loss.
  public let rows: [Row]
  /// Forty thresholds across all models' forecasts, at which ``Row/elementaryScores`` are
  /// evaluated.
  public let thresholds: [Double]

  /// The scores and comparisons of one model.
  public struct Row: Sendable {
    /// The label that distinguishes the model from others.
    public let label: String
    /// The mean tick loss on the common dates.
    public let tickLoss: Double
    /// The mean Fissler–Ziegel score on the common dates; nil if a forecast of the model has none.
    public let fisslerZiegel: Double?
    /// The mean elementary score at each threshold; a model with the lowest at all of them
    /// dominates.
    public let elementaryScores: [Double]
    /// The p-value of equal mean loss with the first model.
    ///
    /// Nil for the first and if the differences do not vary.
    public let dieboldMariano: Double?
    /// The p-value of the hypothesis that past loss differences from the first model do not predict
    /// future ones.
    public let conditionalAbility: Double?
    /// The p-value of the model confidence set; nil without bootstrap draws.
    public let confidence: Double?
  }

  /// Groups model results for comparison, in order of first appearance.
  package static func groups(_ results: [BacktestResult]) -> [[BacktestResult]] {
    results.filter { $0.rate == .model }.severalForecast { Key($0.subject) }
  }

  private struct Key: Hashable {
    let instrument: InstrumentID
    let side: Side
    let level: ConfidenceLevel
    let horizon: Horizon

    init(_ subject: ForecastRecord.Subject) {
      instrument = subject.instrument
      side = subject.side
      level = subject.level
      horizon = subject.horizon
    }
  }

  /// Ranks one group; nil for fewer than sixteen common dates.
  package init?(_ results: [BacktestResult], _ settings: TestSettings) {
    guard let first = results.first,
      let indices = ScoredOutcomes.commonIndices(results.map(\.outcomes)),
      let dates = indices.first?.count, dates >= 16
    else { return nil }
    instrument = first.instrument
    side = first.side
    level = first.level
    horizon = first.horizon
    self.dates = dates
    let pairs = zip(results, indices).map { result, indices in
      (
        risks: indices.map { result.outcomes.valuesAtRisk[$0] },
        losses: indices.map { result.outcomes.losses[$0] }
      )
    }
    let level = first.level
    let losses = pairs.map { pair in
      zip(pair.risks, pair.losses).map { TickLoss.score(of: $0, for: $1, at: level) }
    }
    let thresholds = Self.thresholds(across: pairs.flatMap(\.risks))
    let diagrams = pairs.map {
      MurphyDiagram(valuesAtRisk: $0.risks, losses: $0.losses, level: level)
    }
    let scores = zip(results, indices).map { result, indices in
      result.outcomes.fisslerZiegel.map { all in Self.mean(indices.map { all[$0] }) }
    }
    let set = settings.pValues.draws.flatMap { draws in
      ModelConfidenceSet(
        losses: losses, draws: draws, seed: settings.seed,
        identifier: "\(first.instrument) \(first.side.rawValue) \(first.level.millionths)")
    }
    self.thresholds = thresholds
    let means = losses.map(Self.mean)
    let order = means.indices.sorted { (means[$0], $0) < (means[$1], $1) }
    let bars = first.horizon.bars
    rows = order.map { index in
      let differentials = zip(losses[index], losses[order[0]]).map { $0 - $1 }
      let isFirst = index == order[0]
      return Row(
        label: results[index].label, tickLoss: means[index], fisslerZiegel: scores[index],
        elementaryScores: thresholds.map { diagrams[index].score(at: $0) },
        dieboldMariano: isFirst
          ? nil : DieboldMarianoTest(differentials: differentials, bars: bars)?.pValue,
        conditionalAbility: isFirst
          ? nil
          : ConditionalPredictiveAbilityTest(differentials: differentials, bars: bars)?.pValue,
        confidence: set?.pValues[index])
    }
  }

  /// Forty equally spaced thresholds from the smallest to the largest finite forecast.
  private static func thresholds(across risks: [Double]) -> [Double] {
    let finite = risks.filter(\.isFinite)
    guard let least = finite.min(), let greatest = finite.max(), greatest > least else { return [] }
    return (0 ..< 40).map { least + (greatest - least) * Double($0) / 39 }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
