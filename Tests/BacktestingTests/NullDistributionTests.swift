import Backtesting
import RiskMeasures
import Testing

/// The exact p-values against every sequence there is, listed one by one.
@Suite struct NullDistributionTests {
  /// Sequences of twelve outcomes: 4,096 of them.
  static let length = 12
  /// The statistics of mirrored sequences differ in the last digits; distinct ones by far more.
  static let tie = 1e-8

  struct Listed {
    let transitions: TransitionCounts
    let statistic: Double
    let weight: Double
  }

  private func everySequence(
    weight: (Int) -> Double, statistic: (TransitionCounts) -> Double
  ) throws -> [Listed] {
    try (0 ..< 1 << Self.length).map { bits in
      let hits = (0 ..< Self.length).map { bits >> $0 & 1 == 1 }
      let counts = try #require(ExceedanceSequence(hits: hits).transitions)
      return Listed(
        transitions: counts, statistic: statistic(counts), weight: weight(counts.exceedanceCount))
    }
  }

  @Test func theIndependencePValueIsTheShareOfOrders() throws {
    let all = try everySequence(weight: { _ in 1 }) {
      ChristoffersenIndependenceTest(transitions: $0).statistic
    }
    for x in 2 ... Self.length - 2 {
      let orders = all.filter { $0.transitions.exceedanceCount == x }
      for observed in Set(orders.map(\.transitions)) {
        let test = ChristoffersenIndependenceTest(transitions: observed)
        let extreme = orders.count { $0.statistic >= test.statistic - Self.tie }
        let share = Double(extreme) / Double(orders.count)
        // Two sums of at most 40 terms of ln k!: far below 10⁻¹³ each.
        #expect(agrees(test.result().pValue, share, relative: 1e-12))
      }
    }
  }

  @Test(arguments: [Alternative.twoSided, .greater])
  func theConditionalCoveragePValueIsTheBinomialWeightOfSequences(
    _ alternative: Alternative
  ) throws {
    let level = try tailLevel(0.2)
    let all = try everySequence(weight: { x in
      (0 ..< Self.length).reduce(1) { $0 * ($1 < x ? 0.2 : 0.8) }
    }) {
      ConditionalCoverageTest(transitions: $0, level: level, alternative: alternative).statistic
    }
    let defined = all.filter { (2 ... Self.length - 2).contains($0.transitions.exceedanceCount) }
    let total = defined.reduce(0) { $0 + $1.weight }
    for observed in Set(defined.map(\.transitions)) {
      let test = ConditionalCoverageTest(
        transitions: observed, level: level, alternative: alternative)
      let extreme = defined.reduce(0) {
        $0 + ($1.statistic >= test.statistic - Self.tie ? $1.weight : 0)
      }
      #expect(agrees(test.result().pValue, extreme / total, relative: 1e-12))
    }
  }

  @Test func theAttainedSizeIsTheWeightOfWhatIsRejected() throws {
    let level = try tailLevel(0.2)
    let all = try everySequence(weight: { x in
      (0 ..< Self.length).reduce(1) { $0 * ($1 < x ? 0.2 : 0.8) }
    }) {
      ConditionalCoverageTest(transitions: $0, level: level).statistic
    }
    let defined = all.filter { (2 ... Self.length - 2).contains($0.transitions.exceedanceCount) }
    let total = defined.reduce(0) { $0 + $1.weight }
    var results: [TransitionCounts: TestResult] = [:]
    for counts in Set(defined.map(\.transitions)) {
      results[counts] = ConditionalCoverageTest(transitions: counts, level: level).result()
    }
    let rejected = defined.reduce(0) {
      $0 + (results[$1.transitions]?.rejected == true ? $1.weight : 0)
    }
    let attained = try #require(results.values.first?.attainedSize)
    #expect(attained > 0 && attained <= 0.05)
    #expect(agrees(attained, rejected / total, relative: 1e-12))
  }

  @Test(arguments: [50, 250, 1000], [0.01, 0.05])
  func theKupiecPValueAddsUpTheCountsAtLeastAsExtreme(_ n: Int, _ p: Double) throws {
    let level = try tailLevel(p)
    // P(X = k) from the recurrence that starts at k = 0, whose (1 − p)ⁿ does not underflow here.
    var masses = [(0 ..< n).reduce(1.0) { product, _ in product * (1 - p) }]
    for k in 1 ... n {
      masses.append(masses[k - 1] * Double(n - k + 1) / Double(k) * p / (1 - p))
    }
    let statistics = (0 ... n).map {
      KupiecTest(exceedances: $0, forecasts: n, level: level).statistic
    }
    for x in 0 ... min(n, 40) {
      let sum = (0 ... n).reduce(0.0) {
        $0 + (statistics[$1] >= statistics[x] - Self.tie * max(1, statistics[x]) ? masses[$1] : 0)
      }
      let result = KupiecTest(exceedances: x, forecasts: n, level: level).result(method: .exact)
      // n products of relative error ε each.
      #expect(agrees(result.pValue, sum, relative: 4 * Double(n) * .ulpOfOne, absolute: 0))
    }
  }

  @Test func theTailBeyondAStatisticExcludesItsTies() throws {
    let counts = TransitionCounts(n00: 243, n01: 1, n10: 1, n11: 4)
    let test = ChristoffersenIndependenceTest(transitions: counts)
    let null = try #require(test.nullDistribution())
    // Five exceedances in one run: 244 places inside, and one at either end. At an end n01 or n10
    // is zero, and so is the statistic's penalty for it: these two are the more extreme.
    let orders = 250.0 * 249 * 248 * 247 * 246 / 120
    #expect(agrees(null.probability(atLeast: test.statistic), 246 / orders, relative: 1e-11))
    #expect(agrees(null.probability(above: test.statistic), 2 / orders, relative: 1e-11))
  }
}
