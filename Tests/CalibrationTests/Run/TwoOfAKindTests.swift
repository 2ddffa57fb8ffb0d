import Forecasting
import Margin
import MarketData
import Policies
import RiskMeasures
import RiskModels
import Scheduling
import TestSupport
import Testing

/// Two steps of one kind in one policy, each with the past that it asks for.
struct TwoOfAKindTests {
  private static let history = RunSamples.history(
    RunSamples.normals(800).enumerated().map { $1 * ($0 < 300 ? 3 : 1) })

  private func rates(_ steps: [any MarginStep]) async throws -> [Double] {
    let plan = try RunSamples.plan(.single(NormalModel(window: 100)), steps: steps)
    let schedule = try #require(
      await Calibrator(plan).schedules(for: [Self.history], extent: .lastDate).first)
    let margin = try #require(schedule.last?.long)
    return margin.waterfall.lines.map(\.rate.fraction)
  }

  @Test func eachOfTwoFloorsLooksBackOverItsOwnYears() async throws {
    let (long, short) = (LongRunFloor(lookbackYears: 5), LongRunFloor(lookbackYears: 0.5))
    let both = try await rates([short, long])
    #expect(try await both[1] == rates([short])[1])
    #expect(try await both[2] == rates([long])[1])
    #expect(both[2] > both[1])
  }

  @Test func eachOfTwoJumpFloorsHasItsOwnLevel() async throws {
    let (low, high) = (
      JumpFloor(level: .known(0.95), lookbackYears: 5),
      JumpFloor(level: .known(0.995), lookbackYears: 5)
    )
    let both = try await rates([low, high])
    #expect(try await both[1] == rates([low])[1])
    #expect(try await both[2] == rates([high])[1])
    #expect(both[2] > both[1])
  }

  @Test(arguments: [StressWeight.Blend.notBelowCurrent, .mixture])
  func eachOfTwoStressWeightsHasItsOwnPeriod(blend: StressWeight.Blend) async throws {
    let early = StressWeight(
      weight: 0.5, blend: blend, period: .dates(.known("2004-03-01") ... .known("2004-08-31")))
    let worst = StressWeight(weight: 0.25, blend: blend, period: .worst(length: 400))
    let both = try await rates([early, worst])
    let (one, other) = (try await rates([early]), try await rates([worst]))
    #expect(both[1] == one[1] && one[1] > one[0] && other[1] > other[0])
    // Each adds what its own sample asks for: a weight to the rate that comes in, a mixture as when it is alone.
    let added = blend == .mixture ? other[1] - other[0] : 0.25 * (stressed(other) - both[1])
    #expect(abs(both[2] - (both[1] + added)) < 3e-6)  // three roundings to a millionth
  }

  /// The stressed measure that a weight of a quarter moved the model's rate to.
  private func stressed(_ lines: [Double]) -> Double { (lines[1] - 0.75 * lines[0]) / 0.25 }

  @Test func aFileMayHoldTwoFloorsAndTwoStressWeights() throws {
    let policy = try CalibrationConfiguration(
      toml: """
        [model.historical]
        [[step]]
        stress-weight = { weight = 0.25, length = 250 }
        [[step]]
        stress-weight = { weight = 0.1, period = "2008-09-01/2009-03-31" }
        [[step]]
        floor = { lookback-years = 10 }
        [[step]]
        floor = { lookback-years = 3 }
        [[step]]
        jump-floor = { level = 0.99 }
        [[step]]
        jump-floor = { level = 0.999 }
        """
    ).resolved().policy
    #expect(policy.needs.count == 6)
  }
}
