import Margin
import TestSupport
import Testing

@Suite struct BufferTests {
  /// A quarter on top; four days to fill, three days without a new high before.
  static let buffer = Buffer(share: 0.25, trigger: 0.1, replenishmentDays: 4, highWindow: 3)

  static func walk(_ rates: [Double], _ buffer: Buffer = buffer) -> [StepOutcome] {
    var state = buffer.makeState()
    return rates.enumerated().map { state.apply(to: $1, given: inputs($1, position: $0)) }
  }

  @Test func aHandMadePathIsReleasedExhaustedAndReplenished() {
    let rates: [Double] = [100, 100, 100, 115, 125, 140, 120, 120, 120, 120, 120, 120, 120]
    let outcomes = Self.walk(rates)
    // Released from 1.25 × 100; exhausted at 125 and 140; from the third day after the high a quarter
    // of the buffer a day, 0.25 × 120 ÷ 4 = 7.5, until 1.25 × 120.
    let published = [125.0, 125, 125, 125, 125, 140, 125, 125, 132.5, 140, 147.5, 150, 150]
    #expect(outcomes.map(\.rate) == published)
    let phases: [BufferStatus.Phase?] = [
      .full, .full, .full, .releasing, .exhausted, .exhausted, .releasing, .releasing,
      .replenishing, .replenishing, .replenishing, .full, .full,
    ]
    #expect(outcomes.map { $0.buffer?.phase } == phases)
    #expect(
      outcomes.map { $0.buffer?.sincePosition } == [0, 0, 0, 3, 4, 4, 6, 6, 8, 8, 8, 11, 11])
    #expect(outcomes[3].buffer?.releaseLevel == 125)
    #expect(outcomes[3].buffer?.remaining == 10 / 28.75)
    #expect(outcomes[5].buffer?.remaining == 0)
    #expect(outcomes[11].buffer?.releaseLevel == nil)
  }

  @Test func aNewHighStopsTheReplenishment() {
    let rates: [Double] = [100, 100, 100, 140, 120, 120, 120, 130, 130]
    let outcomes = Self.walk(rates)
    #expect(outcomes[6].rate == 132.5)
    #expect(outcomes[7].rate == 132.5)
    #expect(outcomes[7].buffer?.phase == .releasing)
    #expect(outcomes[8].rate == 132.5)
  }

  @Test func aRiseWithinTheTriggerKeepsTheWholeBufferOnTop() {
    let outcomes = Self.walk([100, 105, 109, 108])
    #expect(outcomes.map(\.rate) == [125, 131.25, 136.25, 135])
  }

  @Test func aFallBelowTheStartOfTheReleaseEndsIt() {
    let outcomes = Self.walk([100, 115, 96, 96])
    #expect(outcomes.map(\.rate) == [125, 125, 120, 120])
    #expect(outcomes[2].buffer?.phase == .full)
  }

  @Test func releasingLowersThePeakToTroughRatioByTheWholeBuffer() {
    let rates: [Double] = [10, 10, 12, 20, 50, 155]
    let published = Self.walk(rates).map(\.rate)
    let ratio = (published.max() ?? 0) / (published.min() ?? 1)
    #expect(ratio == 12.4)
  }

  @Test func theBufferedRateStaysBetweenTheRateAndTheRateWithTheShare() {
    for seed in 0 ..< 200 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let buffer = Buffer(
        share: Double.random(in: 0 ... 1, using: &generator),
        trigger: Double.random(in: 0 ... 0.5, using: &generator),
        replenishmentDays: Int.random(in: 1 ... 30, using: &generator),
        highWindow: Int.random(in: 1 ... 30, using: &generator))
      let rates = randomRates(days: 300, using: &generator)
      for (rate, outcome) in zip(rates, Self.walk(rates, buffer)) {
        #expect(outcome.rate >= rate, "seed \(seed)")
        #expect(outcome.rate <= (1 + buffer.share) * rate, "seed \(seed)")
      }
    }
  }

  @Test func theReleaseLevelRisesByAtMostItsShareOfTheBufferADay() {
    for seed in 0 ..< 100 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let rates = randomRates(days: 300, using: &generator)
      let outcomes = Self.walk(rates)
      for day in 1 ..< rates.count {
        guard let before = outcomes[day - 1].buffer?.releaseLevel,
          let now = outcomes[day].buffer?.releaseLevel
        else { continue }
        let most = max(before, rates[day]) + 0.25 * rates[day] / 4
        #expect(now >= before && now <= most, "seed \(seed), day \(day)")
      }
    }
  }
}
