import Instruments
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing

/// Historical simulation with weights that fall with age.
struct AgeWeightedTests {
  private let returns: [Double] = {
    let stream = RandomStream(seed: 12, identifier: "age")
    // Ties, and both zeros, are among them.
    return (0 ..< 400).map {
      (100 * 0.02 * stream.normal(path: UInt32($0), step: 0)).rounded() / 100
    }
  }()
  private let ninetyFive = ConfidenceLevel.known(0.95)

  private func prediction<M: ReturnModel>(
    _ model: M, _ values: [Double], over bars: Int = 1
  ) throws -> M.Estimator.Prediction {
    var estimator = try model.makeEstimator(over: Horizon(bars: bars))
    estimator.observe(contentsOf: values.span)
    return try estimator.prediction()
  }

  /// 333 values of either sign, no two alike.
  private static let values: [Double] = (0 ..< 333).map { (place: Int) in
    0.01 * Double((place * 211) % 333 - 166) / 166
  }

  /// Weights 4/7, 2/7, 1/7 of the losses 1, 3, 2, newest first.
  @Test(arguments: [
    (WeightedQuantile.cumulatedWeight, 0.25, 0.03), (.cumulatedWeight, 0.3, 0.02),
    (.inverse, 0.3, 0.02), (.inverse, 0.45, 0.01), (.interpolated, 0.35, 0.025),
    (.interpolated, 0.25, 0.03),
  ])
  func threeLossesAreWeighedOnPaper(
    quantile: WeightedQuantile, tail: Double, loss: Double
  ) throws {
    let model = AgeWeightedHistorical(window: 3, decay: 0.5, quantile: quantile)
    let prediction = try prediction(model, [-0.02, -0.03, -0.01])
    // 2/7 = 0.2857…, 3/7 = 0.4286…; 0.35 is 9/20 of the way from the one to the other.
    let share = quantile == .interpolated && tail == 0.35 ? 0.03 - 0.01 * 0.45 : loss
    let level = ConfidenceLevel.known(1 - tail)
    #expect(abs(-prediction.tailReturn(for: .long, at: level) - share) < 1e-15)
  }

  @Test func theBoundaryLossIsSplit() throws {
    let model = AgeWeightedHistorical(window: 3, decay: 0.5)
    let losses = SidedLosses(
      try prediction(model, [-0.02, -0.03, -0.01]), contract: .linear, side: .long)
    // (2/7 · 0.03 + (0.4 − 2/7) · 0.02) / 0.4
    let wanted = (2.0 / 7 * 0.03 + (0.4 - 2.0 / 7) * 0.02) / 0.4
    #expect(abs(losses.expectedShortfall(at: ConfidenceLevel.known(0.6)) - wanted) < 1e-15)
  }

  /// At λ = 1 − 10⁻¹² five hundred weights differ by 5·10⁻¹⁰ of themselves.
  @Test(
    arguments: [
      (WeightedQuantile.predictive, QuantileConvention.predictive), (.inverse, .inverse),
      // 333 (1 − c) is not whole: what is reached is passed.
      (.cumulatedWeight, .inverse),
    ], Side.allCases)
  func withoutDecayItIsHistoricalSimulation(
    pair: (WeightedQuantile, QuantileConvention), side: Side
  ) throws {
    let values = Self.values
    let plain = try prediction(Historical(window: 333, quantileConvention: pair.1), values)
    let weighted = try prediction(
      AgeWeightedHistorical(window: 333, decay: 1 - 1e-12, quantile: pair.0), values)
    for probability in [0.9, 0.95, 0.99] {
      let level = ConfidenceLevel.known(probability)
      let (a, b) = (
        plain.tailReturn(for: side, at: level), weighted.tailReturn(for: side, at: level)
      )
      // 1 − λ itself is only known to ε/(1 − λ), a part in ten thousand.
      #expect(abs(a - b) < 1e-7)
      let (s, t) = (
        plain.tailMeanLoss(of: .linear, for: side, at: level),
        weighted.tailMeanLoss(of: .linear, for: side, at: level)
      )
      #expect(abs(s - t) < 1e-5)
      let (p, q) = (
        try #require(plain.expectedExceedanceRate(at: level)),
        try #require(weighted.expectedExceedanceRate(at: level))
      )
      #expect(abs(p - q) < 1e-5)
    }
  }

  @Test func withoutDecayTheInterpolatedIsTypeFourOfTheProfits() throws {
    let values = Self.values
    let weighted = try prediction(
      AgeWeightedHistorical(window: 333, decay: 1 - 1e-12, quantile: .interpolated), values)
    for (probability, millionths) in [(0.9, 100_000), (0.95, 50_000), (0.99, 10_000)] {
      let rank = try #require(
        QuantileConvention.hyndmanFan(type: 4).rank(millionths: millionths, count: 333))
      let value = rank.value(inAscending: values.sorted().span)
      let quantile = weighted.tailReturn(for: .long, at: ConfidenceLevel.known(probability))
      #expect(abs(quantile - value) < 1e-7)
    }
  }

  @Test func theShortfallIsTheMeanOfTheQuantilesBeyond() throws {
    let model = AgeWeightedHistorical(window: 300, decay: 0.99, quantile: .inverse)
    let losses = SidedLosses(
      try prediction(model, returns), contract: .linear, side: .short)
    let steps = 20_000
    var sum = 0.0
    for k in 0 ..< steps {
      let tail = 0.05 * (Double(k) + 0.5) / Double(steps)
      sum += losses.valueAtRisk(at: ConfidenceLevel.known((1e6 * (1 - tail)).rounded() / 1e6))
    }
    let shortfall = losses.expectedShortfall(at: ninetyFive)
    // Levels are whole millionths: one of them times the range of the losses, some dozen times.
    #expect(abs(sum / Double(steps) - shortfall) < 1e-4 * shortfall)
  }

  @Test func theWeightsFollowTheAgesThroughTies() throws {
    let decay = 0.97
    let model = AgeWeightedHistorical(window: 60, decay: decay)
    var estimator = try model.makeEstimator(over: .oneBar)
    for (day, value) in returns.enumerated() {
      estimator.observe(value)
      guard day > 3, day % 7 == 0 else { continue }
      let prediction = try estimator.prediction()
      let last = returns[...day].suffix(60)
      // Ascending, and the oldest of equal values first.
      let expected = last.enumerated().sorted { ($0.1, $0.0) < ($1.1, $1.0) }
      #expect(prediction.ascending == expected.map(\.element))
      let total = (0 ..< last.count).reduce(0) { sum, _ in sum * decay + 1 }
      for (place, pair) in expected.enumerated() {
        let age = last.count - 1 - pair.offset
        let weight = (0 ..< age).reduce(1 / total) { product, _ in product * decay }
        #expect(abs(prediction.weight(place) / weight - 1) < 1e-12)
      }
    }
  }

  // MARK: - Warnings and refusals

  @Test func aNewestReturnHeavierThanTheTailIsSaid() throws {
    let heavy = try prediction(AgeWeightedHistorical(window: 300, decay: 0.94), returns)
    let light = try prediction(AgeWeightedHistorical(window: 300, decay: 0.995), returns)
    #expect(
      heavy.warnings(at: ninetyFive).map(\.code)
        == ["few-tail-observations", "newest-return-beyond-tail"])
    #expect(light.warnings(at: ConfidenceLevel.known(0.9)).isEmpty)
    #expect(heavy.tailInterval(for: .long, at: ninetyFive).reason == .unequalWeights)
    #expect(heavy.tailStandardError(for: .long, at: ninetyFive) == nil)
  }

  @Test func aPredictionIsRefusedWhereTheNextLossIsTheTail() throws {
    let level = ConfidenceLevel.known(0.99)
    let error = RiskModelError.weightsTooConcentrated(decay: 0.98, required: 0.99)
    #expect(throws: error) {
      try AgeWeightedHistorical(window: 500, decay: 0.98, quantile: .predictive)
        .requireQuantile(at: level, over: .oneBar)
    }
    try AgeWeightedHistorical(window: 500, decay: 0.98)
      .requireQuantile(at: level, over: .oneBar)
    let model = AgeWeightedHistorical(window: 500, decay: 0.995, quantile: .predictive)
    try model.requireQuantile(at: level, over: .oneBar)
    // 0.005/(1 − 0.995ⁿ⁺¹) ≤ 0.01 from n + 1 = 139 on: ln ½ / ln 0.995 = 138.28.
    #expect(model.minimumObservations(over: .oneBar, at: level) == 138)
    let before = try prediction(model, Array(returns.prefix(138)))
    #expect(try #require(before.expectedExceedanceRate(at: level)) <= 0.01)
    #expect(throws: RiskModelError.sampleTooSmall(size: 96, required: 138)) {
      try AgeWeightedHistorical(window: 100, decay: 0.995, quantile: .predictive)
        .requireQuantile(at: level, over: Horizon(bars: 5))
    }
  }

  @Test func aConstantOrEmptySampleHasNoForecast() throws {
    let model = AgeWeightedHistorical(window: 50, decay: 0.98)
    #expect(throws: RiskModelError.insufficientHistory(available: 2, required: 3)) {
      _ = try prediction(model, [0.01, 0.02], over: 3)
    }
    #expect(throws: RiskModelError.noVariation(observations: 60)) {
      _ = try prediction(model, [Double](repeating: 0.01, count: 60))
    }
  }
}
