import Calibration
import Documents
import Forecasting
import Margin
import MarketData
import Policies
import Reporting
import RiskMeasures
import Scheduling
import Statistics
import Text

/// Schedules of `margin calibrate`, read by `compare`, `account`, `simulate` and `explain`.
struct FuzzedSchedules: FuzzedInput {
  let name = "schedules"
  let fileName = "mutant.json"
  let share = 500

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    var job = CalibrationJob(version: "fuzz")
    job.paths = [
      try folder.write(FuzzSamples.csv(140), to: "A.csv"),
      try folder.write(FuzzSamples.csv(140, seed: 9), to: "B.csv"),
    ]
    job.flags.window = 100
    job.flags.level = 0.95
    let loaded = try await job.resolved().load()
    let last = ScheduleRenderer(report: await loaded.calibrate(extent: .lastDate))
    job.from = Timestamp("2020-05-10")
    let past = ScheduleRenderer(
      report: await (try job.resolved().load()).calibrate(extent: .history))
    job.policy = .preset("emir-etd")
    let regulated = ScheduleRenderer(
      report: await (try job.resolved().load()).calibrate(extent: .lastDate))
    return [
      last.rendered(as: .json), past.rendered(as: .json), regulated.rendered(as: .json),
      past.rendered(as: .csv), last.rendered(as: .csv),
    ].map { Array($0.utf8) }
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let file = try ScheduleFile(path: mutant.path)
    for margin in file.margins {
      checks.isFinite(margin.rates.initial.fraction, "initial margin")
      checks.isFinite(margin.valueAtRisk, "VaR")
      checks.isFinite(margin.interval.lower, "lower end")
      checks.isFinite(margin.highestLeverage?.multiple, "leverage")
      _ = margin.periodOfRisk
    }
    checks.expect(!file.margins.isEmpty, "no margins")
    do throws(ComparisonError) {
      let comparison = try ScheduleComparison(from: file, to: file)
      checks.expect(
        !ComparisonRenderer(comparison).rendered(as: .json).isEmpty, "no comparison")
    } catch {
      throw FuzzRefusal(message: "\(file.path) cannot be compared: \(error)")
    }
    guard file.form == .json else { return }
    let previous = try PreviousSchedule(contentsOf: mutant.path)
    for instrument in file.instruments {
      let margin = try previous.margin(of: instrument)
      guard let configuration = margin.configuration else { continue }
      if mutant.isOne(in: 10) { try FuzzSamples.calibrate(configuration, &checks) }
    }
  }
}
