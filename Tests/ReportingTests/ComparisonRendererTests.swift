import Calibration
import Documents
import Foundation
import Margin
import MarketData
import Reporting
import RiskMeasures
import Scheduling
import Testing

@Suite struct ComparisonRendererTests {
  /// The fixture's schedules of two dates as files, compared.
  private func comparison(
    preset: String = "plain", path: PhasedPath.Rule = .equalRatio
  ) async throws -> ScheduleComparison {
    let fixture = try await Fixture(preset: preset, window: 150)
    let lines = ScheduleRenderer(report: await fixture.calibration(.history)).rendered(as: .json)
      .split(separator: "\n")
    let folder = try TemporaryFolder()
    let old = try ScheduleFile(path: folder.write(String(lines[20]), to: "old.json"))
    let new = try ScheduleFile(
      path: folder.write(
        ScheduleRenderer(report: await fixture.calibration()).rendered(as: .json), to: "new.json"))
    var options = ComparisonOptions()
    options.path = path
    options.maximumStep = try #require(RelativeLimit(0.02))
    return try ScheduleComparison(from: old, to: new, options: options)
  }

  @Test func theJSONNamesItsContractAndHoldsTheComparison() async throws {
    let comparison = try await comparison()
    let text = ComparisonRenderer(comparison).rendered(as: .json)
    let root = try Reading.object(text)
    #expect(root["schema"] as? String == "margin.compare/1")
    let changes = try Reading.list(root["changes"])
    #expect(changes.count == comparison.changes.count && changes.count == 4)
    for (change, compared) in zip(changes, comparison.changes) {
      let rate = try #require(change["maintenanceMargin"] as? [String: Any])
      #expect(rate["new"] as? Double == compared.change.new.maintenance.fraction)
      #expect(rate["absolute"] as? Double == compared.change[.maintenance].absolute.fraction)
      let drivers = try #require(change["drivers"] as? [String: Any])
      #expect(drivers["total"] as? Double == rate["absolute"] as? Double)
      let path = try #require(change["path"] as? [String: Any])
      #expect(try Reading.list(path["stages"]).count == compared.path?.stages.count)
    }
  }

  @Test func theFormatsForPeopleSayTheSame() async throws {
    let renderer = ComparisonRenderer(try await comparison())
    let text = renderer.rendered(as: .text)
    let markdown = renderer.rendered(as: .markdown)
    for head in [
      "Changes, largest first", "Why the rates moved", "Phased in, at most 2 % a stage",
    ] {
      #expect(text.contains("\n\(head)\n"))
      #expect(markdown.contains("\n### \(head)\n"))
    }
    let rows = renderer.rendered(as: .csv).split(separator: "\n")
    // Two rates of two sides of two instruments under a header.
    #expect(rows.count == 9)
    #expect(
      Set(
        rows.map {
          $0.replacing(/".*?"/, with: "x").split(separator: ",", omittingEmptySubsequences: false)
            .count
        }) == [17])
  }

  @Test func theNoticeSaysWhatTheChangeMeansAndLeavesBracketsForPeopleAlone() async throws {
    let comparison = try await comparison(path: .liquidationFree)
    let notice = NoticeRenderer(comparison).markdown
    for head in [
      "What changes", "What it means for open positions", "Why the rates change", "Evidence",
      "Basis of these figures", "Questions",
    ] { #expect(notice.contains("\n## \(head)\n\n")) }
    let rises = comparison.moved.contains { $0.change.new.maintenance > $0.change.old.maintenance }
    #expect(notice.contains("A rise of the maintenance margin can liquidate:") == rises)
    let brackets = notice.matches(of: /\\?\[([^\]\\]*)\\?\]/).map { String($0.1) }
    #expect(
      Set(brackets).isSubset(of: [
        "date", "The reason in a sentence.", "name and address", "name and date",
      ]))
    for file in [comparison.old, comparison.new] { #expect(notice.contains(file.sha256)) }
  }

  @Test func oneRateForBothHasNoLiquidationFreeStages() async throws {
    let comparison = try await comparison(preset: "emir-etd", path: .liquidationFree)
    let rising = comparison.moved.filter {
      $0.change.new.maintenance > $0.change.old.maintenance
    }
    #expect(comparison.changes.allSatisfy { $0.path == nil && $0.liquidationFreeStages == nil })
    let text = ComparisonRenderer(comparison).rendered(as: .text)
    #expect(text.contains("(no-liquidation-free-path)") == !rising.isEmpty)
    #expect(text.contains("(one-rate)"))
  }
}
