import Testing
import Volatility

/// The recursion and the three ways to start it.
struct EWMATests {
  private let returns: [Double] = (0 ..< 120).map { (day: Int) in
    Double((day * 37) % 19 - 9) / 500
  }

  private func filtered(_ model: EWMA, _ count: Int) -> ExponentialFilter {
    var filter = model.makeFilter()
    for r in returns.prefix(count) { filter.observe(r) }
    return filter
  }

  @Test func oneStepWeighsTheSquare() {
    // 0.9 · 0.0001 + 0.1 · 0.0004.
    let variance = EWMA(decay: 0.9).variance(after: 1e-4, observing: 0.02)
    #expect(abs(variance - 1.3e-4) < 1e-19)
  }

  @Test func aGivenVarianceIsTheFirstForecast() {
    let model = EWMA(decay: 0.9, startUp: .variance(4e-4))
    #expect(filtered(model, 0).variance == 4e-4)
    #expect(filtered(model, 0).firstVariance == 4e-4)
    #expect(filtered(model, 1).variance == model.variance(after: 4e-4, observing: returns[0]))
  }

  @Test(arguments: [StartUp.sample, .sample(observations: 5), .backcast])
  func theRecursionRunsOverTheStartUpToo(startUp: StartUp) throws {
    let model = EWMA(decay: 0.94, startUp: startUp)
    let needed = startUp.observations
    #expect(filtered(model, needed - 1).variance == nil)
    let factor = startUp == .backcast ? 0.94 : 1
    var weight = 1.0
    var sums = (squares: 0.0, weights: 0.0)
    for r in returns.prefix(needed) {
      sums = (sums.squares + weight * r * r, sums.weights + weight)
      weight *= factor
    }
    let first = sums.squares / sums.weights
    for count in [needed, needed + 1, 120] {
      let filter = filtered(model, count)
      // h after n returns is λⁿ h₀ + (1 − λ) Σ λⁿ⁻¹⁻ⁱ r²ᵢ.
      var expected = first
      for _ in 0 ..< count { expected *= 0.94 }
      var decay = 1.0
      for r in returns.prefix(count).reversed() {
        expected += 0.06 * decay * r * r
        decay *= 0.94
      }
      #expect(abs(try #require(filter.variance) / expected - 1) < 1e-13)
      #expect(abs(try #require(filter.firstVariance) / first - 1) < 1e-13)
      #expect(filter.observationCount == count)
    }
  }

  @Test func theDefaultStartIsTheMeanSquareOfTwenty() {
    #expect(StartUp.sample.observations == 20)
    #expect(StartUp.backcast.observations == 75)
    #expect(StartUp.variance(1).observations == 0)
  }

  @Test func aDecayOfOneTraps() async {
    await #expect(processExitsWith: .failure) { _ = EWMA(decay: 1) }
    await #expect(processExitsWith: .failure) { _ = EWMA(decay: 0) }
  }
}
