import Calibration
import Documents
import Forecasting
import Foundation
import Instruments
import Margin
import MarketData
import Policies
import RiskMeasures
import RiskModels
import Scheduling
import Statistics
import TestSupport
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  /// Writes a file, which the test removes, and returns its path.
  private func write(_ text: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "margin-\(UUID()).csv")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  @Test func theExampleOfPoliciesRuns() throws {
    // example: Policies
    let configuration = try CalibrationConfiguration(
      toml: """
        preset = "plain"
        [margin]
        level = 0.995
        """)
    let level = configuration.policy.measure.level.probability  // 0.995
    let rounding = configuration.margin.rounding  // 0.0005, from the preset
    // end
    #expect(level == 0.995)
    #expect(rounding == 0.0005)
  }

  @Test func theExampleOfForecastingRuns() throws {
    let level = ConfidenceLevel.known(0.95)
    let returns = RunSamples.normals(400)
    // example: Forecasting
    let history = InstrumentHistory(
      ReturnSeries(
        instrument: InstrumentID(rawValue: "ABC"), axis: .positions(returns.count),
        convention: .simple, values: returns))
    let request = ForecastRequest(horizon: .oneBar, levels: [level], refitEvery: 20)
    let table = try request.table(of: Historical(window: 250), on: history)
    let loss = table.valueAtRisk(0, .long)  // the forecast after `table.first` returns
    // end
    let worst = try #require(returns.prefix(table.first).min())
    #expect(loss > 0 && loss <= -worst)
  }

  @Test func theExampleOfSchedulingRuns() throws {
    let level = ConfidenceLevel.known(0.95)
    let history = RunSamples.history(RunSamples.normals(400))
    // example: Scheduling
    let plan = CalibrationPlan(
      model: .single(Historical(window: 250, quantileConvention: .predictive)),
      policy: try MarginPolicy(measure: .valueAtRisk(level)))
    let schedule = Calibrator(plan).schedule(of: history, extent: .lastDate)
    let maintenance = schedule.last?.long?.margin.maintenance.fraction  // 0.0005 or a multiple
    // end
    let steps = try #require(maintenance) / 0.0005
    #expect(steps > 20 && abs(steps - steps.rounded()) < 1e-9)
  }

  @Test func theExampleOfDocumentsRuns() throws {
    let schedule = try write(
      "instrument,side,level,horizon,initialMargin,maintenanceMargin\nA,long,0.99,1,0.05,0.04\n")
    defer { try? FileManager.default.removeItem(atPath: schedule) }
    // example: Documents
    let file = try ScheduleFile(path: schedule)  // as margin calibrate --output writes it
    for margin in file.margins {
      print(margin.instrument, margin.side, margin.rates.maintenance.fraction)
    }
    // end
    #expect(file.margins.map(\.rates.maintenance.fraction) == [0.04])
  }

  @Test func theExampleOfCalibrationRuns() async throws {
    let closes = RunSamples.normals(600).map { "\(100 + 100 * $0)\n" }
    let prices = try write("close\n" + closes.joined())
    defer { try? FileManager.default.removeItem(atPath: prices) }
    // example: Calibration
    var job = CalibrationJob(version: "1.0")
    job.paths = [prices]  // a CSV file
    let report = try await job.resolved().load().calibrate(extent: .lastDate)
    for schedule in report.schedules {
      print(schedule.instrument, schedule.last?.long?.margin.maintenance.fraction as Any)
    }
    // end
    #expect(report.schedules.count == 1)
    #expect(report.schedules.first?.last?.long != nil)
  }
}
