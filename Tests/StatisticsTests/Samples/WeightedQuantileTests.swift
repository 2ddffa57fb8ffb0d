import Statistics
import Testing

/// Weights 1/8, 1/4, 1/4 and 3/8 of four losses from the worst.
struct WeightedQuantileTests {
  private let weights = [0.125, 0.25, 0.25, 0.375]

  private func rank(
    _ quantile: WeightedQuantile, _ tail: Double, next: Double = 0.2
  ) -> WeightedRank? {
    quantile.rank(tail: tail, next: next, count: 4) { weights[$0] }
  }

  @Test func reachingIsEnoughForOneAndPassingForTheOther() {
    // W = 0.125, 0.375, 0.625, 1, all exact in binary.
    #expect(rank(.cumulatedWeight, 0.375)?.index == 1)
    #expect(rank(.inverse, 0.375)?.index == 2)
    #expect(rank(.cumulatedWeight, 0.376)?.index == 2)
    #expect(rank(.inverse, 0.376)?.index == 2)
    #expect(rank(.inverse, 0.01)?.index == 0)
  }

  @Test func interpolationMovesFromTheWorst() {
    #expect(rank(.interpolated, 0.25) == WeightedRank(index: 1, fraction: 0.5))
    #expect(rank(.interpolated, 0.375) == WeightedRank(index: 1, fraction: 0))
    #expect(rank(.interpolated, 0.05) == WeightedRank(index: 0, fraction: 0))
  }

  @Test func theNextLossMayBeTheWorst() {
    // 0.2 + 0.8 W = 0.3, 0.5, 0.7, 1.
    #expect(rank(.predictive, 0.19) == nil)
    #expect(rank(.predictive, 0.25)?.index == 0)
    #expect(rank(.predictive, 0.45)?.index == 1)
    #expect(rank(.predictive, 0.6)?.index == 2)
    // Without a next loss it is the inverse.
    #expect(rank(.predictive, 0.375, next: 0) == rank(.inverse, 0.375))
  }

  @Test func anEmptySampleHasNoQuantile() {
    for quantile in WeightedQuantile.allCases {
      #expect(quantile.rank(tail: 0.1, next: 0, count: 0) { _ in 1 } == nil)
    }
  }
}
