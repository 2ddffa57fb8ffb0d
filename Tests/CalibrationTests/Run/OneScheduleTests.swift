import Dependence
import Forecasting
import Margin
import MarketData
import RiskModels
import Scheduling
import TestSupport
import Testing

/// One instrument's history and a plan give one schedule, without a job.
struct OneScheduleTests {
  private static let histories = ["A", "B", "C"].map {
    RunSamples.history(RunSamples.normals(400, name: $0), name: $0)
  }

  private func lines(_ schedule: InstrumentSchedule) -> [String] {
    schedule.entries.map {
      "\($0.asOf?.description ?? "") \($0.long?.margin as Any) \($0.short?.margin as Any)"
    }
  }

  @Test(arguments: [ScheduleExtent.lastDate, .history])
  func aScheduleIsThatOfItsInstrumentAmongOthers(extent: ScheduleExtent) async throws {
    let plan = try RunSamples.plan(
      .single(NormalModel(window: 100)), steps: [LongRunFloor(lookbackYears: 1)])
    let together = await Calibrator(plan).schedules(for: Self.histories, extent: extent)
    for (history, schedule) in zip(Self.histories, together) {
      let alone = Calibrator(plan).schedule(of: history, extent: extent)
      #expect(!alone.entries.isEmpty && lines(alone) == lines(schedule))
    }
  }

  @Test func theUniverseOfAJointModelIsTheInstrumentAlone() async throws {
    let plan = try RunSamples.plan(
      .joint(MonteCarlo(covariance: .ewma(decay: 0.97), paths: 1000)))
    let alone = Calibrator(plan).schedule(of: Self.histories[1], extent: .lastDate)
    let universe = await Calibrator(plan).schedules(
      for: [Self.histories[1]], extent: .lastDate)
    #expect(!alone.entries.isEmpty && lines(alone) == lines(universe[0]))
  }

  @Test func aHistoryTooShortIsAFailureWithItsReason() throws {
    let plan = try RunSamples.plan(.single(NormalModel(window: 100)))
    let schedule = Calibrator(plan).schedule(
      of: RunSamples.history(RunSamples.normals(10)), extent: .lastDate)
    #expect(schedule.entries.isEmpty && schedule.failures.map(\.reason) == ["insufficient-history"])
  }
}
