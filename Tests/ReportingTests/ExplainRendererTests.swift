import Calibration
import Instruments
import Margin
import MarketData
import Reporting
import RiskMeasures
import Testing

struct ExplainRendererTests {
  @Test(arguments: ["plain", "emir-etd", "crypto-perpetual"])
  func thePrintedChangesAddUpToThePrintedRate(preset: String) async throws {
    let report = try await Fixture(preset: preset, model: "normal").calibration()
    for (name, side) in [("AAA", "long"), ("B,B", "short")] {
      let text = ExplainRenderer(
        report: report, instrument: InstrumentID(rawValue: name),
        side: side == "long" ? .long : .short
      ).rendered(as: .text)
      let rows = text.split(separator: "\n").filter { $0.hasPrefix("  ") && $0.hasSuffix(" pp") }
        .filter { $0.split(separator: " ").count >= 5 && !$0.contains("to") }
      let units = rows.map { row in
        row.split(separator: " ").filter { $0.contains(".") }.compactMap { cell in
          Int(cell.filter { $0.isNumber || $0 == "-" })
        }
      }
      #expect(units.count >= 2)
      let sum = units.reduce(0) { $0 + ($1.last ?? 0) }
      #expect(sum == units.last?.first)
    }
  }

  @Test func theWaterfallIsATableAStepALine() async throws {
    let report = try await Fixture(preset: "emir-etd", model: "normal").calibration()
    let text = ExplainRenderer(
      report: report, instrument: InstrumentID(rawValue: "AAA"), side: .long
    ).rendered(as: .text)
    let head = """
      Margin of AAA as of 2023-10-28

      long: initial 3.05 %, maintenance 3.05 %, in force from 2023-10-29
        Step          Rate      Change
        ──────────────────────────────
        model     2.4198 %  +2.4198 pp
        buffer    3.0248 %  +0.6050 pp
        rounding  3.0500 %  +0.0252 pp

        risk           99 % VaR 2.42 %, 99 % ES 2.78 %, over 2 bars
        95 % interval  2.13 % to 2.71 %
        buffer         full since 2023-05-21, 100.0 % of it left
        leverage       at most 32.78x

      """
    #expect(text.hasPrefix(head))
    #expect(text.contains("mu "))
    #expect(!text.contains("short:"))
  }

  @Test func aRateBeyondTheNotionalStillAddsUpInSixDigits() throws {
    let level = try #require(ConfidenceLevel(0.99))
    let policy = try MarginPolicy(measure: .valueAtRisk(level), steps: [Surcharge(share: 0.1)])
    var state = policy.makeState()
    let waterfall = try state.waterfall(given: MarginInputs(position: 0, measured: 1.234567))
    #expect(
      WaterfallTable(waterfall).table.rows == [
        ["model", "123.457 %", "+123.457 pp"], ["surcharge", "135.802 %", "+12.345 pp"],
        ["rounding", "135.850 %", "+0.048 pp"],
      ])
  }

  @Test func theReasonForAMissingIntervalIsTold() async throws {
    let report = try await Fixture(model: "ewma").calibration()
    let text = ExplainRenderer(
      report: report, instrument: InstrumentID(rawValue: "AAA"), side: .long
    ).rendered(as: .markdown)
    #expect(text.contains("**95 % interval**: none: the decay is given"))
  }

  @Test func anInstrumentWithoutAMarginSaysWhy() async throws {
    let report = try await Fixture.plainCalibration
    let renderer = ExplainRenderer(report: report, instrument: InstrumentID(rawValue: "NEW"))
    let text = renderer.rendered(as: .text)
    #expect(text.hasPrefix("NEW has no margin\n"))
    #expect(text.contains("needs 100 returns and has 9"))
    let root = try Reading.object(renderer.rendered(as: .json))
    #expect(root["instrument"] as? [String: Any] == nil)
    #expect(try Reading.list(root["failures"]).count == 1)
  }

  @Test func theJSONHasTheInstrumentOfTheSchedule() async throws {
    let report = try await Fixture.plainCalibration
    let renderer = ExplainRenderer(
      report: report, instrument: InstrumentID(rawValue: "B,B"), side: .short)
    let root = try Reading.object(renderer.rendered(as: .json))
    #expect(root["schema"] as? String == "margin.explain/1")
    let instrument = try #require(root["instrument"] as? [String: Any])
    #expect(instrument["instrument"] as? String == "B,B")
    #expect(instrument["long"] as? [String: Any] == nil)
    #expect(instrument["short"] as? [String: Any] != nil)
  }
}
