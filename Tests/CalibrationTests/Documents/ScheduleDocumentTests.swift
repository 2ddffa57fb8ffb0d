import Instruments
import Margin
import MarketData
import TestSupport
import Testing
import Text

@testable import Documents

/// What a schedule says in JSON is read back as the same document.
@Suite struct ScheduleDocumentTests {
  @Test func whatIsWrittenIsReadBack() throws {
    for seed in 0 ..< 300 {
      var samples = ScheduleSamples(seed: UInt64(seed))
      let document = try samples.document()
      let text = document.json.rendered
      let read = try ScheduleDocument(JSON(reading: text))
      #expect(read == document, "seed \(seed)")
      #expect(read.json.rendered == text, "seed \(seed)")
      #expect(try JSON(encoding: document).rendered == text, "seed \(seed)")
    }
  }

  @Test func aDocumentOfRatesAloneIsRead() throws {
    let text = #"""
      {"schema":"margin.schedule/1","policy":{},"failures":[],"instruments":[{"instrument":"A",
      "long":{"initialMargin":0.1,"maintenanceMargin":0.08}}],
      "provenance":{"version":"1","configurationHash":"c0","seed":1,"inputs":[]}}
      """#
    let document = try ScheduleDocument(JSON(reading: text))
    #expect(document.instruments.first?.long?.initialMargin == MarginRate(millionths: 100_000))
    #expect(document.provenance.universe.isEmpty && document.asOf == nil)
  }

  @Test func whatIsMissingIsNamedByItsPath() throws {
    let text = #"{"policy":{},"failures":[],"instruments":[{"instrument":"A","long":{}}]}"#
    let mismatch = try #require(throws: JSONMismatch.self) {
      try ScheduleDocument(JSON(reading: text))
    }
    #expect(mismatch.kind == .missing)
    #expect(mismatch.path.text == "instruments[1].long.initialMargin")
  }
}

/// Documents with everything that the contract allows.
struct ScheduleSamples {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private mutating func perhaps<Value>(_ value: (inout Self) -> Value) -> Value? {
    Bool.random(using: &generator) ? value(&self) : nil
  }

  private mutating func number() -> Double { Double.random(in: -1 ... 1, using: &generator) }

  private mutating func count() -> Int { Int.random(in: 0 ... 1_000, using: &generator) }

  private mutating func rate() -> MarginRate {
    MarginRate(millionths: Int.random(in: 0 ... 2_000_000, using: &generator))
  }

  private mutating func name() -> String {
    let parts = ["a", ",", "\"", "\n", "\\", "é", "/", "\u{1}"]
    return (0 ... 3).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
  }

  private mutating func warnings() -> [MarginWarning] {
    (0 ..< count() % 3).map { _ in MarginWarning(code: name(), message: name()) }
  }

  mutating func document() throws -> ScheduleDocument {
    var document = ScheduleDocument(
      model: perhaps { $0.name() }, policy: .object(["margin": .object(["level": .double(0.99)])]),
      provenance: Provenance(
        version: name(), configurationHash: name(),
        seed: .random(in: 0 ... .max, using: &generator),
        inputs: [], universe: [InstrumentID(rawValue: name())], platform: .current),
      sides: Side.allCases, statement: perhaps { $0.name() })
    document.asOf = perhaps { _ in "2024-06-28" }
    document.warnings = warnings()
    document.failures = (0 ..< count() % 3).map { _ in
      ScheduleDocument.Failure(
        file: perhaps { $0.name() }, instrument: perhaps { $0.name() },
        message: perhaps { $0.name() }, reason: perhaps { $0.name() }, side: perhaps { _ in "long" }
      )
    }
    document.instruments = (0 ..< count() % 4).map { _ in instrument() }
    return document
  }

  private mutating func instrument() -> ScheduleDocument.Instrument {
    ScheduleDocument.Instrument(
      asOf: perhaps { _ in "2024-06-28T12:00:00Z" },
      expectedExceedanceRate: perhaps { $0.number() },
      instrument: name(), long: perhaps { $0.margin() }, observations: count(),
      parameters: perhaps { ["mu": $0.number(), "nu": nil] }, price: perhaps { $0.number() },
      short: perhaps { $0.margin() }, warnings: warnings())
  }

  private mutating func margin() -> ScheduleDocument.Margin {
    ScheduleDocument.Margin(
      effectiveFrom: perhaps { _ in "2024-07-01" }, expectedShortfall: perhaps { $0.number() },
      horizon: perhaps { ScheduleDocument.Period(count: $0.count(), unit: .businessDays) },
      horizonBars: count(), initialMargin: rate(),
      interval: [perhaps { $0.number() }, perhaps { $0.number() }], level: 0.99,
      maintenanceMargin: rate(),
      maximumLeverage: perhaps { Leverage(hundredths: 1 + $0.count()) }, measure: name(),
      quantileConvention: name(),
      reaction: perhaps {
        ScheduleDocument.Reaction(horizonBars: $0.count(), valueAtRisk: $0.number())
      },
      steps: (0 ..< count() % 4).map { _ in step() }, valueAtRisk: number())
  }

  private mutating func step() -> ScheduleDocument.Step {
    ScheduleDocument.Step(
      buffer: perhaps {
        ScheduleDocument.Buffer(
          phase: .releasing, releaseLevel: $0.perhaps { $0.number() }, remaining: $0.number(),
          since: $0.perhaps { _ in "2020-03-09" }, sincePosition: $0.count())
      },
      change: rate(), rate: rate(), step: name())
  }
}
