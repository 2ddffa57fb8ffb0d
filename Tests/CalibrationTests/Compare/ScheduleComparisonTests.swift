import Calibration
import Documents
import Foundation
import Instruments
import Margin
import MarketData
import RiskMeasures
import Testing

@Suite struct ScheduleComparisonTests {
  private let folder: ScheduleFolder

  init() throws { folder = try ScheduleFolder() }

  func compared(
    _ old: String, _ new: String, _ options: ComparisonOptions = ComparisonOptions()
  ) throws -> ScheduleComparison {
    try ScheduleComparison(
      from: ScheduleFile(path: folder.write(old, to: "old")),
      to: ScheduleFile(path: folder.write(new, to: "new")), options: options)
  }

  static let header =
    "date,effectiveFrom,instrument,side,level,horizon,initialMargin,maintenanceMargin\n"

  static func json(
    _ date: String, level: Double = 0.99, policy: String = #"{"margin":{"covers":"maintenance"}}"#,
    steps: String = #"[{"step":"model","rate":0.07},{"step":"rounding","rate":0.08}]"#
  ) -> String {
    #"{"schema":"margin.schedule/1","asOf":"\#(date)","model":"normal","policy":\#(policy),"#
      + #""provenance":{"version":"1","configurationHash":"c","seed":1,"inputs":[]},"#
      + #""instruments":[{"instrument":"A","asOf":"\#(date)","long":null,"short":{"#
      + #""initialMargin":0.088,"maintenanceMargin":0.08,"level":\#(level),"horizonBars":1,"#
      + #""measure":"value-at-risk","horizon":{"count":1,"unit":"bars"},"steps":\#(steps)}}],"#
      + #""failures":[{"instrument":"B","side":"long","reason":"r","message":"too short"}]}"#
  }

  @Test func whatIsInOneScheduleAloneIsListed() throws {
    let old =
      Self.header + "2024-01-02,,A,long,0.99,1,0.1,0.08\n2024-01-02,,B,long,0.99,1,0.1,0.08\n"
    let new =
      Self.header + "2024-01-03,,A,long,0.99,1,0.1,0.08\n2024-01-03,,A,short,0.99,1,0.2,0.1\n"
    let comparison = try compared(old, new)
    #expect(comparison.changes.map(\.change.instrument.rawValue) == ["A"])
    #expect(comparison.added.map(\.side) == [.short])
    #expect(comparison.removed.map(\.instrument.rawValue) == ["B"])
    #expect(comparison.moved.isEmpty && !comparison.isPastThreshold)
  }

  @Test func aHistoryIsTakenAtItsLastDateOrAtTheOneNamed() throws {
    let text =
      Self.header + """
        2024-01-02,2024-01-03,A,long,0.99,1,0.1,0.08
        2024-01-02,2024-01-03,B,long,0.99,1,0.5,0.4
        2024-01-03,2024-01-04,A,long,0.99,1,0.2,0.16
        2024-01-04,2024-01-05,A,long,0.99,1,0.3,0.24

        """
    let path = try folder.write(text, to: "history.csv")
    let last = try ScheduleFile(path: path)
    #expect(last.margins.map(\.rates.initial.millionths) == [300_000, 500_000])
    #expect(last.asOf?.description == "2024-01-04" && last.form == .csv)
    let named = try ScheduleFile(path: path, asOf: Timestamp("2024-01-03"))
    #expect(named.margins.map(\.rates.initial.millionths) == [200_000, 500_000])
    #expect(named.margins.first?.effectiveFrom?.description == "2024-01-04")
  }

  @Test func theLinesOfAHistoryInJSONAreTakenTheSameWay() throws {
    let text = [
      Self.json("2024-01-02"), Self.json("2024-01-03", level: 0.995), Self.json("2024-01-04"),
    ].joined(separator: "\n")
    let path = try folder.write(text, to: "history.json")
    #expect(try ScheduleFile(path: path).asOf?.description == "2024-01-04")
    let named = try ScheduleFile(path: path, asOf: Timestamp("2024-01-03"))
    #expect(named.margins.map(\.level) == [0.995])
    #expect(named.form == .json && named.margins.map(\.side) == [.short])
  }

  @Test func whatIsNotLikeForLikeIsFound() throws {
    let comparison = try compared(
      Self.json("2024-01-03"),
      Self.json(
        "2024-01-02", level: 0.995, policy: #"{"margin":{"covers":"maintenance","level":0.995}}"#))
    let codes = comparison.findings.map(\.code)
    #expect(codes == ["dates-reversed", "different-policy", "different-level", "no-new-margin"])
    #expect(comparison.findings.map(\.spoilsComparison) == [false, true, true, false])
    let policy = try #require(comparison.findings.first { $0.code == "different-policy" })
    #expect(policy.message == "margin.level = 0.995, before absent")
    #expect(comparison.findings.last?.message == "the new schedule has no margin: too short")
  }

  @Test func theStepsExplainTheCoveredRate() throws {
    let steps =
      #"[{"step":"model","rate":0.05},{"step":"buffer","rate":0.075},"#
      + #"{"step":"rounding","rate":0.08}]"#
    let comparison = try compared(
      Self.json("2024-01-02"), Self.json("2024-01-03", steps: steps))
    let drivers = try #require(comparison.changes.first?.drivers)
    #expect(drivers.rate == .maintenance && drivers.change.total == .zero)
    #expect(drivers.change.lines.map(\.difference.millionths) == [-20_000, 25_000, -5_000])
  }

  @Test func stepsThatEndElsewhereExplainNothing() throws {
    let steps = #"[{"step":"model","rate":0.05},{"step":"rounding","rate":0.09}]"#
    #expect(
      try compared(Self.json("2024-01-02"), Self.json("2024-01-03", steps: steps))
        .changes.first?.drivers == nil)
  }

  @Test func collateralHasItsOwnThresholdAndHasToBeThere() throws {
    let old =
      Self.header + "2024-01-02,,A,long,0.99,1,0.1,0.08\n2024-01-02,,B,long,0.99,1,0.1,0.08\n"
    let new = old.replacing("0.1,0.08", with: "0.11,0.088").replacing("-02", with: "-03")
    var options = ComparisonOptions()
    options.collateral = [InstrumentID(rawValue: "B")]
    let comparison = try compared(old, new, options)
    #expect(comparison.changes.map(\.change.isPastThreshold) == [false, true])
    options.collateral.insert(InstrumentID(rawValue: "Z"))
    #expect(throws: ComparisonError.unknownCollateral(InstrumentID(rawValue: "Z"))) {
      try compared(old, new, options)
    }
  }

  @Test func schedulesOfOtherInstrumentsAreNotCompared() throws {
    let old = Self.header + "2024-01-02,,A,long,0.99,1,0.1,0.08\n"
    #expect(throws: ComparisonError.nothingInCommon) {
      try compared(old, old.replacing("A,long", with: "A,short"))
    }
  }
}

/// A folder of schedules that goes away with the suite.
final class ScheduleFolder: Sendable {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "compare-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws -> String {
    let file = url.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}
