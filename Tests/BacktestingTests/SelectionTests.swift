import Backtesting
import Statistics
import TestSupport
import Testing

@Suite struct SelectionTests {
  private let exact = CoverageBound(confidence: 0.95, dependence: .independent)

  @Test(arguments: [(299, 0), (500, 1), (1000, 4), (2500, 16)])
  func soManyExceedancesAreAllowedAndNoMore(days: Int, allowed: Int) {
    func bound(_ exceedances: Int) -> Double {
      exact.lowerBound(
        exceedances: (0 ..< days).map { $0 < exceedances ? 1 : 0 },
        losses: Array(repeating: 1, count: days))
    }
    #expect(bound(allowed) >= 0.99)
    #expect(bound(allowed + 1) < 0.99)
  }

  @Test func fewerThan299DaysShowNothing() {
    #expect(exact.fewestDays(showing: 0.99) == 299)
    #expect(
      exact.lowerBound(
        exceedances: Array(repeating: 0, count: 298), losses: Array(repeating: 1, count: 298))
        < 0.99)
    #expect(exact.lowerBound(exceedances: [], losses: []) == 0)
  }

  @Test func seriesThatFailTogetherKnowNoMoreThanOneOfThem() {
    let blocks = CoverageBound(
      confidence: 0.95, dependence: .blocks(meanLength: 10, draws: 499, seed: 1))
    let days = 1000
    let one = (0 ..< days).map { $0 % 250 == 0 ? 1 : 0 }
    let single = exact.lowerBound(
      exceedances: one, losses: Array(repeating: 1, count: days))
    let twenty = blocks.lowerBound(
      exceedances: one.map { $0 * 20 }, losses: Array(repeating: 20, count: days))
    #expect(twenty <= single)
    #expect(twenty > 0.98)
    // No exceedance at all resamples to none, and is still no more than one series shows.
    let none = blocks.lowerBound(
      exceedances: Array(repeating: 0, count: 250), losses: Array(repeating: 40, count: 250))
    #expect(none < 0.99)
  }

  private func noise(_ series: Int, _ days: Int, seed: UInt64) -> [[Double]] {
    let stream = RandomStream(seed: seed, identifier: "selection")
    return (0 ..< series).map { k in
      (0 ..< days).map { stream.normal(path: UInt32(k), step: UInt32($0)) }
    }
  }

  @Test func ofChanceAloneHalfOfTheChoicesAreOverfitted() throws {
    // 24 replications: the mean of probabilities near one half has a standard error below 0.03.
    let replications = try (0 ..< 24 as Range<UInt64>).map { seed in
      try #require(ProbabilityOfOverfitting(losses: noise(20, 600, seed: seed))).probability
    }
    let mean = replications.reduce(0, +) / 24
    #expect(abs(mean - 0.5) < 0.12)
    let better = noise(20, 600, seed: 99).enumerated().map { k, series in
      series.map { $0 - (k == 7 ? 1 : 0) }
    }
    let clear = try #require(ProbabilityOfOverfitting(losses: better))
    #expect(clear.probability == 0)
    #expect(clear.combinations == 252)
    #expect(ProbabilityOfOverfitting(losses: [[1, 2]], blocks: 2) == nil)
  }

  @Test func aHandCaseOfFourDays() throws {
    // Blocks of a day each; the best on two days is the other one afterwards, but for ties.
    let probability = try #require(
      ProbabilityOfOverfitting(losses: [[0, 0, 1, 1], [1, 1, 0, 0]], blocks: 4))
    // Days {1, 2} choose the first, which is worst afterwards; {3, 4} the second; the four others are ties,
    // whose rank 1.5 of 3 is no better than the median.
    #expect(probability.combinations == 6)
    #expect(probability.probability == 1)
  }

  @Test func luckAloneIsRarelySuperior() throws {
    var rejected = 0
    for seed in 0 ..< 200 as Range<UInt64> {
      let losses = noise(11, 250, seed: 1000 + seed)
      let test = try #require(
        SuperiorPredictiveAbility(
          incumbent: losses[0], candidates: Array(losses.dropFirst()), meanBlockLength: 2,
          draws: 199, seed: seed))
      if test.pValue <= 0.05 { rejected += 1 }
    }
    // 5 % of 200 is ten; four standard errors are 12.3.
    #expect(rejected <= 22 && rejected >= 1)
    let losses = noise(3, 500, seed: 5)
    let better = losses[1].map { $0 - 0.5 }
    let test = try #require(
      SuperiorPredictiveAbility(
        incumbent: losses[0], candidates: [losses[2], better], meanBlockLength: 2, seed: 1))
    #expect(test.pValue <= 0.001)
    let equal = try #require(
      SuperiorPredictiveAbility(
        incumbent: losses[0], candidates: [losses[0]], meanBlockLength: 2, seed: 1))
    #expect(equal.pValue == 1 && equal.statistic == 0)
  }
}
