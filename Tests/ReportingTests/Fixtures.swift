import Backtesting
import Calibration
import Foundation
import MarketData
import Reporting
import RiskMeasures
import TestSupport
import Testing

/// Small runs on made-up prices, as the command line makes them.
struct Fixture {
  let loaded: LoadedJob

  /// A run over two instruments of 300 prices, one of which has a gap, and one of ten prices.
  init(
    preset: String = "plain", model: String? = nil, window: Int? = 250, horizon: Int? = nil,
    measure: String? = nil
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "reporting-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("prices.csv")
    try Self.prices.write(to: file, atomically: true, encoding: .utf8)
    var job = CalibrationJob(version: "1.0.0-test")
    job.paths = [file.path]
    job.policy = .preset(preset)
    job.flags.model = model
    job.flags.window = window
    job.flags.horizonBars = horizon
    job.flags.measure = measure
    loaded = try await job.resolved().load()
  }

  func calibration(_ extent: ScheduleExtent = .lastDate) async -> CalibrationReport {
    await loaded.calibrate(extent: extent)
  }

  func estimate() async throws -> EstimateReport {
    let names = ["historical", "normal", "student-t", "ewma"]
    let models = try names.map {
      try loaded.resolved.model(named: $0, conventionName: "inverse")
    }
    let levels = try [0.95, 0.99].map { try #require(ConfidenceLevel($0)) }
    return await loaded.estimate(models: models, levels: levels)
  }

  func backtest() async throws -> BacktestOutcome {
    let model = try loaded.resolved.model(named: "historical", conventionName: "predictive")
    let levels = try [#require(ConfidenceLevel(0.95))]
    return await loaded.backtest(
      models: [model], levels: levels, sides: Side.allCases, includesSchedule: true,
      significance: 0.05)
  }

  /// A wide file: `AAA`, `B,B` with one price missing, and `NEW` with ten prices.
  private static var prices: String {
    var generator = SeededGenerator(seed: 7)
    var lines = ["date,AAA,\"B,B\",NEW"]
    var values = [100.0, 20, 5]
    let first = CalendarDate("2023-01-02")?.days ?? 0
    for day in 0 ..< 300 {
      for index in values.indices {
        let uniform = Double(generator.next() >> 11) * 0x1p-53
        values[index] *= 1 + 0.04 * (Double(index) + 1) * (uniform - 0.5) * uniform
      }
      let date = CalendarDate(days: first + Int32(day))
      let b = day == 150 ? "" : "\(values[1])"
      lines.append("\(date),\(values[0]),\(b),\(day < 290 ? "" : "\(values[2])")")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Any JSON value, read by key; a missing one fails the test that asked.
enum Reading {
  static func object(_ text: String) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(value as? [String: Any])
  }

  static func list(_ value: Any?) throws -> [[String: Any]] {
    try #require(value as? [[String: Any]])
  }
}
