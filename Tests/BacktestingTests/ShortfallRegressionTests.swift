import Backtesting
import Instruments
import LinearAlgebra
import RiskMeasures
import Statistics
import TestSupport
import Testing

/// The joint regression of a quantile and a shortfall.
struct ShortfallRegressionTests {
  private typealias Failure = ExpectedShortfallRegression.Failure

  // MARK: - Against other searches

  struct Optimum: Sendable, CustomTestStringConvertible {
    let seed: Int
    let level: Double
    let isOfErrors: Bool
    let score: Double
    let quantile: (intercept: Double, slope: Double)
    let shortfall: (intercept: Double, slope: Double)

    var testDescription: String { "\(seed)\(isOfErrors ? ", errors" : "")" }
  }

  /// The best of 40 starts of eight runs of Nelder and Mead each, by scipy 1.17.1 under numpy 2.4.6,
  /// `minimize(F, t, method="Nelder-Mead", options=dict(maxiter=4000, xatol=1e-10, fatol=1e-14))`.
  static let optima = [
    Optimum(
      seed: 424_242, level: 0.99, isOfErrors: false, score: 1.9628035442192395,
      quantile: (2.063724616337138, 0.05206764382395958),
      shortfall: (1.3147824543560167, 0.588023799043836)),
    Optimum(
      seed: 424_242, level: 0.99, isOfErrors: true, score: 1.9384505206855849,
      quantile: (2.063724616337104, -0.9479323561760391), shortfall: (0.3840623893787667, 0)),
    Optimum(
      seed: 424_243, level: 0.975, isOfErrors: false, score: 1.9606118259629994,
      quantile: (0.08014712276341918, 0.8154720960480818),
      shortfall: (0.20912688069059326, 0.9713765401945269)),
    Optimum(
      seed: 424_243, level: 0.975, isOfErrors: true, score: 2.0647526548586392,
      quantile: (0.08014712276335645, -0.18452790395186064),
      shortfall: (0.15366582276147867, 0)),
    Optimum(
      seed: 424_244, level: 0.95, isOfErrors: false, score: 1.9299457176026045,
      quantile: (0.5216758948231477, 0.48962098161486306),
      shortfall: (0.5243323397513344, 0.8823899056449755)),
  ]

  private func regression(_ optimum: Optimum) throws -> ExpectedShortfallRegression {
    let backtest = try SyntheticBacktest(seed: optimum.seed)
    let x = backtest.shortfalls
    return try ExpectedShortfallRegression(
      losses: optimum.isOfErrors ? zip(backtest.losses, x).map { $0 - $1 } : backtest.losses,
      quantile: .linear(in: x), shortfall: optimum.isOfErrors ? .constant : .linear(in: x),
      level: .known(optimum.level))
  }

  /// A score is a mean of 500 to 1,000 terms of size one: rounding to a few units of 10⁻¹⁵.
  ///
  /// The simplex stops where a move gains 10⁻¹⁴, √10⁻¹⁴ away in the smooth coefficients.
  @Test(arguments: optima) func theScoreIsNoWorseThanThatOfASimplex(_ optimum: Optimum) throws {
    let found = try regression(optimum)
    #expect(found.score <= optimum.score + 1e-14)
    #expect(abs(found.score - optimum.score) < 1e-12)
    #expect(abs(found.quantile.intercept - optimum.quantile.intercept) < 1e-9)
    #expect(abs(found.quantile.slope - optimum.quantile.slope) < 1e-9)
    #expect(abs(found.shortfall.intercept - optimum.shortfall.intercept) < 2e-6)
    #expect(abs(found.shortfall.slope - optimum.shortfall.slope) < 2e-6)
  }

  /// Losses of esreg 0.6.2 under R 4.2.2, `esreg(r ~ e, alpha = p, g1 = 2, g2 = 1)$loss` after
  /// `set.seed(1)`, and `esreg(I(r - e) ~ e | 1, …)`: its search stops a little above the least.
  @Test(
    arguments: zip(
      optima,
      [1.96280355204056, 1.93845054380456, 1.96061184878841, 2.06475267420662, 1.92994572545324]))
  func theScoreIsBelowThatOfESReg(_ optimum: Optimum, loss: Double) throws {
    let found = try regression(optimum).score
    #expect(found < loss && loss - found < 1e-7, "\(found)")
  }

  /// Standard errors of c and d by `vcovA(fit, sigma_est = "scl_sp", misspec = FALSE)` of esreg 0.6.2.
  ///
  /// It has the scale by maximum likelihood and the tail by a kernel, here by least squares and by the
  /// exceedances, of which there are 9 to 24: a tenth apart, where either is known to a fifth.
  @Test(
    arguments: zip(
      optima,
      [[1.475022, 0.690029], [0.267989], [0.441223, 0.242257], [0.152960], [0.786004, 0.433661]]))
  func standardErrorsAreNearThoseOfESReg(_ optimum: Optimum, errors: [Double]) throws {
    let covariance = try #require(try regression(optimum).covariance)
    #expect(covariance.rowCount == 2 + errors.count)
    for (index, error) in errors.enumerated() {
      let found = covariance[2 + index, 2 + index].squareRoot()
      #expect(abs(found / error - 1) < 0.1, "\(found) \(error)")
    }
  }

  // MARK: - Identities

  /// 0.2 + (1 + x/2) z of a standard normal z, and x above 0.1.
  private func scaleSample(_ n: Int, _ number: UInt32 = 0) -> (losses: [Double], x: [Double]) {
    let stream = RandomStream(seed: 3, identifier: "scale sample")
    let x = (0 ..< UInt32(n)).map { 0.1 + abs(stream.normal(path: number, step: $0)) }
    let losses = x.indices.map {
      0.2 + (1 + x[$0] / 2) * stream.normal(path: number, step: UInt32(n + $0))
    }
    return (losses, x)
  }

  private func regression(
    _ sample: (losses: [Double], x: [Double]), at level: ConfidenceLevel
  ) throws -> ExpectedShortfallRegression {
    try ExpectedShortfallRegression(
      losses: sample.losses, quantile: .linear(in: sample.x), shortfall: .linear(in: sample.x),
      level: level)
  }

  private func coefficients(_ found: ExpectedShortfallRegression) -> [Double] {
    [
      found.quantile.intercept, found.quantile.slope, found.shortfall.intercept,
      found.shortfall.slope,
    ]
  }

  private func truth(at level: ConfidenceLevel) -> [Double] {
    let p = level.tailProbability
    let (q, e) = (-Normal.quantile(of: p), Normal.tailMean(beyond: p))
    return [0.2 + q, q / 2, 0.2 + e, e / 2]
  }

  /// Within four of its own standard errors, which are a few hundredths.
  @Test(arguments: [0.9, 0.95, 0.99]) func theTrueLinesAreFound(probability: Double) throws {
    let level = ConfidenceLevel.known(probability)
    let found = try regression(scaleSample(20_000), at: level)
    let covariance = try #require(found.covariance)
    for (index, (value, exact)) in zip(coefficients(found), truth(at: level)).enumerated() {
      let error = covariance[index, index].squareRoot()
      #expect(error < 0.2 && error > 0.005)
      #expect(abs(value - exact) < 4 * error, "\(index): \(value) for \(exact), error \(error)")
    }
  }

  @Test func noNearbyLinesScoreBetter() throws {
    let sample = scaleSample(2_000)
    let level = ConfidenceLevel.known(0.975)
    let found = try regression(sample, at: level)
    let origin = try #require(sample.losses.min())
    func score(_ c: [Double]) -> Double {
      FisslerZiegelScore.mean(
        valuesAtRisk: sample.x.map { c[0] + c[1] * $0 - origin },
        expectedShortfalls: sample.x.map { c[2] + c[3] * $0 - origin },
        for: sample.losses.map { $0 - origin }, at: level) ?? .infinity
    }
    let best = coefficients(found)
    #expect(abs(score(best) - found.score) < 1e-13)
    let stream = RandomStream(seed: 9, identifier: "nearby")
    for k in 0 ..< UInt32(500) {
      let size = [1e-4, 1e-3, 1e-2, 0.1, 0.5][Int(k) % 5]
      let other = best.indices.map { best[$0] + size * stream.normal(path: k, step: UInt32($0)) }
      #expect(score(other) > found.score)
    }
  }

  /// FZ0 has no unit, and regressors may be in any: 10⁻⁹ of a coefficient is the search's tolerance.
  @Test func unitsDoNotMatter() throws {
    let sample = scaleSample(1_500)
    let level = ConfidenceLevel.known(0.975)
    let one = coefficients(try regression(sample, at: level))
    let other = coefficients(
      try regression(
        (sample.losses.map { 3e-4 * $0 + 0.7 }, sample.x.map { 50 - 20 * $0 }), at: level))
    for (a, b) in [(0, 1), (2, 3)] {
      let slope = -3e-4 * one[b] / 20
      #expect(agrees(other[b], slope, relative: 1e-8))
      #expect(agrees(other[a], 3e-4 * one[a] + 0.7 - 50 * slope, relative: 1e-8))
    }
  }

  /// Of equal weights the regression on constants is an order statistic and a mean: of 100 losses 1 … 100 at
  /// 95 %, the quantile is 95 or 96 and the shortfall 98.
  @Test func constantsAreAnOrderStatisticAndAMean() throws {
    let found = try ExpectedShortfallRegression(
      losses: (1 ... 100).map { Double($0 * 37 % 101) }, quantile: .constant, shortfall: .constant,
      level: .known(0.95))
    #expect(found.quantile.intercept >= 95 && found.quantile.intercept <= 96)
    #expect(abs(found.shortfall.intercept - 98) < 1e-12)
    #expect(found.quantile.slope == 0 && found.shortfall.slope == 0)
    #expect(found.exceedanceCount == (found.quantile.intercept == 95 ? 5 : 4))
  }

  /// Weights of tied regressors make edges of no length; the search must come to rest on them.
  @Test func tiesAreNoTrap() throws {
    let sample = scaleSample(600)
    let found = try regression(
      (sample.losses.map { (10 * $0).rounded() / 10 }, sample.x.map { $0.rounded() }),
      at: .known(0.95))
    #expect(coefficients(found).allSatisfy { $0.isFinite })
    #expect(found.shortfall.intercept > found.quantile.intercept)
  }

  // MARK: - Refusals

  private func failure(
    _ losses: [Double], _ quantile: ExpectedShortfallRegression.Equation,
    _ shortfall: ExpectedShortfallRegression.Equation, _ level: Double = 0.95
  ) -> Failure? {
    do {
      _ = try ExpectedShortfallRegression(
        losses: losses, quantile: quantile, shortfall: shortfall, level: .known(level))
      return nil
    } catch {
      return error
    }
  }

  @Test func whatIsNotDefinedIsSaid() {
    let (losses, x) = scaleSample(200)
    #expect(failure(losses, .linear(in: x), .linear(in: x)) == nil)
    let equal = [Double](repeating: 0.3, count: 200)
    #expect(failure(losses, .linear(in: equal), .linear(in: x)) == .constantRegressor)
    #expect(failure(losses, .linear(in: x), .linear(in: equal)) == .constantRegressor)
    #expect(failure(losses, .linear(in: x), .linear(in: x), 0.99) == .tooFewExceedances)
    #expect(failure(equal, .linear(in: x), .linear(in: x)) == .tooFewExceedances)
    #expect(failure([], .constant, .constant) == .tooFewExceedances)
    #expect(failure([1], .constant, .constant) == .tooFewExceedances)
    for bad in [Double.infinity, -.infinity, .nan, 1e308] {
      var spoilt = losses
      spoilt[3] = bad
      spoilt[4] = -bad
      #expect(failure(spoilt, .constant, .constant) == .notFinite)
      var regressor = x
      regressor[3] = bad
      regressor[4] = -bad
      #expect(failure(losses, .linear(in: regressor), .constant) == .notFinite)
    }
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    let sample = scaleSample(1_000)
    let level = ConfidenceLevel.known(0.975)
    let first = coefficients(try regression(sample, at: level))
    let second = coefficients(try regression(sample, at: level))
    #expect(first == second)
  }

  // MARK: - Standard errors

  /// Deviations of 300 estimates against their mean standard errors: of either kind the root of 1/600 is
  /// 4 %, so that four of those are 16 %, and the asymptotics of 50 exceedances may add as much.
  @Test(.enabled(if: SlowTests.enabled)) func standardErrorsAreThoseOfReplicates() throws {
    let level = ConfidenceLevel.known(0.975)
    let count = 300
    var estimates: [[Double]] = []
    var variances = [Double](repeating: 0, count: 4)
    for number in 0 ..< UInt32(count) {
      let found = try regression(scaleSample(2_000, number + 1), at: level)
      estimates.append(coefficients(found))
      let diagonal = try #require(found.covariance).diagonal
      for index in 0 ..< 4 { variances[index] += diagonal[index] / Double(count) }
    }
    for index in 0 ..< 4 {
      let column = estimates.map { $0[index] }
      let variance = try #require(SampleMoments(column.span).sampleVariance)
      let ratio = (variance / variances[index]).squareRoot()
      #expect(ratio > 0.75 && ratio < 1.33, "\(index): \(ratio)")
    }
  }
}
