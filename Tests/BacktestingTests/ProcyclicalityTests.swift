import Backtesting
import Foundation
import TestSupport
import Testing

struct ProcyclicalityTests {
  /// A synthetic margin path through 2020, and what tools against procyclicality make of it.
  private func paths() throws -> [String: [Double]] {
    let file = try #require(
      Bundle.module.url(forResource: "Resources/data/margin_path_2020", withExtension: "csv"))
    let margins = try #require(try ReferenceFile.columns(file)["margin"])
    let levels = try ReferenceCase("procyclicality.2020").expected.value("coverage")
    let floor = try levels.value("floor_level").number
    let stress = try levels.value("stress_level").number
    return [
      "raw": margins, "buffer25": margins.map { 1.25 * $0 },
      "stress_weight25": margins.map { 0.75 * $0 + 0.25 * stress },
      "floor": margins.map { max($0, floor) },
    ]
  }

  @Test(arguments: ["raw", "buffer25", "stress_weight25", "floor"])
  func thePublishedMeasuresAgree(name: String) throws {
    let vector = try ReferenceCase("procyclicality.2020")
    let relative = try vector.tolerance.value("rel").number
    let path = MarginPath(.amount, try #require(try paths()[name]))
    func expect(_ found: Double?, _ key: String, times factor: Double = 1) throws {
      let wanted = try vector.expected.value(name, key).number
      #expect(agrees(found.map { $0 * factor }, wanted, relative: relative), "\(key)")
    }
    try expect(path.peakToTrough, "peak_to_trough")
    try expect(path.standardDeviation, "std")
    try expect(
      path.standardDeviation.flatMap { s in path.mean.map { s / $0 } }, "std_over_mean")
    try expect(path.logChangeDeviation, "log_change_vol")
    try expect(path.largestFall, "max_drawdown_pct", times: 100)
    try expect(path.peakAfterTrough.map { $0 - 1 }, "max_runup_pct", times: 100)
    for bars in [1, 5, 10, 20] {
      let rise = MarginRise(over: bars, of: path)
      try expect(rise.relative?.size, "max_\(bars)d_increase_pct", times: 100)
      try expect(rise.absolute?.size, "max_\(bars)d_increase_abs")
      try expect(
        MarginRise(within: bars, of: path).relative?.size,
        "max_within_\(bars)d_window_from_start_pct", times: 100)
    }
  }

  @Test func aPeakBeforeItsTroughCountsInOneDefinitionAlone() {
    let falling = MarginPath(.rate, [0.4, 0.2, 0.1, 0.15])
    #expect(falling.peakToTrough == 4)
    #expect(abs((falling.peakAfterTrough ?? 0) - 1.5) < 1e-15)
    #expect(falling.largestFall == 0.75)
  }

  @Test func risesSayWhereTheyBeganAndEnded() throws {
    let path = MarginPath(.rate, [0.10, 0.08, 0.12, 0.11, 0.20])
    let two = MarginRise(over: 2, of: path)
    #expect(two.relative?.start == 2 && two.relative?.end == 4)
    let within = MarginRise(within: 3, of: path)
    #expect(within.relative?.start == 1 && within.relative?.end == 4)
    #expect(abs(try #require(within.relative?.size) - 1.5) < 1e-15)
    #expect(MarginRise(over: 5, of: path).relative == nil)
  }

  @Test func jumpsAndStepsAreCounted() {
    let path = MarginPath(.rate, [0.10, 0.115, 0.115, 0.14, 0.14, 0.14, 0.14, 0.14, 0.19])
    #expect(path.jumps(above: 0.1) == 3)
    #expect(path.jumps(above: 0.2) == 2)
    #expect(path.jumps(above: 0.3) == 1)
    // 0.14 is 40 % above 0.10; the next episode begins there and ends with 0.19.
    #expect(path.bigSteps(within: 5) == 2)
    #expect(path.bigSteps(within: 5, above: 0.5) == 0)
  }

  @Test func stressIsTheTenthWithTheHighestVolatility() throws {
    // Twenty bars of returns: volatility over one bar is their size; margins follow it exactly.
    let returns = (1 ... 20).map { Double($0) / 1000 }
    let stress = MarketStress(returns: returns, window: 1)
    let path = MarginPath(.rate, returns.map { 2 * $0 })
    // The two highest average 39, the ten lowest 11.
    let ratio = try #require(stress.stressedOverCalm(path))
    #expect(abs(ratio - 39 / 11.0) < 1e-12)
    #expect(abs(try #require(stress.correlation(with: path)) - 1) < 1e-12)
    let inverse = MarginPath(.rate, returns.map { 0.1 - $0 })
    #expect(abs(try #require(stress.correlation(with: inverse)) + 1) < 1e-12)
  }

  @Test func realizedVolatilityNeedsItsWindow() {
    let stress = MarketStress(returns: [0.03, -0.04, 0], window: 2)
    #expect(stress.volatilities[0] == nil)
    #expect(abs((stress.volatilities[1] ?? 0) - (0.00125).squareRoot()) < 1e-15)
  }

  @Test func whatAPathDoesNotDefineIsNil() {
    let empty = Procyclicality(
      of: MarginPath(.rate, []), under: MarketStress(returns: []))
    #expect(empty.peakToTrough == nil && empty.meanMargin == nil && empty.largestFall == nil)
    #expect(empty.rises.allSatisfy { $0.relative == nil && $0.absolute == nil })
    let zero = MarginPath(.rate, [0, 0.1])
    #expect(zero.peakToTrough == nil && zero.logChangeDeviation == nil)
    let flat = Procyclicality(
      of: MarginPath(.rate, Array(repeating: 0.1, count: 30)),
      under: MarketStress(returns: Array(repeating: 0.01, count: 30)))
    #expect(flat.peakToTrough == 1 && flat.volatilityCorrelation == nil)
    #expect(flat.stressedOverCalm == nil || abs((flat.stressedOverCalm ?? 0) - 1) < 1e-12)
  }

  /// A constant floor never raises the peak to trough (validity of pointwise theorems).
  @Test func aFloorNeverRaisesThePeakToTrough() throws {
    for seed in 0 ..< 50 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let margins = (0 ..< 60).map { _ in Double.random(in: 0.01 ... 0.3, using: &generator) }
      let floor = Double.random(in: 0.01 ... 0.3, using: &generator)
      let plain = try #require(MarginPath(.rate, margins).peakToTrough)
      let floored = try #require(
        MarginPath(.rate, margins.map { max($0, floor) }).peakToTrough)
      #expect(floored <= plain)
    }
  }
}
