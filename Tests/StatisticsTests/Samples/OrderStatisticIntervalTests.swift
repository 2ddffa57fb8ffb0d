import Statistics
import TestSupport
import Testing

@Suite struct OrderStatisticIntervalTests {
  @Test func theVectorRowsAreReproduced() throws {
    let vectors = try Reference.cases("order_statistic_ci")
    try #require(vectors.count == 1)
    for vector in vectors {
      for row in try vector.fields["expected"]["rows"].list {
        let count = Int(try row["n"].number)
        let millionths = 1_000_000 - Int((try row["alpha"].number * 1e6).rounded())
        let interval = try #require(
          OrderStatisticInterval(
            count: count, millionths: millionths, confidence: try row["level"].number))
        // The vector counts ranks from the worst loss.
        #expect(count - interval.upperIndex == Int(try row["lower_rank"].number))
        #expect(count - interval.lowerIndex == Int(try row["upper_rank"].number))
        expectClose(
          interval.coverage, try row["coverage"].number, relative: vector.tolerance.relative)
      }
    }
  }

  @Test(arguments: [(990_000, 368), (995_000, 736), (999_000, 3688)])
  func noUpperEndExistsBelowThisCount(millionths: Int, count: Int) {
    func interval(_ count: Int) -> OrderStatisticInterval? {
      OrderStatisticInterval(count: count, millionths: millionths, confidence: 0.95)
    }
    #expect(interval(count - 1) == nil)
    #expect(interval(count)?.upperIndex == count - 1)
    #expect(
      OrderStatisticInterval.minimumCount(millionths: millionths, confidence: 0.95) == count)
  }

  @Test func theCoverageIsAtLeastTheConfidence() throws {
    for count in stride(from: 368, to: 6000, by: 97) {
      let interval = try #require(
        OrderStatisticInterval(count: count, millionths: 990_000, confidence: 0.95))
      #expect(interval.coverage >= 0.95)
    }
  }

  @Test func anEmptySampleHasNoInterval() {
    #expect(OrderStatisticInterval(count: 0, millionths: 990_000, confidence: 0.95) == nil)
  }
}
