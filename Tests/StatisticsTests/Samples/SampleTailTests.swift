import Statistics
import Testing

@Suite struct SampleTailTests {
  @Test func theVectorIsReproduced() throws {
    let vectors = try Reference.cases("sample_es")
    try #require(vectors.count == 1)
    let losses = try Reference.quantileSample().map { -$0 }.sorted()
    for vector in vectors {
      for tail in try vector.numbers("inputs", "alpha") {
        let expected = try vector.fields["expected"]["\(tail)"]
        let mean = tailMean(
          of: losses, millionths: 1_000_000 - Int((tail * 1e6).rounded()))
        expectClose(
          mean, try expected["acerbi_tasche"].number, relative: vector.tolerance.relative)
        expectClose(
          mean, try expected["rockafellar_uryasev"].number, relative: vector.tolerance.relative)
        for (name, estimator) in [
          ("mean_worst_ceil", TailMeanEstimator.roundedUp), ("mean_worst_floor", .roundedDown),
          ("acerbi_tasche", .boundarySplit),
          ("mean_beyond_type7", .atOrBeyond(.hyndmanFan(type: 7))),
        ] {
          let mean = SampleTail.mean(
            ofAscending: losses.span, millionths: 1_000_000 - Int((tail * 1e6).rounded()),
            by: estimator)
          expectClose(
            try #require(mean), try expected[name].number, relative: vector.tolerance.relative)
        }
      }
    }
  }

  @Test func estimatorsDifferByTheBoundaryLoss() {
    // The 75 % quantile of 1…10 is 8 by the inverse, 7.75 by type 7.
    let losses = (1 ... 10).map { Double($0) }
    func mean(_ estimator: TailMeanEstimator) -> Double? {
      SampleTail.mean(ofAscending: losses.span, millionths: 750_000, by: estimator)
    }
    #expect(mean(.roundedUp) == 9)
    #expect(mean(.roundedDown) == 9.5)
    #expect(mean(.atOrBeyond(.inverse)) == 9)
    #expect(mean(.beyond(.inverse)) == 9.5)
    #expect(mean(.atOrBeyond(.hyndmanFan(type: 7))) == 9)
  }

  @Test func nothingLiesBeyondTheWorstLoss() {
    let losses = [1.0, 2, 2]
    let beyond = SampleTail.mean(
      ofAscending: losses.span, millionths: 990_000, by: .beyond(.inverse))
    #expect(beyond == nil)
  }

  @Test func theBoundaryLossCountsByItsShare() {
    // 2.5 of the 10 losses 1…10: (10 + 9 + 8/2) / 2.5.
    let losses = (1 ... 10).map { Double($0) }
    #expect(tailMean(of: losses, millionths: 750_000) == 23 / 2.5)
    #expect(tailMean(of: losses, millionths: 800_000) == 9.5)
    #expect(tailMean(of: losses, millionths: 990_000) == 10)
  }
}

@Suite struct OrderStatisticIntervalTests {
  @Test func theVectorRowsAreReproduced() throws {
    let vectors = try Reference.cases("order_statistic_ci")
    try #require(vectors.count == 1)
    for vector in vectors {
      for row in try vector.fields["expected"]["rows"].array {
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

private func tailMean(of losses: [Double], millionths: Int) -> Double {
  SampleTail.mean(ofAscending: losses.span, millionths: millionths)
}
