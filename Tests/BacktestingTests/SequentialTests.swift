import Foundation
import RiskMeasures
import Statistics
import TestSupport
import Testing

@testable import Backtesting

/// E-processes and cumulative sums.
@Suite struct SequentialTestsTests {
  private static let level = ConfidenceLevel.known(0.99)

  /// E-values by place, the others zero.
  private static let values: [(index: Int, e: Double)] = [(2, 3), (6, 7), (8, 0.5), (13, 12)]

  @Test func theMixtureIsTheMeanWealthOfSixteenStrategies() {
    let process = EProcess(count: 15, values: Self.values)
    var total = 0.0
    for index in 0 ..< 16 {
      let bet = 0.5 * pow(0.001, Double(index) / 15)
      var wealth = 1.0
      for day in 0 ..< 15 {
        let e = Self.values.first { $0.index == day }?.e ?? 0
        wealth *= 1 - bet + bet * e
      }
      total += wealth
    }
    #expect(abs(process.finalLogWealth - log(total / 16)) < 1e-14)
  }

  /// From scipy 1.17.1, minimize_scalar(bounded) at each day.
  @Test func theFastestGrowingBetIsThatOfABoundedSearch() {
    let process = EProcess(count: 15, values: Self.values, betting: .growthRate)
    #expect(abs(process.finalLogWealth - -0.26329293628730815) < 1e-8)
  }

  @Test func theBetOnARateIsTheExcessOfItsFrequency() {
    // After x hits among m, the bet is (x/m − p)/(1 − p), at most a half.
    let hits = [0, 40, 90, 120]
    let process = EProcess(
      count: 130, values: hits.map { ($0, 100.0) }, betting: .growthRate)
    var log1 = 0.0
    var seen = 0.0
    for day in 0 ..< 130 {
      let bet =
        day == 0 ? 0 : min(0.5, max(0, (seen / Double(day) - 0.01) / 0.99))
      log1 += log(1 - bet + (hits.contains(day) ? bet * 100 : 0))
      seen += hits.contains(day) ? 1 : 0
    }
    #expect(abs(process.finalLogWealth - log1) < 1e-9)
  }

  @Test(arguments: [(1.5, 2_736.768), (2, 765.465), (5, 72.552)])
  func theLeastDetectionTimeIsThatOfTheRate(multiple: Double, days: Double) throws {
    let found = try #require(
      EProcess.leastExpectedDetection(of: multiple, tail: 0.01, significance: 0.05))
    #expect(abs(found - days) < 2e-3)
  }

  @Test func eachAlarmAfterTheFirstTakesTwiceTheWealth() {
    // 100, a start anew, then 30 and 100: thresholds 40 and 80 at 5 %.
    let process = EProcess(
      count: 3, values: [(0, 199.0), (1, 59), (2, 6)], betting: .growthRate)
    #expect(process.jumps.count == 3)
    #expect(process.alarms(at: 0.05).isEmpty == (process.maximumLogWealth < log(40)))
    let many = EProcess(count: 60, values: (0 ..< 60).map { ($0, 100.0) })
    let alarms = many.alarms(at: 0.05)
    #expect(alarms.count > 5)
    // One wealth of 50^k: the k-th alarm needs ln(40·2^(k−1)).
    var start = 0.0
    for (index, alarm) in alarms.enumerated() {
      let wealth = many.jumps[alarm].logWealth
      #expect(wealth - start >= log(40) + Double(index) * log(2.0))
      start = wealth
    }
  }

  @Test func aProcessWithoutExceedancesOnlyLoses() {
    let series = ForecastSeries(
      level: Self.level, losses: [Double](repeating: 0, count: 500),
      valuesAtRisk: [Double](repeating: 1, count: 500))
    let process = EBacktest.valueAtRisk(series)
    #expect(process.pValue == 1 && process.finalLogWealth < 0 && process.jumps.isEmpty)
  }

  @Test func theShortfallValueIsTheExcessOverItsExpectation() throws {
    let series = ForecastSeries(
      level: Self.level, losses: [0, 3, 1], valuesAtRisk: [1, 1, 1],
      expectedShortfalls: [1.5, 1.5, 2])
    let process = try #require(EBacktest.expectedShortfall(series))
    let expected = EProcess(count: 3, values: [(1, (3 - 1) / (0.01 * 0.5))])
    #expect(abs(process.finalLogWealth - expected.finalLogWealth) < 1e-12)
  }

  @Test(arguments: [[1.5, 0.5, 2], [1.5, .infinity, 2], [1.5, 1, 2]])
  func aShortfallThatSaysNothingIsRefused(shortfalls: [Double]) {
    let series = ForecastSeries(
      level: Self.level, losses: [0, 3, 1], valuesAtRisk: [1, 1, 1],
      expectedShortfalls: shortfalls)
    let result = SequentialTests.all(series, Inference())[1]
    #expect(result.test == .eBacktestShortfall)
    #expect(result.pValue == nil && result.pValueReason == .expectedShortfallUnusable)
  }

  @Test func theSumFollowsItsRecursion() {
    let sum = BernoulliCUSUM(tail: 0.01)
    let places = [3, 4, 80, 400]
    var s = 0.0
    var expected: [Double] = []
    for day in 0 ... 400 {
      let isHit = places.contains(day)
      s = max(0, s + (isHit ? log(2.0) : log(0.98 / 0.99)))
      if isHit { expected.append(s) }
    }
    for (a, b) in zip(sum.values(after: places), expected) { #expect(abs(a - b) < 1e-12) }
  }

  /// A simulation day by day, in place of gap by gap, with other random numbers.
  @Test func theDesignKeepsItsRunLength() {
    let sum = BernoulliCUSUM(tail: 0.05)
    let design = sum.design(runLength: 400)
    // The sum has atoms, so that run lengths jump: the least threshold that reaches the target.
    #expect(design.runLength >= 400 && design.runLength < 420)
    var generator = SeededGenerator(seed: 9)
    var total = 0.0
    var squares = 0.0
    let runs = 4_000
    for _ in 0 ..< runs {
      var (s, bars) = (0.0, 0.0)
      while s < design.threshold {
        bars += 1
        s = max(
          0,
          s + (Double.random(in: 0 ..< 1, using: &generator) < 0.05 ? log(2.0) : log(0.9 / 0.95)))
      }
      total += bars
      squares += bars * bars
    }
    let mean = total / Double(runs)
    let error = ((squares / Double(runs) - mean * mean) / Double(runs)).squareRoot()
    // Both simulations err: 10,000 runs behind the design, 4,000 here.
    #expect(abs(mean - design.runLength) < 4 * error * (1 + 0.4).squareRoot())
    let bars = design.detection.map(\.bars)
    #expect(bars == bars.sorted(by: >) && bars[0] < 400)
  }

  /// Ville's inequality at the end of a year of tests, one-sided and for both betting rules.
  @Test(arguments: EProcess.Betting.allCases)
  func rightForecastsAreRejectedAtMostAtTheirSize(betting: EProcess.Betting) {
    let draws = 4_000
    let stream = RandomStream(seed: 3, identifier: "e-size")
    var rejected = 0
    for draw in 0 ..< UInt32(draws) {
      var place = -1
      let spells = ExceedanceSpells(drawing: 0.05, count: 250, from: stream, draw: draw)
      let values = spells.gaps.map { gap in
        place += gap
        return (index: place, e: 20.0)
      }
      let process = EProcess(count: 250, values: values, betting: betting)
      if process.pValue <= 0.05 { rejected += 1 }
    }
    #expect(Double(rejected) / Double(draws) <= 0.05)
    #expect(rejected > 0)
  }

  @Test func threeTimesTheRateIsFoundOut() {
    let n = 2_000
    let hits = (0 ..< n).map { $0 % 33 == 5 }
    let series = ForecastSeries(
      level: Self.level, losses: hits.map { $0 ? 2.0 : 0 },
      valuesAtRisk: [Double](repeating: 1, count: n))
    let results = SequentialTests.all(series, Inference())
    #expect(results[0].rejected == true && results[0].pValueMethod == .anytime)
    #expect(results[2].rejected == true)
    guard case .sequential(let detail)? = results[0].detail else {
      Issue.record("no detail")
      return
    }
    #expect(detail.alarms.count >= 1 && detail.path.count == hits.count { $0 })
  }
}
