import Calibration
import Instruments
import Reporting
import RiskMeasures
import Scheduling
import Testing

struct ScheduleRendererTests {
  @Test func aScheduleInTextIsATableThenItsWaterfalls() async throws {
    let report = try await Fixture(model: "historical").calibration()
    let text = ScheduleRenderer(report: report).rendered(as: .text)
    let head = """
      Margin schedule as of 2023-10-28

      Instrument  Side   Initial  Maintenance  Leverage  99 % VaR  99 % ES  Horizon  In force
      ─────────────────────────────────────────────────────────────────────────────────────────
      AAA         long    2.30 %       2.05 %    43.47x    2.01 %   2.65 %  1 bar    2023-10-29
      AAA         short   3.75 %       3.40 %    26.66x    3.40 %   3.40 %  1 bar    2023-10-29
      B,B         long    6.35 %       5.75 %    15.74x    5.72 %   5.98 %  1 bar    2023-10-29
      B,B         short   5.80 %       5.25 %    17.24x    5.21 %   5.37 %  1 bar    2023-10-29

      Waterfall
        AAA long   model 2.01 % → rounding 2.05 %
        AAA short  model 3.40 % → rounding 3.40 %
        B,B long   model 5.72 % → rounding 5.75 %
        B,B short  model 5.21 % → rounding 5.25 %

      """
    #expect(text.hasPrefix(head))
    for assumption in [
      "historical (", "99 % value at risk over a margin period of risk of 1 bar",
      "long and short sides", "plain: the level covers maintenance, initial = 1.1 × maintenance",
      "predictive, expected exceedance rate 0.797 %", "seed 1",
      "B,B: 1 value missing between the first and the last", "NEW: historical needs 100 returns",
    ] {
      #expect(text.contains(assumption), "\(assumption) is missing")
    }
    #expect(text.split(separator: "\n").map(String.init).filter { $0.count > 100 } == [])
  }

  @Test func theJSONHasEveryFieldOfTheContract() async throws {
    let report = try await Fixture.plainCalibration
    let text = ScheduleRenderer(report: report).rendered(as: .json)
    let root = try Reading.object(text)
    #expect(root["schema"] as? String == "margin.schedule/1")
    #expect(root["asOf"] as? String == "2023-10-28")
    #expect(
      Set(root.keys).isSuperset(of: [
        "schema", "asOf", "policy", "provenance", "instruments", "failures", "warnings",
      ]))
    let provenance = try #require(root["provenance"] as? [String: Any])
    #expect(provenance["version"] as? String == "1.0.0-test")
    let input = try #require(Reading.list(provenance["inputs"]).first)
    #expect(Set(input.keys) == ["path", "sha256", "rows", "rejected"])
    #expect(input["rows"] as? Int == 300)
    let instruments = try Reading.list(root["instruments"])
    #expect(instruments.map { $0["instrument"] as? String } == ["AAA", "B,B"])
    for instrument in instruments {
      #expect(instrument["observations"] as? Int ?? 0 >= 298)
      for side in ["long", "short"] {
        let margin = try #require(instrument[side] as? [String: Any])
        #expect(
          Set(margin.keys).isSuperset(of: [
            "initialMargin", "maintenanceMargin", "maximumLeverage", "valueAtRisk",
            "expectedShortfall", "interval", "level", "horizon", "measure", "quantileConvention",
            "effectiveFrom", "steps",
          ]))
        let steps = try Reading.list(margin["steps"])
        #expect(steps.first?["step"] as? String == "model")
        #expect(steps.last?["step"] as? String == "rounding")
        #expect(steps.last?["rate"] as? Double == margin["maintenanceMargin"] as? Double)
      }
    }
    let failures = try Reading.list(root["failures"])
    #expect(failures.map { $0["instrument"] as? String } == ["BAD", "NEW"])
    #expect(failures.map { $0["reason"] as? String } == ["not-positive", "insufficient-history"])
    #expect(failures.allSatisfy { $0.keys.contains("side") && $0["message"] as? String != "" })
    #expect(text.hasPrefix(#"{"asOf":"2023-10-28","failures":["#))
  }

  @Test func missingPricesAreAWarningOfTheirInstrument() async throws {
    let report = try await Fixture.plainCalibration
    let root = try Reading.object(ScheduleRenderer(report: report).rendered(as: .json))
    let instruments = try Reading.list(root["instruments"])
    let codes = try instruments.map { instrument in
      try Reading.list(instrument["warnings"]).compactMap { $0["code"] as? String }
    }
    #expect(codes.map { $0.contains("missing-prices") } == [false, true])
  }

  @Test func aSideThatWasNotAskedForIsNull() async throws {
    let report = try await Fixture.plainCalibration
    let renderer = ScheduleRenderer(report: report, sides: [.short])
    let root = try Reading.object(renderer.rendered(as: .json))
    let first = try #require(Reading.list(root["instruments"]).first)
    #expect(first.keys.contains("long"))
    #expect(first["long"] as? [String: Any] == nil)
    #expect(first["short"] as? [String: Any] != nil)
    #expect(!renderer.rendered(as: .csv).contains(",long,"))
  }

  @Test func aHistoryIsARowADateAndSideInTheOrderOfDates() async throws {
    let report = try await Fixture(model: "normal").calibration(.history)
    let lines = ScheduleRenderer(report: report).rendered(as: .csv).split(separator: "\n")
    #expect(
      lines.first
        == "date,effectiveFrom,instrument,side,level,horizon,initialMargin,maintenanceMargin,maximumLeverage,valueAtRisk,expectedShortfall"
    )
    let dates = lines.dropFirst().map { $0.prefix(10) }
    #expect(dates == dates.sorted())
    let entries = report.schedules.reduce(0) { $0 + $1.entries.count }
    #expect(dates.count == 2 * entries)
    #expect(Set(dates).count < entries)
  }

  @Test func aHistoryInJSONIsAScheduleALine() async throws {
    let report = try await Fixture(model: "normal").calibration(.history)
    let lines = ScheduleRenderer(report: report).rendered(as: .json).split(separator: "\n")
    let dates = try lines.map { line in
      let root = try Reading.object(String(line))
      #expect(root["schema"] as? String == "margin.schedule/1")
      #expect(try !Reading.list(root["instruments"]).isEmpty)
      return try #require(root["asOf"] as? String)
    }
    #expect(dates == Set(dates).sorted())
    #expect(dates.last == "2023-10-28")
  }

  @Test func anInfiniteShortfallIsNullWithItsWarning() async throws {
    let report = try await Fixture(policy: Fixture.infiniteShortfall).calibration()
    let text = ScheduleRenderer(report: report).rendered(as: .json)
    let first = try #require(Reading.list(Reading.object(text)["instruments"]).first)
    let short = try #require(first["short"] as? [String: Any])
    #expect(short["expectedShortfall"] as? Double == nil)
    #expect(short["valueAtRisk"] as? Double != nil)
    let codes = try Reading.list(first["warnings"]).compactMap { $0["code"] as? String }
    #expect(codes.contains("expected-shortfall-infinite"))
    #expect(ScheduleRenderer(report: report).rendered(as: .text).contains("infinite"))
  }

  @Test func aFailedSideIsNullAndNamed() async throws {
    let report = try await Fixture(
      measure: "expected-shortfall", policy: Fixture.infiniteShortfall
    ).calibration()
    let root = try Reading.object(ScheduleRenderer(report: report).rendered(as: .json))
    let first = try #require(Reading.list(root["instruments"]).first)
    #expect(first["short"] as? [String: Any] == nil)
    #expect(first["long"] as? [String: Any] != nil)
    let failures = try Reading.list(root["failures"])
    let failure = try #require(failures.first { $0["instrument"] as? String == "AAA" })
    #expect(failure["side"] as? String == "short")
    #expect(failure["reason"] as? String == "expected-shortfall-infinite")
  }

  @Test func aPresetSaysWhatItIsNot() async throws {
    let report = try await Fixture(preset: "emir-etd", model: "normal").calibration()
    for format in [OutputFormat.text, .markdown] {
      let words = ScheduleRenderer(report: report).rendered(as: format)
        .split { $0 == " " || $0.isNewline }.joined(separator: " ")
      #expect(words.contains("not compliance with it"))
    }
  }
}
