import Glibc
import Statistics
import TestSupport
import Testing

@Suite struct ChiSquaredTests {
  @Test func theVectorsAreReproduced() throws {
    let vectors = try Reference.cases("chi2_sf")
    try #require(vectors.count == 4)
    for vector in vectors {
      let chi = ChiSquared(degreesOfFreedom: try vector.number("inputs", "df"))
      let expected = try vector.numbers("expected", "sf")
      for (x, survival) in zip(try vector.numbers("inputs", "x"), expected) {
        expectClose(
          chi.survival(of: x), survival, relative: vector.tolerance.relative,
          "\(try vector.id) \(x)")
      }
    }
  }

  @Test func twoDegreesOfFreedomAreExponential() {
    let chi = ChiSquared(degreesOfFreedom: 2)
    for x in [1e-8, 0.5, 3, 200] {
      expectClose(chi.cumulativeProbability(of: x), -expm1(-x / 2), relative: 1e-14)
      expectClose(chi.survival(of: x), exp(-x / 2), relative: 1e-14)
    }
    expectClose(chi.quantile(of: 0.95), -2 * log1p(-0.95), relative: 1e-14)
    expectClose(chi.upperQuantile(beyond: 1e-30), -2 * log(1e-30), relative: 1e-14)
  }

  @Test func theEndsAreDefined() {
    let chi = ChiSquared(degreesOfFreedom: 1)
    #expect(chi.survival(of: -1) == 1)
    #expect(chi.survival(of: .infinity) == 0)
    #expect(chi.quantile(of: 0) == 0)
    #expect(chi.quantile(of: 1) == .infinity)
  }
}

@Suite struct BetaAndBinomialTests {
  /// An incomplete beta function of Boost.Math keeps all but its last few digits.
  static let tolerance = 1e-13

  @Test func theBetaTailsAgreeWithFortyDigits() throws {
    for row in try Reference.table("beta") {
      let beta = Beta(alpha: row[0], beta: row[1])
      expectClose(beta.cumulativeProbability(of: row[2]), row[3], relative: Self.tolerance)
      expectClose(beta.survival(of: row[2]), row[4], relative: Self.tolerance)
      expectClose(beta.quantile(of: row[3]), row[2], relative: 1e-10)
    }
  }

  @Test func theBinomialAgreesWithFortyDigits() throws {
    for row in try Reference.table("binomial") {
      let binomial = Binomial(trials: Int(row[0]), probability: row[1])
      let successes = Int(row[2])
      expectClose(binomial.mass(at: successes), row[3], relative: Self.tolerance)
      expectClose(
        binomial.cumulativeProbability(of: successes), row[4], relative: Self.tolerance)
      expectClose(binomial.survival(of: successes), row[5], relative: Self.tolerance)
    }
  }

  @Test func theQuantileIsTheFirstCountThatReachesTheLevel() {
    let binomial = Binomial(trials: 250, probability: 0.01)
    for level in [0, 1e-9, 0.0811, 0.5, 0.95, 0.9999, 1] {
      let count = binomial.quantile(of: level)
      #expect(binomial.cumulativeProbability(of: count) >= level)
      if count > 0 { #expect(binomial.cumulativeProbability(of: count - 1) < level) }
    }
    #expect(binomial.quantile(of: 0.95) == 5)
  }

  @Test func certaintyAndImpossibilityAreExact() {
    let never = Binomial(trials: 5, probability: 0)
    #expect(never.mass(at: 0) == 1)
    #expect(never.survival(of: 0) == 0)
    #expect(never.quantile(of: 1) == 0)
    let always = Binomial(trials: 5, probability: 1)
    #expect(always.mass(at: 5) == 1)
    #expect(always.cumulativeProbability(of: 4) == 0)
    #expect(always.mass(at: 6) == 0)
    let empty = Binomial(trials: 0, probability: 0.3)
    #expect(empty.mass(at: 0) == 1)
    #expect(empty.quantile(of: 0.5) == 0)
  }

  @Test func theExactIntervalAgreesWithFortyDigits() throws {
    for row in try Reference.table("clopperPearson") {
      let interval = ClopperPearsonInterval(
        successes: Int(row[0]), trials: Int(row[1]), confidence: row[2])
      expectClose(interval.lower, row[3], relative: 1e-12)
      expectClose(interval.upper, row[4], relative: 1e-12)
    }
  }

  @Test func noSuccessLeavesTheClosedFormBound() {
    let interval = ClopperPearsonInterval(successes: 0, trials: 299, confidence: 0.9)
    #expect(interval.lower == 0)
    expectClose(interval.upper, 1 - pow(0.05, 1.0 / 299), relative: 1e-12)
    #expect(ClopperPearsonInterval(successes: 7, trials: 7, confidence: 0.9).upper == 1)
  }

  /// How many exceedances of 99 % still show coverage with 95 % confidence.
  @Test(arguments: [(299, 0), (500, 1), (1000, 4), (2500, 16)])
  func theOneSidedBoundAllowsTheKnownCounts(trials: Int, allowed: Int) {
    func bound(_ successes: Int) -> Double {
      ClopperPearsonInterval.upperBound(successes: successes, trials: trials, confidence: 0.95)
    }
    #expect(bound(allowed) <= 0.01)
    #expect(bound(allowed + 1) > 0.01)
  }

  @Test func theLowerBoundMirrorsTheUpperOne() {
    let lower = ClopperPearsonInterval.lowerBound(successes: 9, trials: 250, confidence: 0.95)
    let upper = ClopperPearsonInterval.upperBound(successes: 241, trials: 250, confidence: 0.95)
    expectClose(lower, 1 - upper, relative: 1e-11)
  }
}
