import Testing
import Volatility

struct RiskMetrics2006Tests {
  private let returns = Series.clustered(500, seed: 6)

  private func filtered(_ model: RiskMetrics2006, _ returns: some Sequence<Double>)
    -> RiskMetrics2006Filter
  {
    var filter = model.makeFilter()
    for r in returns { filter.observe(r) }
    return filter
  }

  @Test func theDefaultsAreThoseOfTheMethodology() throws {
    let model = RiskMetrics2006()
    #expect(model.memories.count == 14)
    #expect(model.memories[0] == 4)
    #expect(abs(model.memories[13] - 256 * 2.0.squareRoot()) < 1e-10)
    #expect(abs(model.weights.reduce(0, +) - 1) < 1e-15)
    // w₁ : w₃ = (1 − ln 4/ln 1560) : (1 − ln 8/ln 1560), in powers of two 10.607… − 2 : … − 3.
    let power = 10.607330313749609  // log₂ 1560
    let ratio = model.weights[0] / model.weights[2]
    let wanted = (power - 2) / (power - 3)
    #expect(abs(ratio - wanted) < 1e-14)
    #expect(zip(model.weights, model.weights.dropFirst()).allSatisfy { $0 > $1 })
    #expect(abs(model.decays[0] - 0.7788007830714049) < 1e-15)  // e^(−1/4)
  }

  @Test(arguments: [StartUp.sample, .backcast, .variance(0.7)])
  func theForecastIsTheMeanOfItsAverages(rule: StartUp) throws {
    let model = RiskMetrics2006(componentCount: 5, start: .common(rule))
    var expected = 0.0
    for (decay, weight) in zip(model.decays, model.weights) {
      var filter = EWMA(decay: decay, startUp: rule).makeFilter()
      for r in returns { filter.observe(r) }
      expected += weight * (try #require(filter.variance))
    }
    let variance = try #require(filtered(model, returns).variance)
    #expect(abs(variance / expected - 1) < 1e-14)
  }

  @Test func oneComponentIsOneAverage() {
    let model = RiskMetrics2006(shortestMemory: 20, componentCount: 1)
    var filter = EWMA(decay: model.decays[0]).makeFilter()
    for r in returns { filter.observe(r) }
    #expect(filtered(model, returns).variance == filter.variance)
  }

  @Test(arguments: [RiskMetrics2006.Start.common(.sample), .backcast(observations: 60)])
  func aCopyGoesOnAsIfItHadSeenAll(start: RiskMetrics2006.Start) {
    let model = RiskMetrics2006(start: start)
    let fresh = filtered(model, returns)
    for split in [0, 10, 20, 59, 60, 61, 300] {
      var running = filtered(model, returns.prefix(split))
      for r in returns.dropFirst(split) { running.observe(r) }
      #expect(running == fresh)
    }
  }

  @Test func theStartWaitsForItsReturns() throws {
    let model = RiskMetrics2006(start: .backcast(observations: 60))
    #expect(filtered(model, returns.prefix(59)).variance == nil)
    #expect(filtered(model, returns.prefix(60)).variance != nil)
    let given = try #require(filtered(RiskMetrics2006(start: .common(.variance(2))), []).variance)
    #expect(abs(given - 2) < 1e-15)
  }

  /// Short averages begin at zero then, and take the first move as it comes.
  @Test func aHaltAtTheBeginningEndsWithTheFirstMove() throws {
    let halt = [Double](repeating: 0, count: 100)
    let model = RiskMetrics2006(start: .backcast(observations: 60))
    #expect(filtered(model, halt).variance == nil)
    let after = filtered(model, halt + [0.01])
    // e^(−1/4) falls below a hundredth at the 19th return: h₀ sees nothing.
    #expect(after.components[0] == (1 - model.decays[0]) * 0.01 * 0.01)
    #expect(after.components.allSatisfy { $0 > 0 })
    #expect(try #require(after.variance) > 0)
  }

  @Test func parametersOutsideTheirRangeTrap() async {
    await #expect(processExitsWith: .failure) { _ = RiskMetrics2006(componentCount: 0) }
    await #expect(processExitsWith: .failure) { _ = RiskMetrics2006(longestMemory: 300) }
    await #expect(processExitsWith: .failure) { _ = RiskMetrics2006(ratio: 1) }
  }
}
