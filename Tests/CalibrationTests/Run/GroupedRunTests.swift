import Backtesting
import Calibration
import Documents
import Forecasting
import Foundation
import Instruments
import Margin
import MarketData
import Policies
import RiskMeasures
import Scheduling
import Statistics
import TestSupport
import Testing

/// Runs under a policy with groups.
struct GroupedRunTests {
  private let folder: URL

  private static let base = """
    [model.historical]
    window = 200
    [margin]
    level = 0.95
    """

  private static let override = """
    [model.historical]
    window = 200
    [margin]
    level = 0.975
    period-of-risk = { count = 2, unit = "bars" }
    rounding = 0.001
    """

  private static let group = """
    [[group]]
    name = "two"
    instruments = ["B*"]
    margin = { level = 0.975, period-of-risk = { count = 2, unit = "bars" }, rounding = 0.001 }
    """

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "grouped-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["A", "BA", "BB", "C"] {
      let history = RunSamples.history(RunSamples.normals(320, name: name), name: name)
      let rows = zip(history.axis.times ?? [], history.prices?.close ?? []).map { "\($0),\($1)" }
      try Data(("date,close\n" + rows.joined(separator: "\n")).utf8).write(
        to: folder.appending(path: "\(name).csv"))
    }
  }

  private func loaded(_ policy: String, facts: String? = nil) async throws -> LoadedJob {
    let file = folder.appending(path: "\(UUID().uuidString).toml")
    try Data(policy.utf8).write(to: file)
    var job = CalibrationJob(version: "test")
    job.paths = [folder.path]
    job.policy = .file(file.path)
    if let facts {
      let file = folder.appending(path: "facts.txt")
      try Data(facts.utf8).write(to: file)
      job.contracts = try ContractInput(contentsOf: file.path)
    }
    return try await job.resolved().load()
  }

  @Test(arguments: [ScheduleExtent.lastDate, .history])
  func theScheduleOfAGroupIsThatOfItsPolicyAlone(extent: ScheduleExtent) async throws {
    let grouped = try await loaded(Self.base + "\n" + Self.group).calibrate(extent: extent)
    let base = try await loaded(Self.base).calibrate(extent: extent).schedules
    let other = try await loaded(Self.override).calibrate(extent: extent).schedules
    #expect(grouped.schedules == [base[0], other[1], other[2], base[3]])
    #expect(base[1] != other[1])
    #expect(grouped.context.groups.map(\.key.rawValue).sorted() == ["BA", "BB"])
    let name = InstrumentID(rawValue: "BA")
    #expect(grouped.plan(for: name).policy.measure.level == .known(0.975))
  }

  @Test func aBacktestWalksEachGroupUnderItsPolicy() async throws {
    func outcome(_ policy: String) async throws -> BacktestOutcome {
      let loaded = try await loaded(policy)
      var parts: [BacktestOutcome] = []
      for part in loaded.parts() {
        let job = part.resolved
        let models = try job.models(
          [.named("historical")], convention: .predictive, levels: [])
        parts.append(
          await part.backtest(
            models: models, levels: [job.policy.policy.measure.level], sides: [.long],
            includesSchedule: true, settings: TestSettings()))
      }
      return await loaded.outcome(joining: parts, TestSettings())
    }
    let grouped = try await outcome(Self.base + "\n" + Self.group).report.results
    let base = try await outcome(Self.base).report.results
    let other = try await outcome(Self.override).report.results
    func keys(_ results: [BacktestResult]) -> [String] {
      results.map {
        "\($0.instrument) \($0.rate) \($0.level) \($0.horizon.bars) \($0.coverage.exceedances) "
          + "\($0.coverage.forecasts) \(String(describing: $0.tickLoss))"
      }
    }
    func of(_ names: Set<String>, _ results: [BacktestResult]) -> [BacktestResult] {
      results.filter { names.contains($0.instrument.rawValue) }
    }
    #expect(
      keys(grouped)
        == keys(of(["A"], base) + of(["BA", "BB"], other) + of(["C"], base)))
  }

  @Test func stressAndPartsHaveTheSettingsOfTheGroup() async throws {
    let loaded = try await loaded(Self.base + "\n" + Self.group)
    let results = await loaded.stress(StressRequest(), sides: [.long])
    #expect(results.map(\.level.millionths) == [950_000, 975_000, 975_000, 950_000])
    #expect(results.map(\.horizon.bars) == [1, 2, 2, 1])
    let part = loaded.job(of: InstrumentID(rawValue: "BB"))
    #expect(part.histories.map(\.instrument.rawValue) == ["BB"])
    #expect(part.resolved.plan.policy.periodOfRisk.count == 2)
    #expect(part.context.configurationJSON == part.resolved.policy.configuration.canonicalJSON)
    #expect(
      part.context.provenance.configurationHash != loaded.context.provenance.configurationHash)
    #expect(
      loaded.parts().map { $0.histories.map(\.instrument.rawValue) } == [
        ["A", "C"], ["BA", "BB"],
      ])
  }

  @Test func aNameThatIsNotInTheInputIsAWarning() async throws {
    let policy =
      Self.base + """

        [[step]]
        fee = { rate = 0.001, instruments = ["A", "BAB"] }
        [[group]]
        name = "g"
        instruments = ["C*", "D*"]
        product-group = "energy"
        """
    let warnings = try await loaded(policy).context.warnings
    #expect(warnings.map(\.code) == ["unmatched-name", "unmatched-name", "unmatched-name"])
    #expect(
      warnings.map(\.message) == [
        "step[1].fee: \"BAB\" matches no instrument of the input; did you mean BA?",
        "group[1].instruments: \"D*\" matches no instrument of the input",
        "group[1].product-group: \"energy\" matches no instrument of the input; state product groups "
          + "with --instruments",
      ])
    #expect(try await loaded(Self.base + "\n" + Self.group).context.warnings.isEmpty)
  }

  @Test func contractFactsNameTheInstrumentsOfTheInput() async throws {
    func messages(_ productGroup: String, _ facts: String) async throws -> [String] {
      let policy =
        Self.base + "\n[[group]]\nname = \"g\"\nproduct-group = \"\(productGroup)\"\n"
      let warnings = try await loaded(policy, facts: "instrument,group\n" + facts).context.warnings
      #expect(warnings.allSatisfy { $0.code == "unmatched-name" })
      return warnings.map { $0.message.replacing(folder.path + "/", with: "") }
    }
    #expect(try await messages("x", "A,x\nBA,y\n") == [])
    #expect(
      try await messages("metals", "A,metal\nGOLD,metals\nPLATINUM,metals\nBBB,metals\n") == [
        "group[1].product-group: \"metals\" matches no instrument of the input",
        "facts.txt, line 5: \"BBB\" matches no instrument of the input; did you mean BB?",
        "facts.txt: no prices of GOLD and 1 more in the input",
      ])
    #expect(
      try await messages("metls", "A,metals\n") == [
        "group[1].product-group: \"metls\" matches no instrument of the input; "
          + "did you mean metals?"
      ])
  }
}
