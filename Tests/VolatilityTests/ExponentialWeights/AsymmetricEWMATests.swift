import Testing
import Volatility

struct AsymmetricEWMATests {
  private let returns = Series.clustered(200, seed: 5)

  private func filtered(_ model: AsymmetricEWMA, _ returns: some Sequence<Double>)
    -> ExponentialFilter
  {
    var filter = model.makeFilter()
    for r in returns { filter.observe(r) }
    return filter
  }

  @Test func aFallWeighsMoreThanARise() {
    // 0.9 · 0.0001 + 0.1 · (1 ± 0.4) · 0.0004.
    let model = AsymmetricEWMA(decay: 0.9, leverage: 0.4)
    #expect(abs(model.variance(after: 1e-4, observing: -0.02) - 1.46e-4) < 1e-19)
    #expect(abs(model.variance(after: 1e-4, observing: 0.02) - 1.14e-4) < 1e-19)
    #expect(abs(model.variance(after: 1e-4, observing: 0) - 0.9e-4) < 1e-19)
  }

  @Test(arguments: [StartUp.sample, .sample(observations: 5), .backcast, .variance(0.7)])
  func withoutLeverageItIsTheAverage(startUp: StartUp) {
    var plain = EWMA(decay: 0.94, startUp: startUp).makeFilter()
    for r in returns { plain.observe(r) }
    let filter = filtered(AsymmetricEWMA(decay: 0.94, leverage: 0, startUp: startUp), returns)
    #expect(filter.variance == plain.variance)
    #expect(filter.firstVariance == plain.firstVariance)
    #expect(filter.observationCount == 200)
  }

  /// λₙ h₀ + (1 − λ) Σ λⁿ⁻¹⁻ⁱ (r²ᵢ − δ sgn(rᵢ) r²ᵢ), written out.
  @Test func aRunIsTheWeightedSum() throws {
    let first = returns.prefix(20).map { $0 * $0 }.reduce(0, +) / 20
    var expected = first
    for _ in returns { expected *= 0.9 }
    var weight = 0.1
    for r in returns.reversed() {
      expected += weight * (r < 0 ? 1.3 : 0.7) * r * r
      weight *= 0.9
    }
    let filter = filtered(AsymmetricEWMA(decay: 0.9, leverage: 0.3), returns)
    #expect(abs(try #require(filter.variance) / expected - 1) < 1e-13)
  }

  @Test func aCopyGoesOnAsIfItHadSeenAll() {
    let model = AsymmetricEWMA(decay: 0.94, leverage: 0.3)
    for split in [0, 10, 19, 20, 21, 100] {
      var running = filtered(model, returns.prefix(split))
      for r in returns.dropFirst(split) { running.observe(r) }
      #expect(running == filtered(model, returns))
    }
  }

  @Test func zeroReturnsAloneHaveNoVariance() throws {
    var filter = filtered(AsymmetricEWMA(decay: 0.94, leverage: 0.3), repeatElement(0, count: 50))
    #expect(filter.variance == nil)
    filter.observe(-0.01)
    // h₀ = 1e-4 / 51, then fifty decays and the fall.
    var expected = 1e-4 / 51
    for _ in 0 ..< 50 { expected *= 0.94 }
    expected = expected * 0.94 + 0.06 * 1.3e-4
    #expect(abs(try #require(filter.variance) / expected - 1) < 1e-13)
  }

  @Test func parametersOutsideTheirRangeTrap() async {
    await #expect(processExitsWith: .failure) { _ = AsymmetricEWMA(decay: 1, leverage: 0) }
    await #expect(processExitsWith: .failure) { _ = AsymmetricEWMA(decay: 0.9, leverage: 1.1) }
  }
}
