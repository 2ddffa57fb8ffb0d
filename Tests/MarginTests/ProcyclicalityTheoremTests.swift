import Margin
import TestSupport
import Testing

/// What holds of every path, date by date; all else about these tools is an empirical question.
@Suite struct ProcyclicalityTheoremTests {
  private func forEachPath(_ body: ([Double]) throws -> Void) throws {
    for seed in 0 ..< (SlowTests.enabled ? 60 : 10) as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      try body(randomRates(days: 200, using: &generator))
    }
  }

  private func peakToTrough(_ rates: [Double]) -> Double {
    (rates.max() ?? 0) / (rates.min() ?? 1)
  }

  @Test func aConstantFloorNeverRaisesPeakToTrough() throws {
    try forEachPath { plain in
      for floor in [5_000, 30_000, 120_000, 3_000_000] {
        let floored = try rates(ConstantFloor(rate: MarginRate(millionths: floor)), on: plain)
        #expect(peakToTrough(floored) <= peakToTrough(plain) * (1 + 1e-12))
      }
    }
  }

  @Test func floorsAndBuffersLowerNoDate() throws {
    let steps: [any MarginStep] = [
      ConstantFloor(rate: MarginRate(millionths: 50_000)), LongRunFloor(), StressFloor(),
      Buffer(share: 0.25), JumpFloor(level: jumpLevel), StressWeight(weight: 0.25),
    ]
    try forEachPath { plain in
      for step in steps {
        let raised = try rates(step, on: plain)
        #expect(zip(raised, plain).allSatisfy { $0 >= $1 }, "\(step.name)")
      }
    }
  }

  @Test func aBufferStaysWithinItsShare() throws {
    try forEachPath { plain in
      let buffered = try rates(Buffer(share: 0.25), on: plain)
      #expect(
        zip(buffered, plain).allSatisfy { $0 >= $1 && $0 <= 1.25 * $1 * (1 + 1e-12) })
    }
  }

  @Test func aSpeedLimitRaisesNoDateAndKeepsItsBound() throws {
    try forEachPath { plain in
      let limited = try rates(SpeedLimit(factor: 1.5, days: 20), on: plain)
      #expect(zip(limited, plain).allSatisfy { $0 <= $1 })
      for day in 20 ..< limited.count {
        #expect(limited[day] <= 1.5 * limited[day - 20] * (1 + 1e-12))
      }
    }
  }

  @Test func constantDataConverge() throws {
    let plain = Array(repeating: 0.3, count: 5) + Array(repeating: 0.05, count: 400)
    let steps: [(any MarginStep, Double)] = [
      (DecreaseDamping(fraction: 0.1), 0.05), (SpeedLimit(factor: 1.2, days: 5), 0.05),
      (Hysteresis(), 0.05), (ScheduledRecalibration(schedule: .calendar(.month)), 0.05),
      (Buffer(share: 0.25), 0.0625), (Cap(rate: MarginRate(millionths: 40_000)), 0.04),
    ]
    for (step, limit) in steps {
      let last = try rates(step, on: plain).last ?? 0
      #expect(abs(last - limit) < 1e-9, "\(step.name)")
    }
    let rising = Array(repeating: 0.02, count: 5) + Array(repeating: 0.3, count: 400)
    let risen = try rates(SpeedLimit(factor: 1.2, days: 5), on: rising)
    #expect(abs((risen.last ?? 0) - 0.3) < 1e-12)
  }
}
