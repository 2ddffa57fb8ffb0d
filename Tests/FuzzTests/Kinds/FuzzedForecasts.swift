import Backtesting
import Calibration
import Documents
import MarketData
import RiskMeasures
import Text

/// Forecasts of other programs, some of them backtested.
struct FuzzedForecasts: FuzzedInput {
  let name = "forecasts"
  let share = 500

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    let rows = FuzzSamples.prices(60)
    func text(_ header: String, _ row: (Int, CalendarDate, Double) -> String) -> [UInt8] {
      let lines = rows.enumerated().map { day, one in
        row(day, one.date, Double(day * 37 % 101) / 1000 - 0.05)
      }
      return Array((header + "\n" + lines.joined(separator: "\n") + "\n").utf8)
    }
    return [
      text("date,instrument,model,side,level,horizon,loss,valueAtRisk,expectedShortfall,transform")
      {
        "\($1),A,m,long,0.95,1,\($2),0.03,0.04,\(Double($0 + 1) / 62)"
      },
      text("date,return,maintenanceMargin,price,marketReturn") { "\($1),\($2),0.03,100,\($2)" },
      text("symbol,date,loss,var,side") { day, date, loss in
        "\(day % 2 == 0 ? "A" : "B"),\(date),\(loss),0.02,\(day % 3 == 0 ? "short" : "long")"
      },
      text("loss,VaR,logDensity") { day, _, loss in "\(loss),0.03,\(1.5 - Double(day) / 50)" },
    ]
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let file = try ForecastFile(path: mutant.path)
    checks.expect(!file.records.isEmpty, "no forecasts")
    guard mutant.isOne(in: 6), file.records.count <= 4 else { return }
    var job = ForecastJob(path: mutant.path, version: "fuzz")
    job.settings = TestSettings()
    let outcome = try await job.backtest()
    checks.expect(outcome.report.results.count == file.records.count, "a series without a result")
  }
}
