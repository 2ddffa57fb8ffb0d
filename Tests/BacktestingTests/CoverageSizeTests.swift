import Backtesting
import RiskMeasures
import Statistics
import TestSupport
import Testing

/// The tests on 10,000 samples of independent outcomes.
///
/// The randomized p-value u·P(T = t) + P(T > t) is uniform under the null, so that it must be at
/// most 5 % in 4 to 6 % of samples. The published one may not reject more than 5.9 %, four standard
/// errors above: √(0.05·0.95/10⁴) = 0.22 %. Samples without a p-value are left out and counted.
@Suite(.tags(.slow), .enabled(if: SlowTests.enabled))
struct CoverageSizeTests {
  static let sampleCount: UInt32 = 10_000

  /// Independent outcomes at a true rate, and a uniform number that goes with them.
  private func forEachSample(
    _ forecasts: Int, rate: Double, _ visit: (ExceedanceSequence, Double) throws -> Void
  ) rethrows {
    let outcomes = RandomStream(seed: 1, identifier: "coverage-size-\(forecasts)")
    let randomizers = RandomStream(seed: 1, identifier: "coverage-size-randomizer")
    for sample in 0 ..< Self.sampleCount {
      let hits = (0 ..< UInt32(forecasts)).map { outcomes.uniform(path: sample, step: $0) < rate }
      try visit(ExceedanceSequence(hits: hits), randomizers.uniform(path: sample, step: 0))
    }
  }

  /// How many samples a test judged and rejected.
  struct Tally {
    var undefined = 0
    var defined = 0
    var rejected = 0
    var rejectedRandomized = 0
    var attained = 0.0

    mutating func add(_ result: TestResult, _ null: NullDistribution?, _ u: Double) throws {
      guard let null else {
        #expect(result.pValue == nil && result.rejected == nil)
        undefined += 1
        return
      }
      defined += 1
      #expect(result.rejected != nil)
      if result.rejected == true { rejected += 1 }
      attained += try #require(result.attainedSize)
      let statistic = try #require(result.statistic)
      let above = null.probability(above: statistic)
      if above + u * (null.probability(atLeast: statistic) - above) <= 0.05 {
        rejectedRandomized += 1
      }
    }

    func expectNominalSize(_ test: TestName) {
      let size = Double(rejectedRandomized) / Double(defined)
      let published = Double(rejected) / Double(defined)
      #expect(size > 0.04 && size < 0.06, "\(test)")
      #expect(published <= 0.059, "\(test)")
      // The attained size is what was printed: within four standard errors.
      let attained = attained / Double(defined)
      let error = (attained * (1 - attained) / Double(defined)).squareRoot()
      #expect(abs(published - attained) <= 4 * error, "\(test)")
    }
  }

  @Test(arguments: [250, 500, 1000], [0.01, 0.025])
  func theSizeIsNominal(_ forecasts: Int, _ tail: Double) throws {
    let level = try tailLevel(tail)
    var kupiec = Tally()
    var independence = Tally()
    var joint = Tally()
    var known: [TransitionCounts: [(TestResult, NullDistribution?)]] = [:]
    var jointNull: NullDistribution?
    try forEachSample(forecasts, rate: tail) { sequence, u in
      let counts = try #require(sequence.transitions)
      let results =
        known[counts]
        ?? {
          let first = KupiecTest(
            exceedances: counts.exceedanceCount, forecasts: forecasts, level: level)
          let second = ChristoffersenIndependenceTest(transitions: counts)
          let third = ConditionalCoverageTest(transitions: counts, level: level)
          let thirdNull = third.nullDistribution()
          jointNull = jointNull ?? thirdNull
          if let thirdNull { #expect(thirdNull == jointNull) }
          return [
            (first.result(), first.nullDistribution()),
            (second.result(), second.nullDistribution()),
            (third.result(), thirdNull),
          ]
        }()
      known[counts] = results
      try kupiec.add(results[0].0, results[0].1, u)
      try independence.add(results[1].0, results[1].1, u)
      try joint.add(results[2].0, results[2].1, u)
    }
    kupiec.expectNominalSize(.kupiec)
    independence.expectNominalSize(.christoffersenIndependence)
    joint.expectNominalSize(.conditionalCoverage)
    #expect(kupiec.undefined == 0)
    #expect(independence.undefined == joint.undefined)
    let none = TrafficLight(exceedances: 1, forecasts: forecasts, level: level)
      .cumulativeProbability
    let share = Double(joint.undefined) / Double(Self.sampleCount)
    let error = (none * (1 - none) / Double(Self.sampleCount)).squareRoot()
    #expect(abs(share - none) <= 4 * error)
  }

  @Test(arguments: [0.003, 0.005, 0.008, 0.01])
  func aGoodMarginIsSeldomRejected(_ rate: Double) throws {
    // The null of the one-sided tests is a rate of at most 1 %, its edge included.
    let level = try tailLevel(0.01)
    var rejected: [TestName: Int] = [:]
    var judged: [TestName: Int] = [:]
    var known: [TransitionCounts: [TestResult]] = [:]
    try forEachSample(500, rate: rate) { sequence, _ in
      let counts = try #require(sequence.transitions)
      let results =
        known[counts] ?? CoverageTests.all(hits: sequence, level: level, alternative: .greater)
      known[counts] = results
      for result in results {
        guard let isRejected = result.rejected else { continue }
        judged[result.test, default: 0] += 1
        if isRejected { rejected[result.test, default: 0] += 1 }
      }
    }
    #expect(judged[.trafficLight] == nil)
    for (test, count) in judged {
      #expect(Double(rejected[test, default: 0]) / Double(count) <= 0.059, "\(test)")
    }
    #expect(judged[.kupiec] == Int(Self.sampleCount))
  }

  @Test func aTwoSidedTestRejectsAGoodMargin() throws {
    // What the one-sided alternative is for: at a true 0.3 % Kupiec's test of 99 % calls it wrong
    // in about half of the samples of 1,000.
    let level = try tailLevel(0.01)
    var rejected = 0
    forEachSample(1000, rate: 0.003) { sequence, _ in
      let test = KupiecTest(
        exceedances: sequence.exceedanceCount, forecasts: 1000, level: level)
      if test.result().rejected == true { rejected += 1 }
    }
    #expect(rejected > 4_000)
  }
}
