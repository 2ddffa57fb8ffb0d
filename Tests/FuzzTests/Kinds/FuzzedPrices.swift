import Calibration
import Forecasting
import Margin
import MarketData
import Policies
import RiskMeasures
import Scheduling
import Statistics
import Text

/// Price files in several vendors' forms, calibrated.
struct FuzzedPrices: FuzzedInput {
  let name = "prices"
  let share = 500

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    let rows = FuzzSamples.prices(130)
    func text(_ header: String, _ row: (Int, CalendarDate, Double) -> String) -> [UInt8] {
      let lines = rows.enumerated().map { row($0.offset, $0.element.date, $0.element.close) }
      return Array((header + "\n" + lines.joined(separator: "\n") + "\n").utf8)
    }
    return [
      text("date,close") { "\($1),\($2)" },
      text("date,open,high,low,close,volume") {
        "\($1),\($2),\($2 * 1.01),\($2 * 0.99),\($2),\(1000 + $0)"
      },
      text("\u{FEFF}\"Date\";\"Price\"") { _, date, price in
        "\(date);\"\("\(price)".replacing(".", with: ","))\""
      },
      text("timestamp,AAA,BBB") { day, date, price in "\(date)T00:00:00Z,\(price),\(200 - price)" },
      text("symbol,date,price") { day, date, price in
        "\(day % 2 == 0 ? "A" : "B"),\(date),\(price)"
      },
      text("time,close,currency") { day, _, price in "\(1_577_836_800 + day * 86_400),\(price),USD"
      },
      text("price") { _, _, price in "\(price)" },
      text("Symbol: X\nDownloaded from y\nDay\tClose") { _, date, price in "\(date)\t\(price)" },
    ]
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    var job = CalibrationJob(version: "fuzz")
    job.paths = [mutant.path]
    job.flags.model = ["historical", "normal", "ewma", "student-t"][mutant.number % 4]
    job.flags.window = 100
    job.flags.level = 0.95
    let loaded = try await job.resolved().load()
    checks.expect(
      !loaded.histories.isEmpty || !loaded.context.loadFailures.isEmpty,
      "neither prices nor a failure")
    for failure in loaded.context.loadFailures { checks.isSaid("load", failure.message) }
    for finding in loaded.context.findings { checks.isSaid(finding.kind.rawValue, finding.message) }
    for history in loaded.histories {
      checks.expect(
        history.prices?.close.allSatisfy { $0.isFinite } ?? true, "a price that is not finite")
    }
    let report = await loaded.calibrate(extent: mutant.isOne(in: 8) ? .history : .lastDate)
    for schedule in report.schedules {
      checks.expect(
        !schedule.entries.isEmpty || !schedule.failures.isEmpty, "neither a margin nor a failure")
      for failure in schedule.failures { checks.isSaid(failure.reason, failure.message) }
      if let last = schedule.last { checks.isSound(last, schedule.warnings) }
      checks.expect(
        schedule.entries.allSatisfy { $0.long?.valueAtRisk.isFinite ?? true }, "a VaR in the past")
    }
    guard let fault = loaded.context.loadFailures.first, loaded.histories.isEmpty else { return }
    throw FuzzRefusal(message: fault.message)
  }
}
