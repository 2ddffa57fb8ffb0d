import Backtesting
import Calibration
import Reporting
import Scheduling
import Testing

struct BacktestRendererTests {
  @Test func theJSONHasEveryFieldOfTheContract() async throws {
    let outcome = try await Fixture.plainBacktest
    let root = try Reading.object(BacktestRenderer(outcome: outcome).rendered(as: .json))
    #expect(root["schema"] as? String == "margin.backtest/1")
    let results = try Reading.list(root["results"])
    #expect(
      Set(results.compactMap { $0["rate"] as? String }) == ["model", "initial", "maintenance"])
    for result in results {
      #expect(
        Set(result.keys).isSuperset(of: [
          "instrument", "model", "side", "level", "horizon", "forecasts", "exceedances",
          "expectedExceedances", "coverage", "coverageInterval", "rate", "tests", "scores",
          "worstExceedanceRatio", "meanExceedanceRatio",
        ]))
      let listed = try Reading.list(result["exceedanceList"])
      #expect(listed.count == result["exceedances"] as? Int)
      for exceedance in listed {
        let loss = try #require(exceedance["loss"] as? Double)
        let forecast = try #require(exceedance["forecast"] as? Double)
        #expect(loss > forecast)
        #expect((exceedance["date"] as? String)?.count == 10)
      }
      let tests = try Reading.list(result["tests"])
      #expect(tests.compactMap { $0["test"] as? String } == TestSuite.names.map(\.rawValue))
      for test in tests {
        #expect(
          Set(test.keys).isSuperset(of: [
            "test", "statistic", "degreesOfFreedom", "pValue", "pValueMethod", "pValueReason",
            "alternative", "draws", "significance", "overlap", "rejected",
          ]))
        #expect((test["pValue"] as? Double == nil) == (test["pValueReason"] as? String != nil))
      }
    }
    #expect(try Reading.list(root["failures"]).contains { $0["instrument"] as? String == "NEW" })
  }

  @Test func overlappingLossesAreTestedInBlocksAndSaySo() async throws {
    let outcome = try await Fixture(horizon: 2).backtest()
    let renderer = BacktestRenderer(outcome: outcome)
    let results = try Reading.list(Reading.object(renderer.rendered(as: .json))["results"])
    for result in results {
      for test in try Reading.list(result["tests"]) {
        #expect(test["overlapTreatment"] as? String == "non-overlapping-blocks")
        #expect(
          (test["power"] as? Double != nil) == (test["test"] as? String == "kupiec"))
      }
      #expect(try Reading.list(result["tests"]).count == TestSuite.names.count)
      let codes = try Reading.list(result["warnings"]).compactMap { $0["code"] as? String }
      #expect(codes.contains("overlapping-horizon"))
    }
    #expect(renderer.rendered(as: .text).contains("losses over 2 bars overlap"))
  }

  @Test func marginsSayHowTheyMovedAndModelsDoNot() async throws {
    let outcome = try await Fixture.plainBacktest
    let renderer = BacktestRenderer(outcome: outcome)
    for result in try Reading.list(Reading.object(renderer.rendered(as: .json))["results"]) {
      let moves = try #require(result["procyclicality"] as? [String: Any])
      guard result["rate"] as? String != "model" else {
        #expect(moves.isEmpty)
        continue
      }
      let ofRates = try #require(moves["rate"] as? [String: Any])
      #expect(try #require(ofRates["peakToTrough"] as? Double) >= 1)
      #expect(
        try #require(ofRates["peakAfterTrough"] as? Double)
          <= (try #require(ofRates["peakToTrough"] as? Double)))
      #expect(try Reading.list(ofRates["rises"]).count == 5)
      #expect(
        try #require(ofRates["meanMargin"] as? Double)
          == (try #require(result["meanForecast"] as? Double)))
    }
  }

  @Test func theTextShowsEachRateOfTheSchedule() async throws {
    let outcome = try await Fixture.plainBacktest
    let renderer = BacktestRenderer(outcome: outcome)
    let text = renderer.rendered(as: .text)
    for name in [
      "historical", "maintenance margin", "initial margin", "Kupiec", "* rejected at 5 %",
    ] {
      #expect(text.contains(name), "\(name) is missing")
    }
    #expect(text.split(separator: "\n").map(String.init).filter { $0.count > 120 } == [])
    let rows = renderer.rendered(as: .csv).split(separator: "\n")
    let columns = rows[0].split(separator: ",").count
    // Two instruments, two sides, one model and two rates of the schedule.
    #expect(rows.count == 1 + 12)
    #expect(rows.allSatisfy { $0.hasPrefix("\"B,B\"") || $0.count { $0 == "," } == columns - 1 })
  }
}

struct AllOutputsTests {
  @Test func noNumberIsNaNOrInfinite() async throws {
    let fixture = try await Fixture(policy: Fixture.infiniteShortfall)
    let report = await fixture.calibration(.history)
    let estimate = try await fixture.estimate()
    let outcome = try await fixture.backtest()
    for format in [OutputFormat.json, .csv] {
      let texts = [
        ScheduleRenderer(report: report).rendered(as: format),
        EstimateRenderer(report: estimate).rendered(as: format),
        BacktestRenderer(outcome: outcome).rendered(as: format),
      ]
      for text in texts {
        let fields = text.split { ",:[]{}\n".contains($0) }.map { $0.lowercased() }
        #expect(!fields.contains { ["nan", "inf", "-inf", "infinity", "-infinity"].contains($0) })
        #expect(text.hasSuffix("\n"))
      }
    }
  }

  @Test func aRendererAnswersTheSameTwice() async throws {
    let report = try await Fixture.plainCalibration
    for format in OutputFormat.allCases {
      let first = ScheduleRenderer(report: report).rendered(as: format)
      #expect(first == ScheduleRenderer(report: report).rendered(as: format))
      #expect(!first.isEmpty)
    }
  }
}

extension BacktestRendererTests {
  @Test func aVerdictComesFirstAndSaysOnWhatGrounds() async throws {
    let outcome = try await Fixture.plainBacktest
    let renderer = BacktestRenderer(outcome: outcome)
    let lines = renderer.rendered(as: .text).split(separator: "\n").map(String.init)
    #expect(lines[0] == "Backtest" && lines[1] == "Verdict at 5 %")
    let rule = try #require(lines.firstIndex { $0.hasPrefix("  ──") })
    for (line, result) in zip(lines[(rule + 1)...], outcome.report.results) {
      #expect(
        line.contains("\(result.coverage.exceedances) of \(result.coverage.forecasts) "))
      #expect(line.contains(" \(result.verdict.rawValue) "), "\(line)")
    }
    #expect(renderer.rendered(as: .markdown).contains("### Verdict at 5 %"))
  }

  @Test func theCSVHasAColumnForThePValueOfEveryTest() async throws {
    let csv = BacktestRenderer(outcome: try await Fixture.plainBacktest).rendered(as: .csv)
    let rows = csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let columns = rows[0].filter { $0.hasSuffix("PValue") }
    #expect(columns.count == TestSuite.names.count - 1)
    #expect(columns.contains("haasTbfPValue") && rows[0].contains("verdict"))
  }

  @Test func severalInstrumentsMakeAPanel() async throws {
    let renderer = BacktestRenderer(outcome: try await Fixture.plainBacktest)
    let root = try Reading.object(renderer.rendered(as: .json))
    let panels = try Reading.list(root["panels"])
    #expect(panels.count == 6)
    for panel in panels {
      #expect(panel["instruments"] as? Int == 2)
      let days = try Reading.list(panel["coExceedances"])
      #expect(
        days.reduce(0) { $0 + ($1["exceedances"] as? Int ?? 0) } == panel["exceedances"] as? Int)
    }
    #expect(try Reading.list(root["leagues"]).isEmpty)
    #expect(renderer.rendered(as: .text).contains("\nPanels\n"))
  }
}

extension BacktestRendererTests {
  @Test func anEProcessIsToldOverTime() async throws {
    let renderer = BacktestRenderer(outcome: try await Fixture.plainBacktest)
    for result in try Reading.list(Reading.object(renderer.rendered(as: .json))["results"]) {
      let exceedances = try Reading.list(result["exceedanceList"])
      let tests = try Reading.list(result["tests"])
      let process = try #require(tests.first { $0["test"] as? String == "e-backtest" })
      let sequential = try #require(process["sequential"] as? [String: Any])
      let path = try Reading.list(sequential["path"])
      #expect(
        path.map { $0["date"] as? String } == exceedances.map { $0["date"] as? String })
      #expect(path.allSatisfy { $0["value"] is Double && ($0["date"] as? String)?.count == 10 })
      let detection = try Reading.list(sequential["expectedDetection"])
      #expect(detection.map { $0["multiple"] as? Double } == [1.5, 2, 5])
    }
  }
}
