import Calibration
import Documents
import Foundation
import Instruments
import Margin
import MarketData
import Policies
import RiskMeasures
import Scheduling
import Statistics
import Synchronization
import TestSupport
import Testing

/// A resolved job owns the policy it was resolved from.
@Suite struct OwnedPolicyTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "owned-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func job(_ policy: String) throws -> CalibrationJob {
    let file = folder.appending(path: "p.toml")
    try Data(policy.utf8).write(to: file)
    var job = CalibrationJob(version: "test")
    job.policy = .file(file.path)
    return job
  }

  @Test func aJobIsChangedWithoutItsFile() throws {
    let resolved = try job(
      "[model.historical]\nwindow = 300\n[margin]\nlevel = 0.98\n"
    ).resolved()
    try FileManager.default.removeItem(at: folder)
    let level = try resolved.with(level: .known(0.975))
    #expect(level.plan.policy.measure.level == .known(0.975))
    let horizon = try resolved.with(horizon: Horizon(bars: 7))
    #expect(horizon.plan.policy.periodOfRisk.count == 7)
    #expect(horizon.plan.policy.measure.level == .known(0.98))
    let models = try resolved.models(
      [.named("historical"), .named("normal")], convention: .predictive,
      levels: [.known(0.975), .known(0.99)])
    #expect(models.map(\.label) == ["historical", "normal"])
    #expect(models.map { $0.configuration?.window } == [300, 500])
    #expect(
      try resolved.with(policy: resolved.job.policy).policy.configuration.margin.level == 0.98)
    // What was resolved before the file went can be changed again.
    #expect(try level.with(horizon: Horizon(bars: 2)).plan.policy.measure.level == .known(0.975))
  }

  @Test func oneOfManyInstrumentsIsCalibratedAlone() async throws {
    var lines = ["date," + (1 ... 30).map { "I\($0)" }.joined(separator: ",")]
    var random = SeededGenerator(seed: 5)
    var prices = [Double](repeating: 100, count: 30)
    for day in 0 ..< 300 {
      let date = CalendarDate(days: 18_000 + Int32(day))
      for index in prices.indices { prices[index] *= .random(in: 0.97 ... 1.031, using: &random) }
      lines.append("\(date)," + prices.map { "\($0)" }.joined(separator: ","))
    }
    let file = folder.appending(path: "wide.csv")
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: folder) }
    var job = CalibrationJob(version: "test")
    job.paths = [file.path]
    job.flags.window = 200
    let loaded = try await job.resolved().load()
    #expect(loaded.histories.count == 30)
    let steps = Mutex<[Int]>([])
    let one = await loaded.calibrate(InstrumentID(rawValue: "I7")) { done, all in
      steps.withLock { $0.append(all) }
    }
    #expect(one.schedules.map(\.instrument.rawValue) == ["I7"])
    #expect(Set(steps.withLock { $0 }) == [1])
    let all = await loaded.calibrate(extent: .lastDate)
    let same = try #require(all.schedules.first { $0.instrument.rawValue == "I7" })
    #expect(one.schedules.first?.last?.long?.margin == same.last?.long?.margin)
    #expect(one.context.provenance.configurationHash == all.context.provenance.configurationHash)
  }
}
