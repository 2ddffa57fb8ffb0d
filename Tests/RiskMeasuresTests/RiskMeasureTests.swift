import Instruments
import MarketData
import RiskMeasures
import Statistics
import TestSupport
import Testing

/// Levels in whole millionths.
struct ConfidenceLevelTests {
  @Test func theTailCountIsExact() throws {
    #expect(try #require(ConfidenceLevel(0.9975)).tailCount(of: 10_000) == 25)
    #expect(try #require(ConfidenceLevel(0.99)).tailCount(of: 500) == 5)
    #expect(try #require(ConfidenceLevel(0.99)).tailCount(of: 499) == 4)
    #expect(try #require(ConfidenceLevel(0.99)).tailProbability == 0.01)
  }

  @Test(arguments: [0.5, 1, 0, -0.99, 1.01, .nan, .infinity, 0.99999995])
  func whatIsNoLevelIsNil(probability: Double) {
    #expect(ConfidenceLevel(probability) == nil)
  }

  @Test func levelsAreOrdered() throws {
    #expect(try #require(ConfidenceLevel(0.99)) < #require(ConfidenceLevel(0.995)))
  }
}

/// Samples small enough for paper.
struct EmpiricalReturnsTests {
  private let nine = ConfidenceLevel.known(0.9)
  private let eighty = ConfidenceLevel.known(0.8)

  /// −10 %, −9 %, … +9 %.
  private let twenty = EmpiricalReturns(sorted: (-10 ..< 10).map { Double($0) / 100 })

  @Test func theQuantileIsAnOrderStatisticOfTheLosses() {
    // ⌈20 · 0.9⌉ = 18: the third worst of twenty losses.
    #expect(twenty.tailReturn(for: .long, at: nine) == -0.08)
    #expect(twenty.tailReturn(for: .short, at: nine) == 0.07)
    let predictive = EmpiricalReturns(
      sorted: twenty.ascending, quantileConvention: .predictive)
    // ⌈21 · 0.9⌉ = 19: the second worst.
    #expect(predictive.tailReturn(for: .long, at: nine) == -0.09)
  }

  @Test func theTailMeanSplitsTheBoundaryLoss() {
    #expect(abs(twenty.tailMeanLoss(of: .linear, for: .long, at: nine) - 0.095) < 1e-16)
    // 0.15 · 20 = 3 whole losses; 0.125 · 20 = 2½.
    let odd = ConfidenceLevel.known(0.875)
    let expected = (0.10 + 0.09 + 0.5 * 0.08) / 2.5
    #expect(abs(twenty.tailMeanLoss(of: .linear, for: .long, at: odd) - expected) < 1e-16)
    let short = (0.09 + 0.08 + 0.5 * 0.07) / 2.5
    #expect(abs(twenty.tailMeanLoss(of: .linear, for: .short, at: odd) - short) < 1e-16)
  }

  @Test func theTailMeanIsNeverWithinTheQuantile() {
    // Four losses at 80 %: the predictive quantile is the worst, the mean of 0.8 losses too.
    let few = EmpiricalReturns(
      sorted: [-0.04, -0.01, 0, 0.02], quantileConvention: .predictive)
    #expect(few.tailReturn(for: .long, at: eighty) == -0.04)
    #expect(few.tailMeanLoss(of: .linear, for: .long, at: eighty) == 0.04)
  }

  @Test func aScaledSimpleReturnLosesNoMoreThanAll() {
    let wild = EmpiricalReturns(sorted: [-0.9, -0.1, 0, 0.1, 0.2], scale: 2)
    #expect(wild.tailReturn(for: .long, at: eighty) == -0.2)
    #expect(wild.tailMeanLoss(of: .linear, for: .long, at: eighty) == 1)
    #expect(wild.reachesTotalLoss)
    let log = EmpiricalReturns(sorted: [-0.9, -0.1, 0, 0.1, 0.2], scale: 2, convention: .log)
    #expect(!log.reachesTotalLoss)
    #expect(log.tailMeanLoss(of: .linear, for: .long, at: eighty) < 1)
  }

  @Test func theDistributionFunctionCountsReturnsUpTo() {
    #expect(twenty.cumulativeProbability(of: -0.1) == 0.05)
    #expect(twenty.cumulativeProbability(of: -0.101) == 0)
    #expect(twenty.cumulativeProbability(of: 1) == 1)
  }

  @Test func anInverseContractLosesMoreLongAndLessShort() {
    let long = SidedLosses(twenty, contract: .inverse, side: .long)
    // 1/(1 − 0.08) − 1.
    #expect(abs(long.valueAtRisk(at: nine) - (1 / 0.92 - 1)) < 1e-15)
    let short = SidedLosses(twenty, contract: .inverse, side: .short)
    #expect(abs(short.valueAtRisk(at: nine) - (1 - 1 / 1.07)) < 1e-15)
  }

  @Test func theStandardErrorIsThatOfUniformOrderStatistics() throws {
    // The k-th of n uniforms has variance k(n + 1 − k)/((n + 1)²(n + 2)).
    let n = 1000.0
    let uniform = EmpiricalReturns(sorted: (0 ..< 1000).map { (Double($0) + 0.5) / n - 0.5 })
    let error = try #require(uniform.tailStandardError(for: .long, at: nine))
    let k = 900.0
    let exact = (k * (n + 1 - k) / ((n + 1) * (n + 1) * (n + 2))).squareRoot()
    // The weights are lumped on a grid of 1/n, a hundredth of the error squared.
    #expect(abs(error / exact - 1) < 0.005)
  }

  @Test func aSmallSampleHasAnErrorAndTheLowerEndAlone() {
    let uncertainty = twenty.tailInterval(for: .long, at: ConfidenceLevel.known(0.95))
    #expect(uncertainty.reason == .sampleTooSmall)
    // Of 20 losses, 3 or fewer lie beyond the 95 % quantile with probability 98.4 %: the 17th is the end.
    #expect(uncertainty.outer == nil)
    #expect(uncertainty.inner == twenty.ascending[3])
    #expect(twenty.tailStandardError(for: .long, at: ConfidenceLevel.known(0.95)) != nil)
    let filtered = EmpiricalReturns(
      sorted: twenty.ascending, withoutInterval: .needsResidualBootstrap)
    #expect(filtered.tailInterval(for: .long, at: nine).reason == .needsResidualBootstrap)
    #expect(filtered.tailStandardError(for: .long, at: nine) == nil)
  }

  @Test func conventionsConvertBothWays() {
    for r in [-0.5, -0.01, 0, 0.3] {
      let back = ReturnConvention.log.simpleReturn(
        of: ReturnConvention.log.value(ofSimpleReturn: r))
      #expect(abs(back - r) < 1e-16)
      #expect(ReturnConvention.simple.simpleReturn(of: r) == r)
    }
  }

  @Test func anEmptySampleTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = EmpiricalReturns(sorted: []).tailReturn(for: .long, at: ConfidenceLevel.known(0.99))
    }
    await #expect(processExitsWith: .failure) { _ = Horizon(bars: 0) }
  }
}
