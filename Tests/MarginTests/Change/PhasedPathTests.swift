import Instruments
import Margin
import RiskMeasures
import TestSupport
import Testing

@Suite struct PhasedPathTests {
  static let step = MarginRate(millionths: 500)

  func path(
    _ old: MarginRates, _ new: MarginRates, _ rule: PhasedPath.Rule = .equalRatio,
    maximumStep: RelativeLimit = .stage
  ) -> PhasedPath? {
    PhasedPath(from: old, to: new, maximumStep: maximumStep, roundingStep: Self.step, rule: rule)
  }

  @Test func twoStagesOfAQuarterGoFromEightToTwelveAndAHalf() throws {
    // 12.5 / 8 = 1.25²: two stages, the first at 8 % × 1.25.
    let path = try #require(path(try rates(800, 640), try rates(1250, 1000)))
    #expect(path.stages == [try rates(1000, 800), try rates(1250, 1000)])
    // Who holds the old 8 % is liquidated at the first stage's 8 %.
    #expect(!path.isLiquidationFree)
  }

  @Test func theMaintenanceMarginStaysBelowTheInitialMarginOfTheStageBefore() throws {
    let path = try #require(path(try rates(800, 640), try rates(1250, 1000), .liquidationFree))
    #expect(path.stages == [try rates(1000, 795), try rates(1250, 995), try rates(1250, 1000)])
    #expect(path.isLiquidationFree)
  }

  @Test func aRiseOfTheMaximumStepIsOneStage() throws {
    let path = try #require(path(try rates(1000, 800), try rates(1250, 1000)))
    #expect(path.stages == [try rates(1250, 1000)])
  }

  @Test func aFallIsOneStage() throws {
    let path = try #require(path(try rates(5000, 4000), try rates(100, 80)))
    #expect(path.stages == [try rates(100, 80)])
    #expect(path.isLiquidationFree)
  }

  @Test func aRiseFromNoMarginIsOneStage() throws {
    let path = try #require(path(try rates(0, 0), try rates(1000, 900)))
    #expect(path.stages == [try rates(1000, 900)])
  }

  @Test func noChangeHasNoStage() throws {
    for rule in PhasedPath.Rule.allCases {
      let path = try #require(path(try rates(1000, 900), try rates(1000, 900), rule))
      #expect(path.stages.isEmpty && path.isLiquidationFree)
    }
  }

  @Test func oneRateForBothHasNoLiquidationFreePath() throws {
    #expect(try path(rates(1000, 1000), rates(1500, 1500), .liquidationFree) == nil)
    #expect(try path(rates(1000, 900), rates(1500, 1500), .liquidationFree) == nil)
    let equal = try #require(path(try rates(1000, 1000), try rates(1500, 1500)))
    #expect(equal.stages.count == 2 && !equal.isLiquidationFree)
  }

  @Test(arguments: [0.01, 0.1, 0.15, 0.25, 1, 3])
  func aPowerOfTheStepTakesAsManyStages(fraction: Double) throws {
    let limit = try #require(RelativeLimit(fraction))
    let old = try #require(MarginRate(fraction: 0.01))
    var power = 1.0
    for count in 1 ... 4 {
      power *= 1 + fraction
      let new = try #require(MarginRate(nearest: 0.01 * power))
      // Two decimals to the fourth power of a hundredth may need more than six decimals.
      guard new.fraction <= 0.01 * power * (1 + 1e-15) else { continue }
      let (from, to) = try (
        #require(MarginRates(initial: old, maintenance: old)),
        #require(MarginRates(initial: new, maintenance: old))
      )
      #expect(PhasedPath.stageCount(from: from, to: to, maximumStep: limit) == count)
    }
  }

  // MARK: - Properties over random changes

  struct Sample {
    let old: MarginRates
    let new: MarginRates
    let maximumStep: RelativeLimit
    let roundingStep: MarginRate
  }

  static func samples(_ count: Int, seed: UInt64) throws -> [Sample] {
    var generator = SeededGenerator(seed: seed)
    func draw() throws -> MarginRates {
      let initial = Int.random(in: 100 ... 900_000, using: &generator)
      let maintenance = Int.random(in: 1 ... initial, using: &generator)
      return try #require(
        MarginRates(
          initial: MarginRate(millionths: initial),
          maintenance: MarginRate(millionths: maintenance)))
    }
    return try (0 ..< count).map { _ in
      let limit = Double(Int.random(in: 5 ... 100, using: &generator)) / 100
      let step = [1, 100, 500, 2_500, 10_000].randomElement(using: &generator) ?? 500
      return Sample(
        old: try draw(), new: try draw(), maximumStep: try #require(RelativeLimit(limit)),
        roundingStep: MarginRate(millionths: step))
    }
  }

  func path(_ sample: Sample, _ rule: PhasedPath.Rule) -> PhasedPath? {
    PhasedPath(
      from: sample.old, to: sample.new, maximumStep: sample.maximumStep,
      roundingStep: sample.roundingStep, rule: rule)
  }

  @Test func aPathIsMonotoneAndEndsAtTheNewRates() throws {
    for sample in try Self.samples(2_000, seed: 11) {
      for rule in PhasedPath.Rule.allCases {
        guard let path = path(sample, rule) else {
          #expect(rule == .liquidationFree)
          continue
        }
        #expect(path.stages.last == sample.new)
        for kind in MarginRateKind.allCases {
          let values = ([sample.old] + path.stages).map { $0[kind] }
          let rises = sample.new[kind] > sample.old[kind]
          for (before, after) in zip(values, values.dropFirst()) {
            #expect(rises ? after >= before : after <= before, "\(sample)")
          }
        }
      }
    }
  }

  @Test func theStagesAreTheFewestOfTheirStep() throws {
    for sample in try Self.samples(2_000, seed: 12) {
      let count = PhasedPath.stageCount(
        from: sample.old, to: sample.new, maximumStep: sample.maximumStep)
      let ratio = MarginRateKind.allCases.map {
        Double(sample.new[$0].millionths) / Double(sample.old[$0].millionths)
      }.reduce(1, max)
      let factor = 1 + sample.maximumStep.fraction
      let reach = (0 ..< count).reduce(1.0) { power, _ in power * factor }
      // Each of at most 300 products rounds once, by half an ulp.
      #expect(ratio <= reach * (1 + 1e-11))
      #expect(count == 1 || ratio > reach / factor * (1 - 1e-11))
    }
  }

  @Test func noStageRisesByMoreThanTheMaximumStepBeforeRounding() throws {
    for sample in try Self.samples(2_000, seed: 13) {
      let step = Double(sample.roundingStep.millionths)
      let factor = 1 + sample.maximumStep.fraction
      for rule in PhasedPath.Rule.allCases {
        guard let path = path(sample, rule) else { continue }
        for kind in MarginRateKind.allCases {
          let values = ([sample.old] + path.stages).map { Double($0[kind].millionths) }
          let slack =
            rule == .liquidationFree && kind == .maintenance ? (2 + factor) * step : step
          for (before, after) in zip(values, values.dropFirst()) {
            // 10⁻³ millionths: rates are rounded to 10⁻⁹ before they are rounded up.
            #expect(after <= before * factor + slack + 1e-3, "\(sample) \(rule) \(path.stages)")
          }
        }
      }
    }
  }

  @Test func aLiquidationFreePathKeepsItsPromiseInOneStageMoreAtMost() throws {
    for sample in try Self.samples(2_000, seed: 14) {
      guard let path = path(sample, .liquidationFree) else {
        #expect(
          sample.old.initial == sample.old.maintenance
            || sample.new.initial == sample.new.maintenance)
        continue
      }
      #expect(path.isLiquidationFree, "\(sample) \(path.stages)")
      let count = PhasedPath.stageCount(
        from: sample.old, to: sample.new, maximumStep: sample.maximumStep)
      #expect(path.stages.count <= count + 1)
      for (before, after) in zip([sample.old] + path.stages, path.stages) {
        // The highest leverage that the stage before allowed.
        guard let leverage = before.maximumLeverage else { continue }
        let position = ReferencePosition(leverage: leverage, side: .long)
        #expect(position.outcome(under: after) != .liquidated, "\(sample) \(path.stages)")
      }
    }
  }
}
