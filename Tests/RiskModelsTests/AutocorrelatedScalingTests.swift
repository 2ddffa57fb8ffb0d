import Instruments
import MarketData
import RiskMeasures
import RiskModels
import TestSupport
import Testing

struct AutocorrelatedScalingTests {
  /// Two bars have 2 + 2ρ; perfect correlation scales with time, alternation cancels in pairs.
  @Test func theFactorIsTheVarianceOfASum() {
    #expect(AutocorrelatedScaling.varianceFactor(bars: 1, autocorrelation: 0.3) == 1)
    #expect(AutocorrelatedScaling.varianceFactor(bars: 2, autocorrelation: 0.25) == 2.5)
    #expect(AutocorrelatedScaling.varianceFactor(bars: 7, autocorrelation: 0) == 7)
    #expect(AutocorrelatedScaling.varianceFactor(bars: 7, autocorrelation: 1) == 49)
    #expect(AutocorrelatedScaling.varianceFactor(bars: 8, autocorrelation: -1) == 0)
    #expect(AutocorrelatedScaling.varianceFactor(bars: 7, autocorrelation: -1) == 1)
  }

  @Test func theAutocorrelationIsThatOfDeviationsFromTheMean() {
    // Deviations −1, 0, 1: products 0 + 0 over squares 2; a repeated constant has none.
    #expect(AutocorrelatedScaling.firstAutocorrelation(of: [1, 2, 3]) == 0)
    #expect(AutocorrelatedScaling.firstAutocorrelation(of: [1, -1, 1, -1]) == -0.75)
    #expect(AutocorrelatedScaling.firstAutocorrelation(of: [2, 2, 2]) == nil)
    #expect(AutocorrelatedScaling.firstAutocorrelation(of: [2]) == nil)
  }

  private func trending(_ count: Int) -> [Double] {
    var generator = SeededGenerator(seed: 5)
    var value = 0.0
    return (0 ..< count).map { _ in
      value = 0.4 * value + Double.random(in: -0.01 ... 0.01, using: &generator)
      return value
    }
  }

  @Test func aModelScalesByTheFactorOfItsWindow() throws {
    let returns = trending(300)
    let level = try #require(ConfidenceLevel(0.99))
    let recent = Array(returns.suffix(250))
    let rho = try #require(AutocorrelatedScaling.firstAutocorrelation(of: recent))
    let factor = AutocorrelatedScaling.varianceFactor(bars: 5, autocorrelation: rho)
    #expect(rho > 0.2)
    func prediction(_ rule: HorizonRule, bars: Int) throws -> LocationScaleReturns {
      var estimator = try NormalModel(window: 250, horizonRule: rule)
        .makeEstimator(over: Horizon(bars: bars))
      estimator.observe(contentsOf: returns.span)
      return try estimator.prediction()
    }
    let bar = try prediction(.autocorrelated, bars: 1)
    let root = try prediction(.squareRootOfTime, bars: 1)
    #expect(root.location == bar.location && root.scale == bar.scale)
    #expect(root.tailInterval(for: .long, at: level) == bar.tailInterval(for: .long, at: level))
    let week = try prediction(.autocorrelated, bars: 5)
    let wanted = (bar.scale * bar.scale * factor).squareRoot()
    #expect(abs(week.scale - wanted) <= 4 * wanted.ulp)
    #expect(week.tailInterval(for: .long, at: level).reason == .autocorrelatedReturns)
    #expect(week.tailStandardError(for: .long, at: level) == nil)
    #expect(bar.tailStandardError(for: .long, at: level) != nil)
  }

  @Test func studentTScalesAlike() throws {
    let returns = trending(250)
    var week = try StudentTModel(window: 250, degreesOfFreedom: 5, horizonRule: .autocorrelated)
      .makeEstimator(over: Horizon(bars: 5))
    var root = try StudentTModel(window: 250, degreesOfFreedom: 5)
      .makeEstimator(over: Horizon(bars: 5))
    week.observe(contentsOf: returns.span)
    root.observe(contentsOf: returns.span)
    try week.recalibrate()
    try root.recalibrate()
    let rho = try #require(AutocorrelatedScaling.firstAutocorrelation(of: returns))
    let factor = AutocorrelatedScaling.varianceFactor(bars: 5, autocorrelation: rho)
    let ratio = try week.prediction().scale / root.prediction().scale
    #expect(abs(ratio - (factor / 5).squareRoot()) < 1e-14)
    #expect(week.parameters.values["autocorrelation"] == rho)
    #expect(root.parameters.values["autocorrelation"] == nil)
  }

  @Test func aSampleIsNotLedBySuchScaling() {
    let model = Historical(window: 250, horizonRule: .autocorrelated)
    #expect(
      throws: RiskModelError.unsupportedHorizon(Horizon(bars: 5), rule: .autocorrelated)
    ) { _ = try model.makeEstimator(over: Horizon(bars: 5)) }
  }
}
