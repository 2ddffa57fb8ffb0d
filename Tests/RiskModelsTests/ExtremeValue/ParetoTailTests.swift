import Glibc
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing

/// The tail of a sample beyond its threshold, and the plots that lead to one.
struct ParetoTailTests {
  private let c = ConfidenceLevel.known(0.99)
  private let losses = GeneralizedParetoFitTests.excesses(1000, shape: 0.25, scale: 0.01, seed: 21)

  @Test func theTailIsThePaperCase() throws {
    // 96 losses of zero and 4 beyond the threshold of 1, fitted by moments: y = 1, 2, 3, 4.
    let sample = [Double](repeating: 0, count: 96) + [2, 3, 4, 5]
    let tail = try ParetoTail(
      of: sample, beyond: .value(1), by: .probabilityWeightedMoments)
    // a₀ = 2.5, a₁ = Σ(1 − (i − 0.35)/4) i/4 = 0.84375: ξ = 2 − 2.5/0.8125, β = 2·2.5·0.84375/0.8125;
    // that is ξ < −1, so the tail is uniform up to the largest excess.
    #expect(tail.fit.shape == -1 && tail.fit.scale == 4)
    #expect(tail.fit.status == .boundary)
    #expect(tail.weight == 0.04)
    // P(L > q) = 0.04 (1 − (q − 1)/4) = 0.01 at q = 4; uniform on (4, 5) beyond.
    #expect(isClose(tail.valueAtRisk(at: c), 4, relative: 1e-14))
    #expect(isClose(tail.expectedShortfall(at: c), 4.5, relative: 1e-14))
    #expect(tail.valueAtRiskError(at: c) == nil)
    #expect(tail.end == 5)
  }

  @Test func theRiskIsTheTextbookFormula() throws {
    let tail = try ParetoTail(of: losses, beyond: .tenth)
    #expect(tail.exceedances == 100)
    let (xi, beta, u) = (tail.fit.shape, tail.fit.scale, tail.threshold)
    let value = u + beta / xi * (pow(1000.0 / 100 * 0.01, -xi) - 1)
    #expect(isClose(tail.valueAtRisk(at: c), value, relative: 1e-12))
    let shortfall = value / (1 - xi) + (beta - xi * u) / (1 - xi)
    #expect(isClose(tail.expectedShortfall(at: c), shortfall, relative: 1e-12))
  }

  @Test func theThresholdByShareIsAnOrderStatistic() throws {
    let tail = try ParetoTail(of: losses, beyond: .share(0.07))
    #expect(tail.exceedances == 70)
    #expect(tail.threshold == losses.sorted(by: >)[70])
  }

  @Test func tiesWithTheThresholdAreNotBeyondIt() throws {
    let digits: [Double] = (0 ..< 100).map { Double($0 % 10) }
    let sample = digits + [10, 11, 12, 13, 14]
    // The 10th largest of 105 is one of ten nines: five lie beyond.
    #expect(try ParetoTail(of: sample, beyond: .tenth).exceedances == 5)
    // Rounding does not make a tie an excess.
    let rounded = sample.map { $0 == 9 ? 9 + 3e-15 : $0 }
    #expect(try ParetoTail(of: rounded, beyond: .tenth).exceedances == 5)
    #expect(throws: RiskModelError.tooFewExceedances(available: 0, required: 3)) {
      _ = try ParetoTail(of: [Double](repeating: 1, count: 100), beyond: .tenth)
    }
  }

  @Test func theShortfallIsTheMeanQuantileBeyondTheLevel() throws {
    let tail = try ParetoTail(of: losses, beyond: .tenth)
    // Levels c + (1 − c)(1 − e^(−v)): ES = ∫ VaR e^(−v) dv, cut where a millionth ends.
    let grid = (0 ..< 9_000).compactMap { ConfidenceLevel(Double(990_001 + $0) / 1e6) }
    let head = grid.reduce(0) { $0 + tail.valueAtRisk(at: $1) } * 1e-6
    let last = tail.expectedShortfall(at: ConfidenceLevel.known(0.999)) * 1e-3
    // A step of 10⁻⁶ of a quantile that falls: the end point rule is off by half of its range.
    let slack = 1e-6 * tail.valueAtRisk(at: ConfidenceLevel.known(0.999))
    #expect(abs((head + last) - 0.01 * tail.expectedShortfall(at: c)) < slack)
  }

  /// The delta method against difference quotients of the formula.
  @Test(arguments: [0.95, 0.99, 0.999]) func theErrorsFollowTheSlopes(probability: Double) throws {
    let tail = try ParetoTail(of: losses, beyond: .tenth)
    let p = 1 - probability
    let cov = try #require(tail.fit.covariance)
    func value(_ xi: Double, _ beta: Double, _ zeta: Double) -> Double {
      tail.threshold + beta / xi * (pow(p / zeta, -xi) - 1)
    }
    func shortfall(_ xi: Double, _ beta: Double, _ zeta: Double) -> Double {
      (value(xi, beta, zeta) + beta - xi * tail.threshold) / (1 - xi)
    }
    func error(_ f: (Double, Double, Double) -> Double) -> Double {
      let (xi, beta, zeta) = (tail.fit.shape, tail.fit.scale, tail.weight)
      let a = (f(xi + 1e-5, beta, zeta) - f(xi - 1e-5, beta, zeta)) / 2e-5
      let b = (f(xi, beta * 1.00001, zeta) - f(xi, beta * 0.99999, zeta)) / (2e-5 * beta)
      let d = (f(xi, beta, zeta * 1.00001) - f(xi, beta, zeta * 0.99999)) / (2e-5 * zeta)
      return
        (a * a * cov.shape + 2 * a * b * cov.shapeScale + b * b * cov.scale
        + d * d * zeta * (1 - zeta) / 1000).squareRoot()
    }
    let level = ConfidenceLevel.known(probability)
    let errors = (
      try #require(tail.valueAtRiskError(at: level)),
      try #require(tail.expectedShortfallError(at: level))
    )
    // Central differences of relative step 10⁻⁵.
    #expect(isClose(errors.0, error(value), relative: 1e-7))
    #expect(isClose(errors.1, error(shortfall), relative: 1e-7))
  }

  @Test func anInfiniteMeanHasNoShortfall() throws {
    let heavy = GeneralizedParetoFitTests.excesses(2000, shape: 1.6, scale: 1, seed: 22)
    let tail = try ParetoTail(of: heavy, beyond: .tenth)
    #expect(tail.fit.shape > 1)
    #expect(tail.valueAtRisk(at: c).isFinite)
    #expect(tail.expectedShortfall(at: c) == .infinity)
    #expect(tail.valueAtRiskError(at: c) != nil)
    #expect(tail.expectedShortfallError(at: c) == nil)
  }

  // MARK: - Plots

  @Test func meanExcessesAreAverages() {
    let plot = ThresholdPlots.meanExcess(of: [3, 1, 4, 1, 5, 3])
    #expect(plot.map(\.threshold) == [4, 3, 1])
    #expect(plot.map(\.exceedances) == [1, 2, 4])
    #expect(plot.map(\.value) == [1, 1.5, 2.75])
    #expect(ThresholdPlots.meanExcess(of: []).isEmpty)
    #expect(ThresholdPlots.meanExcess(of: [2, 2]).isEmpty)
  }

  @Test func theHillPlotIsTheMeanLogExcess() {
    let plot = ThresholdPlots.hill(of: [-1, 8, 2, 4, 0])
    #expect(plot.map(\.threshold) == [4, 2])
    #expect(isClose(plot[0].shape, log(2.0), relative: 1e-15))
    #expect(isClose(plot[1].shape, 1.5 * log(2.0), relative: 1e-15))
    #expect(isClose(plot[1].error, 1.5 * log(2.0) / 2.0.squareRoot(), relative: 1e-15))
  }

  @Test func parametersOfAParetoTailAreStable() throws {
    let sample = GeneralizedParetoFitTests.excesses(20_000, shape: 0.3, scale: 1, seed: 23)
    let plot = ThresholdPlots.parameterStability(of: sample, beyond: [0, 0.5, 1, 2, 1e6])
    // Nothing lies beyond a million.
    #expect(plot.map(\.threshold) == [2, 1, 0.5, 0])
    for point in plot {
      let errors = (try #require(point.shapeError), try #require(point.modifiedScaleError))
      #expect(abs(point.shape - 0.3) < 4 * errors.0)
      #expect(abs(point.modifiedScale - 1) < 4 * errors.1)
    }
  }
}
