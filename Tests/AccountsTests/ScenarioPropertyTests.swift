import Accounts
import Instruments
import Statistics
import TestSupport
import Testing

/// Invariants 18 to 25 of scenario margins.
///
/// Sums of up to eight rounded products: 10⁻⁹ of the scan is a million roundings.
@Suite struct ScenarioPropertyTests {
  private static var cases: UInt32 { SlowTests.enabled ? 10_000 : 300 }

  @Test func scansScaleAddAndBound() {
    for path in 0 ..< Self.cases {
      var draw = Draw("scan", path)
      let (rule, a, b) = (draw.rule(), draw.book(), draw.book())
      let (one, two) = (rule.scan(a), rule.scan(b))
      // 18: from zero on, zero of nothing, of degree one.
      #expect(one >= 0 && rule.scan([]) == 0)
      let k = draw.uniform(0.1 ... 7)
      let scaled = a.map {
        ScenarioPosition($0.revaluation, amount: $0.amount * k, forward: $0.forward)
      }
      #expect(abs(rule.scan(scaled) - k * one) <= 1e-9 * (1 + k * one))
      // 19: together no more than apart.
      #expect(rule.scan(a + b) <= one + two + 1e-9 * (1 + one + two))
      // 20: a further row never lowers; a position of nothing changes nothing.
      let more = ScenarioScan(
        rule.scenarios + [Scenario(draw.uniform(-0.9 ... 2), .down)], shock: rule.shock)
      #expect(more.scan(a) >= one)
      var nothing = draw.position()
      nothing = ScenarioPosition(nothing.revaluation, amount: 0, forward: nothing.forward)
      #expect(rule.scan(a + [nothing]) == one)
      // 21: a hedge of the same cancels.
      let hedge = a.map {
        ScenarioPosition($0.revaluation, amount: -$0.amount, forward: $0.forward)
      }
      #expect(rule.scan(a + hedge) <= 1e-9 * (1 + one))
      // 25.
      let margin = ScenarioMarginRule(name: "", date: "", source: "", scan: rule).requirement(of: a)
      #expect(margin.initialMargin >= margin.maintenanceMargin && margin.scan == one)
    }
  }

  @Test func optionsAreBoundedAndMonotone() {
    for path in 0 ..< Self.cases {
      var draw = Draw("option", path)
      let volatility = draw.uniform(0.2 ... 1.5)
      let option = draw.option()
      // 22: a long loses its premium at most; a short call keeps more for wider ranges.
      let long = ScenarioPosition(
        .option(option, volatility: volatility), amount: 2, forward: 100)
      #expect(draw.rule().scan([long]) <= long.markToMarket * (1 + 1e-12) + 1e-12)
      let call = VanillaOption(.call, strike: option.strike, years: option.years)
      let short = ScenarioPosition(.option(call, volatility: volatility), amount: -1, forward: 100)
      let (range, up) = (draw.uniform(0.05 ... 0.3), draw.uniform(0 ... 0.5))
      func scan(_ range: Double, _ up: Double) -> Double {
        ScenarioScan(
          ScenarioScan.grid(range: range, buckets: 2), shock: VolatilityShock(up: up, down: 0.2)
        ).scan([short])
      }
      let base = scan(range, up)
      #expect(scan(range * 1.3, up) >= base * (1 - 1e-12))
      #expect(scan(range, up + 0.2) >= base * (1 - 1e-12))
    }
  }

  @Test func parityHoldsInEveryRow() {
    for path in 0 ..< Self.cases {
      var draw = Draw("parity", path)
      let (rule, volatility) = (draw.rule(), draw.uniform(0.2 ... 1.5))
      let (strike, years) = (draw.uniform(50 ... 200), draw.uniform(0.002 ... 1))
      func option(_ kind: VanillaOption.Kind, _ amount: Double) -> ScenarioPosition {
        ScenarioPosition(
          .option(VanillaOption(kind, strike: strike, years: years), volatility: volatility),
          amount: amount, forward: 100)
      }
      // 23: a long call and a short put are a forward, under one floored volatility too.
      let pair = rule.profits(of: [option(.call, 1), option(.put, -1)])
      let forward = rule.profits(of: [ScenarioPosition(.future, amount: 1, forward: 100)])
      for (a, b) in zip(pair, forward) { #expect(abs(a - b) < 1e-9) }
      // 24: weighted tails never exceed the edge of a linear book; an inverse one they do.
      let range = draw.uniform(0.05 ... 0.3)
      let grid = ScenarioScan(
        ScenarioScan.grid(range: range, buckets: 4), shock: rule.shock)
      let tailed = ScenarioScan(
        grid.scenarios + ScenarioScan.tails(range: range, [-0.66, -0.33, 0.5, 1, 5]),
        shock: rule.shock)
      let linear = [ScenarioPosition(.future, amount: draw.uniform(-3 ... 3), forward: 100)]
      #expect(abs(tailed.scan(linear) - grid.scan(linear)) < 1e-9)
    }
    let inverse = [ScenarioPosition(.inverseFuture, amount: 1, forward: 100)]
    let rows = ScenarioScan.tails(range: 0.16, [-0.66])
    let tail = ScenarioScan(rows, shock: VolatilityShock(up: 0, down: 0)).scan(inverse)
    #expect(tail > 0.16 / 0.84)
  }
}

extension Draw {
  fileprivate mutating func option() -> VanillaOption {
    VanillaOption(
      chance(0.5) ? .call : .put, strike: uniform(50 ... 200),
      years: uniform(0.002 ... 1))
  }

  fileprivate mutating func position() -> ScenarioPosition {
    let (amount, forward) = (uniform(-5 ... 5), 100.0)
    if chance(0.4) {
      return ScenarioPosition(.future, amount: amount, forward: forward)
    }
    return ScenarioPosition(
      .option(option(), volatility: uniform(0.2 ... 1.5)), amount: amount, forward: forward)
  }

  fileprivate mutating func book() -> [ScenarioPosition] {
    (0 ..< 1 + Int(uniform(0 ... 4))).map { _ in position() }
  }

  fileprivate mutating func rule() -> ScenarioScan {
    let range = uniform(0.05 ... 0.3)
    return ScenarioScan(
      ScenarioScan.grid(range: range, buckets: 3)
        + ScenarioScan.tails(range: range, [-0.6, 1, 3]),
      shock: VolatilityShock(
        up: uniform(0 ... 0.6), down: uniform(0 ... 0.4), floor: uniform(0 ... 0.5)),
      initialFactor: uniform(1 ... 1.3), maintenanceFactor: uniform(0.5 ... 1))
  }
}
