import Statistics
import TestSupport
import Testing

@Suite struct QuantileConventionTests {
  @Test func theNineTypesOfTheVectorAreReproduced() throws {
    let vectors = try Reference.cases("sample_quantile")
    try #require(vectors.count == 1)
    let sample = try Reference.quantileSample().sorted()
    for vector in vectors {
      let levels = try vector.numbers("inputs", "p")
      for type in 1 ... 9 {
        let convention = QuantileConvention.hyndmanFan(type: type)
        let expected = try vector.numbers("expected", "type\(type)")
        for (level, value) in zip(levels, expected) {
          let millionths = Int((level * 1e6).rounded())
          let rank = try #require(convention.rank(millionths: millionths, count: sample.count))
          let quantile = rank.value(inAscending: sample.span)
          expectClose(
            quantile, value, absolute: vector.tolerance.absolute,
            "type \(type) at \(level)")
        }
      }
    }
  }

  /// Of 100 observations at 99 % and 20 at 97.5 %, each position worked on paper.
  @Test(arguments: [
    (1, 98, 0.0), (2, 98, 0.5), (3, 98, 0), (4, 98, 0), (5, 98, 0.5), (6, 98, 0.99),
    (7, 98, 0.01),
  ])
  func aWholePositionIsDecidedExactly(type: Int, index: Int, fraction: Double) throws {
    let rank = try #require(
      QuantileConvention.hyndmanFan(type: type).rank(millionths: 990_000, count: 100))
    #expect(rank == QuantileRank(index: index, fraction: fraction))
  }

  @Test func typeThreeTakesTheEvenNeighbourOfATie() {
    let convention = QuantileConvention.hyndmanFan(type: 3)
    // 250 · 0.99 = 247.5 → 248; 50 · 0.97 = 48.5 → 48.
    #expect(convention.rank(millionths: 990_000, count: 250)?.index == 247)
    #expect(convention.rank(millionths: 970_000, count: 50)?.index == 47)
  }

  @Test func theFirstTypeIsTheInverse() {
    for count in 1 ... 300 {
      for millionths in [500_000, 900_000, 975_000, 990_000, 997_500] {
        #expect(
          QuantileConvention.hyndmanFan(type: 1).rank(millionths: millionths, count: count)
            == QuantileConvention.inverse.rank(millionths: millionths, count: count))
      }
    }
  }

  @Test func theFifthWorstOfFiveHundredIsHullsQuantile() {
    let rank = QuantileConvention.kthWorst.rank(millionths: 990_000, count: 500)
    #expect(rank == QuantileRank(index: 495, fraction: 0))
    // The worst loss is the least there is.
    #expect(QuantileConvention.kthWorst.rank(millionths: 990_000, count: 20)?.index == 19)
  }

  @Test(arguments: [(250, 248), (500, 495), (1000, 990)])
  func thePredictiveOrderIsOneObservationMore(count: Int, index: Int) {
    let rank = QuantileConvention.predictive.rank(millionths: 990_000, count: count)
    #expect(rank == QuantileRank(index: index, fraction: 0))
  }

  @Test func thePredictiveQuantileIsRefusedBelowNinetyNineLosses() {
    let convention = QuantileConvention.predictive
    #expect(convention.rank(millionths: 990_000, count: 98) == nil)
    #expect(convention.rank(millionths: 990_000, count: 99)?.index == 98)
    #expect(convention.expectedExceedanceRate(millionths: 990_000, count: 98) == nil)
  }

  /// Printed figures in percent with three decimals, so half a unit of the last is the tolerance.
  @Test(arguments: [
    (QuantileConvention.predictive, 250, 0.797), (.predictive, 500, 0.998),
    (.predictive, 1000, 0.999), (.inverse, 250, 1.195), (.inverse, 500, 1.198),
    (.inverse, 1000, 1.099),
  ])
  func theExpectedExceedanceRateIsThePublishedOne(
    convention: QuantileConvention, count: Int, percent: Double
  ) throws {
    let rate = try #require(
      convention.expectedExceedanceRate(millionths: 990_000, count: count))
    expectClose(100 * rate, percent, absolute: 0.0005)
  }

  @Test func thePredictiveRateNeverPassesTheTail() throws {
    for count in stride(from: 99, to: 3000, by: 7) {
      let rate = try #require(
        QuantileConvention.predictive.expectedExceedanceRate(millionths: 990_000, count: count))
      #expect(rate <= 0.01 + .ulpOfOne)
    }
  }

  @Test func everyPositionLiesInTheSample() throws {
    for convention in QuantileConvention.all where convention != .predictive {
      for count in 1 ... 40 {
        for millionths in [1, 1000, 20_000, 500_000, 990_000, 999_999] {
          let rank = try #require(convention.rank(millionths: millionths, count: count))
          #expect(rank.index + (rank.fraction > 0 ? 1 : 0) < count, "\(convention.name) \(count)")
        }
      }
    }
  }

  @Test func namesRoundTripAndOthersAreRefused() {
    for convention in QuantileConvention.all {
      #expect(QuantileConvention(name: convention.name) == convention)
    }
    #expect(QuantileConvention.all.count == 12)
    for name in ["", "Predictive", "hyndman-fan-0", "hyndman-fan-10", "hyndman-fan-07"] {
      #expect(QuantileConvention(name: name) == nil)
    }
  }

  @Test func anEmptySampleHasNoQuantile() {
    #expect(QuantileConvention.inverse.rank(millionths: 990_000, count: 0) == nil)
  }

  @Test func aLevelOfOneTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = QuantileConvention.inverse.rank(millionths: 1_000_000, count: 10)
    }
  }
}
