import Calibration
import Forecasting
import Margin
import MarketData
import Policies
import RiskMeasures
import Scheduling
import Statistics
import Text

/// Contract facts beside the prices.
struct FuzzedContracts: FuzzedInput {
  let name = "contracts"
  let share = 300

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    [
      "instrument,multiplier,currency,tick,group\nA,10,USD,0.25,a\nB,0.001,EUR,,b\nC*,1,JPY,1,\n",
      "instrument,multiplier,currency\nA,1e6,USD\n",
    ].map { Array($0.utf8) }
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let facts = try ContractInput(contentsOf: mutant.path).facts
    for terms in facts.terms.values { checks.isFinite(terms.multiplier, "a multiplier") }
    guard mutant.isOne(in: 6) else { return }
    var job = CalibrationJob(version: "fuzz")
    job.paths = [try mutant.folder.write(FuzzSamples.csv(120), to: "A.csv")]
    job.contracts = try ContractInput(contentsOf: mutant.path)
    job.flags.level = 0.95
    job.flags.window = 100
    let report = await (try job.resolved().load()).calibrate(extent: .lastDate)
    for schedule in report.schedules {
      if let last = schedule.last { checks.isSound(last, schedule.warnings) }
    }
  }
}

/// Lists of holidays.
struct FuzzedHolidays: FuzzedInput {
  let name = "holidays"
  let fileName = "mutant.txt"
  let share = 200

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    [Array("# Closed\n2020-05-01  # Labor Day\n\n2021-02-24\n2022-12-26\n".utf8)]
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    var job = CalibrationJob(version: "fuzz")
    job.load.holidays = try HolidayList(path: mutant.path)
    guard mutant.isOne(in: 10) else { return }
    job.paths = [try mutant.folder.write(FuzzSamples.csv(120), to: "A.csv")]
    job.flags.level = 0.95
    job.flags.window = 100
    let report = await (try job.resolved().load()).calibrate(extent: .lastDate)
    for schedule in report.schedules {
      if let last = schedule.last { checks.isSound(last, schedule.warnings) }
    }
  }
}
