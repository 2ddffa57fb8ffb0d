import Calibration
import Documents
import Foundation
import TestSupport
import Testing

/// The repository's root, three folders above this file.
private let root = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Suite("Regression check")
struct VerifyRunTests {
  private static let cases =
    (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Tests/Cases").path))?
    .filter { $0.hasSuffix(".toml") }.sorted() ?? []

  @Test func thePackageHasCasesOfItsOwn() {
    #expect(Self.cases.count >= 5)
  }

  @Test(.enabled(if: SlowTests.enabled), arguments: cases)
  func thePackagesOwnCasesStandAsRecorded(_ name: String) async throws {
    let path = root.appending(path: "Tests/Cases/\(name)").path
    let outcome = await VerifyRun(version: "test", jobs: 2, records: false).outcome(of: path)
    guard case .compared(let drift) = outcome else {
      Issue.record("\(name): \(outcome)")
      return
    }
    #expect(drift.compared >= 8)
    #expect(!drift.hasFailed, "\(drift.movements)")
    #expect(drift.notes.isEmpty, "\(drift.notes)")
  }

  @Test func aRecordIsReproducedAndAMovedNumberIsNamed() async throws {
    let folder = try Scratch()
    let path = try folder.writeCase()
    let recording = await VerifyRun(version: "test", jobs: 1, records: true).outcome(of: path)
    guard case .recorded(let record) = recording else {
      Issue.record("\(recording)")
      return
    }
    let run = VerifyRun(version: "test", jobs: 2, records: false)
    guard case .compared(let same) = await run.outcome(of: path) else {
      Issue.record("not compared")
      return
    }
    #expect(same.movements.isEmpty && same.compared == 8)

    let text = try String(contentsOfFile: record, encoding: .utf8)
    let published = try #require(
      text.split(separator: "\n").first { $0.contains("maintenanceMargin") })
    try text.replacingOccurrences(of: published, with: "      \"maintenanceMargin\" : 0.5,")
      .write(toFile: record, atomically: true, encoding: .utf8)
    guard case .compared(let moved) = await run.outcome(of: path) else {
      Issue.record("not compared")
      return
    }
    #expect(moved.hasFailed)
    #expect(moved.movements.allSatisfy { $0.quantity == .maintenanceMargin && $0.recorded == 0.5 })
    #expect(moved.movements.first?.isBeyond == true)
  }

  @Test func aChangedInputIsNotedBesideTheNumbers() async throws {
    let folder = try Scratch()
    let path = try folder.writeCase()
    _ = await VerifyRun(version: "test", jobs: 1, records: true).outcome(of: path)
    try folder.writePrices(last: 150)
    let outcome = await VerifyRun(version: "test", jobs: 1, records: false).outcome(of: path)
    guard case .compared(let drift) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(drift.hasFailed)
    #expect(drift.notes == ["prices.csv differs from the recorded file"])
  }

  @Test func aMissingRecordSaysHowToWriteOne() async throws {
    let path = try Scratch().writeCase()
    let outcome = await VerifyRun(version: "test", jobs: 1, records: false).outcome(of: path)
    guard case .failed(let message) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(message.contains("no record of \(path); create it with --record"))
  }

  @Test func aRecordOfAnotherSchemaIsRefused() async throws {
    let folder = try Scratch()
    let path = try folder.writeCase()
    _ = await VerifyRun(version: "test", jobs: 1, records: true).outcome(of: path)
    let record = VerifyRun.recordPath(of: path)
    try String(contentsOfFile: record, encoding: .utf8)
      .replacingOccurrences(of: RecordedMargins.schema, with: "margin.recorded/9")
      .write(toFile: record, atomically: true, encoding: .utf8)
    let outcome = await VerifyRun(version: "test", jobs: 1, records: false).outcome(of: path)
    guard case .failed(let message) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(message.contains(RecordedMargins.schema))
  }

  @Test func theAsOfDateOfACaseIncludesTheBarsOfItsDay() async throws {
    let folder = try Scratch()
    let path = try folder.writeHourlyCase()
    let outcome = await VerifyRun(version: "test", jobs: 1, records: true).outcome(of: path)
    guard case .recorded(let record) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(try String(contentsOfFile: record, encoding: .utf8).contains("2020-01-10T23:00:00Z"))
  }

  /// A folder with 300 made-up prices and a case of them.
  private struct Scratch {
    let folder: URL

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try writePrices(last: 100)
    }

    func writePrices(last: Double) throws {
      var lines = ["date,close"]
      for day in 0 ..< 300 {
        let price = day == 299 ? last : 100 + 10 * sin(Double(day * day % 97))
        lines.append("\(2020 + day / 336)-\(two(day / 28 % 12 + 1))-\(two(day % 28 + 1)),\(price)")
      }
      try (lines.joined(separator: "\n") + "\n")
        .write(to: folder.appending(path: "prices.csv"), atomically: true, encoding: .utf8)
    }

    func writeCase() throws -> String {
      let path = folder.appending(path: "case.toml")
      try "inputs = [\"prices.csv\"]\n".write(to: path, atomically: true, encoding: .utf8)
      return path.path
    }

    /// Bars of 24 hours on 12 days and a case as of the tenth.
    func writeHourlyCase() throws -> String {
      let lines = (0 ..< 288).map { hour in
        "2020-01-\(two(hour / 24 + 1))T\(two(hour % 24)):00:00Z,\(100 + 10 * sin(Double(hour * hour % 97)))"
      }
      try (["date,close"] + lines).joined(separator: "\n")
        .write(to: folder.appending(path: "hours.csv"), atomically: true, encoding: .utf8)
      let path = folder.appending(path: "hours.toml")
      try "inputs = [\"hours.csv\"]\nas-of = 2020-01-10\n"
        .write(to: path, atomically: true, encoding: .utf8)
      return path.path
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  }
}
