import Calibration
import Documents
import Foundation
import Testing
import Text

/// The comparison and recording of results, whatever command wrote them.
@Suite("Regression check")
struct VerifyRunTests {
  static let result = """
    {"schema":"margin.schedule/1","provenance":{"configurationHash":"c1",
     "inputs":[{"path":"p.csv","sha256":"d1"}]},
     "instruments":[
      {"instrument":"A","long":{"initialMargin":0.1,"interval":[0.2,0.4],
       "steps":[{"step":"model","rate":0.09}],"zone":"green","none":null}},
      {"instrument":"B","long":{"initialMargin":0.3,"count":7,"valueAtRisk":0.25}}]}
    """

  /// Gives the document of a platform, by its name.
  struct Runner: CaseRunner {
    var documents: [String: String] = ["default": VerifyRunTests.result]
    var platforms: [CasePlatform] {
      documents.keys.filter { $0 != "default" }.sorted().map { CasePlatform($0) }
    }

    init(_ text: String = VerifyRunTests.result, others: [String: String] = [:]) {
      documents = others.merging(["default": text]) { $1 }
    }

    func run(
      _ verifyCase: VerifyCase, at path: String, on platform: CasePlatform
    ) throws(VerifyError) -> CaseResult {
      guard let text = documents[platform.name], let document = try? JSON(reading: text) else {
        throw VerifyError(message: "\(path): no document of \(platform.name)")
      }
      return CaseResult(document: document, exitStatus: 0)
    }
  }

  private let folder: URL
  private var path: String { folder.appending(path: "case.toml").path }
  private var record: String { VerifyRun.recordPath(of: path) }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try "date,p\n".write(
      to: folder.appending(path: "p.csv"), atomically: true, encoding: .utf8)
    try writeCase()
  }

  private func writeCase(_ tolerance: String = "") throws {
    try "inputs = [\"p.csv\"]\n\(tolerance)".write(
      toFile: path, atomically: true, encoding: .utf8)
  }

  private func writeCase(_ fields: String, _ kind: String, _ size: String) throws {
    try writeCase(
      "[[tolerance]]\nfields = [\"\(fields)\"]\nclass = \"\(kind)\"\n\(size)\nreason = \"r\"\n")
  }

  private func run(_ mode: VerifyRun.Mode, _ runner: Runner = Runner()) -> VerifyOutcome {
    VerifyRun(version: "test", mode: mode, runner: runner).outcome(of: path)
  }

  @discardableResult private func recording(_ runner: Runner = Runner()) throws -> String {
    let outcome = run(.recording(reason: "first"), runner)
    guard case .recorded(let record, _) = outcome else {
      Issue.record("\(outcome)")
      return ""
    }
    return try String(contentsOfFile: record, encoding: .utf8)
  }

  private func drift(_ old: String, _ new: String) throws -> ResultDrift {
    #expect(Self.result.contains(old))
    let outcome = run(.comparing, Runner(Self.result.replacing(old, with: new)))
    guard case .compared(let drift) = outcome else {
      throw VerifyError(message: "\(outcome)")
    }
    return drift
  }

  private func message(_ mode: VerifyRun.Mode, _ runner: Runner = Runner()) -> String {
    guard case .failed(let message) = run(mode, runner) else { return "" }
    return message
  }

  // MARK: - Comparing

  @Test func aRecordIsReproducedWithItsReason() throws {
    let text = try recording()
    #expect(text.contains("\n\"reason\": \"first\",\n"))
    #expect(
      text.contains("\n\"instruments[A].long.steps[model]\": {\"rate\":0.09,\"step\":\"model\"}"))
    guard case .compared(let drift) = run(.comparing) else { return }
    #expect(drift.isUnchanged && drift.compared == 13)
    guard case .unchanged = run(.recording(reason: "again")) else {
      Issue.record("an unchanged result is recorded again")
      return
    }
    #expect(try String(contentsOfFile: record, encoding: .utf8) == text)
  }

  @Test func aMovedNumberIsNamedWithBothValuesToleranceClassAndReason() throws {
    try recording()
    let drift = try drift("0.25", "0.2500001")
    #expect(drift.hasFailed && drift.movements.count == 1)
    let movement = try #require(drift.movements.first)
    #expect(movement.value.name == "instruments[B].long.valueAtRisk")
    #expect(movement.recorded == "0.25" && movement.now == "0.2500001")
    #expect(movement.tolerance.kind == .platform && movement.tolerance.relative == 1e-9)
    #expect(!movement.tolerance.reason.isEmpty)
  }

  @Test(arguments: [
    ("0.09", "0.09000000000000001", false), ("0.1,", "0.1000000000000001,", true),
    ("\"count\":7", "\"count\":8", true), ("green", "red", true),
    ("\"none\":null", "\"none\":1", true), ("0.25", "null", true), ("0.4]", "0.4,0.5]", true),
    ("0.2,", "0.20000001,", false), ("0.2,", "0.201,", true), ("0.25", "1e999", true),
  ])
  func theDefaultToleranceDependsOnTheField(old: String, new: String, fails: Bool) throws {
    try recording()
    let drift = try drift(old, new)
    #expect(!drift.movements.isEmpty && drift.hasFailed == fails)
  }

  @Test func aNumberThatIsNotFiniteIsNeverEqual() throws {
    let infinite = Runner(Self.result.replacing("0.25", with: "1e999"))
    try recording(infinite)
    guard case .compared(let drift) = run(.comparing, infinite) else {
      Issue.record("not compared")
      return
    }
    #expect(drift.hasFailed && drift.movements.map(\.value.path) == ["long.valueAtRisk"])
  }

  @Test(arguments: [
    ("long.valueAtRisk", "platform", "absolute = 0.01", false),
    ("long.valueAtRisk", "platform", "absolute = 0.0099", true),
    ("valueAtRisk", "monte-carlo", "relative = 0.01", true),
    ("instruments.*.valueAtRisk", "monte-carlo", "relative = 0.05", false),
    ("valueAtRisk", "reported", "", false), ("valueAtRisk", "exact", "", true),
  ])
  func theLastToleranceOfAFieldApplies(
    fields: String, kind: String, size: String, fails: Bool
  ) throws {
    try recording()
    try writeCase(fields, kind, size)
    let drift = try drift("0.25", "0.26")
    #expect(drift.hasFailed == fails && drift.movements.count == 1)
  }

  @Test func aToleranceOfNoFieldIsRefused() throws {
    try recording()
    try writeCase("valueAtRsk", "platform", "relative = 0.1")
    #expect(message(.comparing).contains("\"valueAtRsk\" matches no field of the result"))
  }

  @Test func aNewRowFailsAndANewFieldIsNoted() throws {
    try recording()
    let field = try drift("\"count\":7", "\"count\":7,\"power\":0.5")
    #expect(!field.hasFailed && field.notes.count == 1)
    let row = try drift(
      "{\"instrument\":\"B\"", "{\"instrument\":\"C\",\"x\":1},{\"instrument\":\"B\"")
    #expect(row.hasFailed && row.movements.allSatisfy { $0.value.row == "instruments[C]" })
    #expect(try drift("{\"step\":\"model\",\"rate\":0.09}", "").movements.count == 2)
  }

  @Test func aChangedInputIsNotedBesideTheNumbers() throws {
    try recording()
    #expect(try drift("d1", "d2").notes == ["p.csv differs from the recorded file"])
    #expect(try drift("c1", "c2").notes == ["the configuration differs from the recorded one"])
  }

  // MARK: - Recording

  @Test func aPreviewShowsTheDifferencesAndWritesNothing() throws {
    guard case .previewed(nil) = run(.previewing) else {
      Issue.record("a first record has no differences")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: record))
    let before = try recording()
    let moved = Runner(Self.result.replacing("0.25", with: "0.5"))
    guard case .previewed(let drift?) = run(.previewing, moved) else { return }
    #expect(drift.movements.map(\.now) == ["0.5"])
    #expect(try String(contentsOfFile: record, encoding: .utf8) == before)
  }

  @Test func aToleranceTighterThanTheSpreadIsRefused() throws {
    let moved = Self.result.replacing("0.25", with: "0.250001")
    let runner = Runner(others: ["OpenBLAS Haswell": moved])
    let refusal = message(.recording(reason: "first"), runner)
    #expect(refusal.contains("tolerance of instruments.long.valueAtRisk: moves by "))
    #expect(refusal.contains("between platforms, and platform, relative 1e-09 is tighter"))
    #expect(!FileManager.default.fileExists(atPath: record))

    try writeCase("valueAtRisk", "platform", "relative = 1e-5")
    #expect(try recording(runner).contains("\"instruments.long.valueAtRisk\": {\"absolute\":"))
    // The record keeps the spread, so that the case cannot be tightened later.
    try writeCase("valueAtRisk", "platform", "relative = 1e-7")
    #expect(message(.comparing).contains("moves by"))
  }

  @Test func aMissingRecordSaysHowToWriteOne() throws {
    #expect(
      message(.comparing).contains(
        "\(path) is not recorded yet; create its record with margin verify \(path) --record "
          + "--reason"))
  }

  @Test(arguments: [
    (
      "{\n\"schema\": \"margin.recorded/2\",", "{\n\"schema\": \"margin.recorded/9\",",
      ":2:11: schema: "
    ),
    ("\"exitStatus\": 0", "\"exitStatus\": \"x\"", ": exitStatus: is not a whole number"),
    ("\"platforms\": [],", "\"platforms\": []", ":"),
    ("\"reason\": \"first\",", "", ": reason: is missing"),
    ("\"result\": {", "\"result\": {\"x\":1,", ": result.x: is not an object"),
    ("\"spread\": {}", "\"spread\": {\"x\":{\"absolute\":1e999}}", ": spread.x: is not a finite"),
    ("\"sha256\"", "\"sha\"", ": inputs: an input has no path or sha256"),
  ])
  func aDamagedRecordIsRefusedWithItsPlace(old: String, new: String, place: String) throws {
    let text = try recording()
    #expect(text.contains(old))
    try text.replacing(old, with: new).write(toFile: record, atomically: true, encoding: .utf8)
    let refusal = message(.comparing)
    #expect(refusal.hasPrefix(record) && refusal.contains(place), "\(refusal)")
    // Recording does not overwrite what it cannot read.
    #expect(message(.recording(reason: "again")) == refusal)
  }

  @Test func aRecordCutAnywhereIsRefused() throws {
    let text = Array(try recording().utf8)
    for length in stride(from: 0, to: text.count - 2, by: 7) {
      try Data(text[..<length]).write(to: URL(filePath: record))
      #expect(message(.comparing).hasPrefix(record), "\(length)")
    }
  }

  @Test func aRecordOfTheFormerSchemaIsCompared() throws {
    try """
    {"schema":"margin.recorded/1","version":"0.1.0","configurationHash":"c1",
     "inputs":[{"path":"p.csv","sha256":"d1"}],"margins":[
     {"instrument":"B","side":"long","asOf":"2020-03-16","initialMargin":0.3,
      "maintenanceMargin":0.3,"valueAtRisk":0.25}]}
    """.write(toFile: record, atomically: true, encoding: .utf8)
    guard case .compared(let drift) = run(.comparing) else {
      Issue.record("\(run(.comparing))")
      return
    }
    #expect(
      drift.movements.filter { $0.value.row == "instruments[B]" }.map(\.value.path)
        == ["long.maintenanceMargin", "long.expectedShortfall"])
  }
}
