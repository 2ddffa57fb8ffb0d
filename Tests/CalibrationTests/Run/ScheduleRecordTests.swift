import Forecasting
import Margin
import RiskMeasures
import RiskModels
import Scheduling
import Statistics
import TestSupport
import Testing
import Text

/// What was calibrated is a record: read back from JSON as it was.
@Suite struct ScheduleRecordTests {
  /// Models with and without estimates, errors, samples and finite shortfalls.
  private static let models: [ForecastModel] = [
    .single(NormalModel(window: 100)), .single(StudentTModel(window: 100)),
    .single(StudentTModel(window: 100, degreesOfFreedom: 1)), .single(Historical(window: 100)),
    .single(Historical(window: 10)),
  ]

  @Test(arguments: 0 ..< 20)
  func aScheduleIsReadBackAsItWas(seed: Int) async throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let model = Self.models[seed % Self.models.count]
    let name = "A,\"\(seed)\"\n"
    let history = RunSamples.history(
      RunSamples.normals(130, name: name, volatility: .random(in: 1e-4 ... 0.2, using: &generator)),
      name: name, dated: Bool.random(using: &generator))
    let plan = try RunSamples.plan(
      model, bars: .random(in: 1 ... 2, using: &generator),
      steps: [JumpFloor(level: .known(0.99), lookbackYears: 1), Buffer(share: 0.25)],
      notice: .random(in: 0 ... 2, using: &generator))
    for extent in [ScheduleExtent.lastDate, .history] {
      let schedule = try #require(
        await Calibrator(plan).schedules(for: [history], extent: extent).first)
      let text = try JSON(encoding: schedule).rendered
      let read: InstrumentSchedule = try JSON(reading: text).decoded()
      #expect(read == schedule, "seed \(seed)")
    }
  }
}
