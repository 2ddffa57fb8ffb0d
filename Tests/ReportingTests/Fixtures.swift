import Backtesting
import Calibration
import Foundation
import Instruments
import MarketData
import Policies
import Reporting
import RiskMeasures
import Scheduling
import Statistics
import TestSupport
import Testing

/// Small runs on made-up prices, as the command line makes them.
struct Fixture {
  let loaded: LoadedJob
  /// Kept where a policy file lies in it, which is read again for each model that is asked for.
  private let folder: TemporaryFolder?

  /// The run without choices; made once, as what follows from it is, for the tests that only read it.
  static var plain: Fixture { get async throws { try await plainTask.value } }
  static var plainCalibration: CalibrationReport {
    get async throws { try await calibrationTask.value }
  }
  static var plainBacktest: BacktestOutcome { get async throws { try await backtestTask.value } }
  static var plainEstimate: EstimateReport { get async throws { try await estimateTask.value } }

  private static let plainTask = Task { try await Fixture() }
  private static let calibrationTask = Task { try await plain.calibration() }
  private static let backtestTask = Task { try await plain.backtest() }
  private static let estimateTask = Task { try await plain.estimate() }

  /// A run over two instruments of 300 prices, one of which has a gap; two more fail.
  init(
    preset: String = "plain", model: String? = nil, window: Int? = 250, horizon: Int? = nil,
    measure: String? = nil, policy: String? = nil
  ) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.prices, to: "prices.csv")
    var job = CalibrationJob(version: "1.0.0-test")
    job.paths = [file]
    job.policy = .preset(preset)
    if let policy { job.policy = .file(try folder.write(policy, to: "policy.toml")) }
    job.flags.model = model
    job.flags.window = window
    job.flags.horizonBars = horizon
    job.flags.measure = measure
    loaded = try await job.resolved().load()
    self.folder = policy == nil ? nil : folder
  }

  /// A model of which a short position has no finite expected shortfall.
  static let infiniteShortfall = """
    preset = "plain"
    [model.ewma]
    innovations = "student-t"
    returns = "log"
    """

  func calibration(_ extent: ScheduleExtent = .lastDate) async -> CalibrationReport {
    await loaded.calibrate(extent: extent)
  }

  func estimate() async throws -> EstimateReport {
    let names = ["historical", "normal", "student-t", "ewma"]
    let models = try names.map {
      LabeledModel(try loaded.resolved.model(named: $0, convention: .inverse))
    }
    let levels = try [0.95, 0.99].map { try #require(ConfidenceLevel($0)) }
    return await loaded.estimate(models: models, levels: levels)
  }

  func backtest() async throws -> BacktestOutcome {
    let model = try loaded.resolved.model(named: "historical", convention: .predictive)
    let levels = try [#require(ConfidenceLevel(0.95))]
    return await loaded.backtest(
      models: [LabeledModel(model)], levels: levels, sides: Side.allCases, includesSchedule: true,
      settings: TestSettings())
  }

  /// A wide file: `AAA`, `B,B` with one price missing, and `NEW` with ten prices, `BAD` with a zero.
  private static var prices: String {
    var generator = SeededGenerator(seed: 7)
    var lines = ["date,AAA,\"B,B\",NEW,BAD"]
    var values = [100.0, 20, 5]
    let first = CalendarDate("2023-01-02")?.days ?? 0
    for day in 0 ..< 300 {
      for index in values.indices {
        // Four uniforms are near enough to a normal draw; every tenth day moves three times as far.
        let draw = (0 ..< 4).reduce(-2.0) { sum, _ in
          sum + Double(generator.next() >> 11) * 0x1p-53
        }
        values[index] *= 1 + 0.01 * Double(index + 1) * draw * (day % 10 == 0 ? 3 : 1)
      }
      let date = CalendarDate(days: first + Int32(day))
      let b = day == 150 ? "" : "\(values[1])"
      lines.append(
        "\(date),\(values[0]),\(b),\(day < 290 ? "" : "\(values[2])"),\(day == 4 ? 0 : 1)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// A folder that goes away with its last owner.
final class TemporaryFolder: Sendable {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "reporting-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and tells its path.
  func write(_ text: String, to name: String) throws -> String {
    let file = url.appendingPathComponent(name)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
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
