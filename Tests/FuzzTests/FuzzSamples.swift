import Calibration
import Forecasting
import Foundation
import Margin
import MarketData
import Policies
import RiskMeasures
import Scheduling
import Statistics
import TestSupport

/// Short histories, and what is done with a policy that was read.
enum FuzzSamples {
  /// Daily prices from 2020 on with returns of at most ±1 %, or ±4 % at the end.
  static func prices(_ count: Int, seed: UInt64 = 7) -> [(date: CalendarDate, close: Double)] {
    var generator = SeededGenerator(seed: seed)
    var price = 100.0
    return (0 ..< count).map { day in
      defer {
        let size = day < count * 3 / 4 ? 0.01 : 0.04
        price *= 1 + Double.random(in: -size ... size, using: &generator)
      }
      return (CalendarDate(days: 18_262 + Int32(day)), (price * 1e4).rounded() / 1e4)
    }
  }

  /// The prices as a file with the columns date and close.
  static func csv(_ count: Int, seed: UInt64 = 7) -> String {
    "date,close\n" + prices(count, seed: seed).map { "\($0.date),\($0.close)\n" }.joined()
  }

  /// A history of `count` prices.
  static func history(_ count: Int, name: String = "A") -> InstrumentHistory {
    let rows = prices(count)
    return InstrumentHistory(
      PriceHistory(
        instrument: InstrumentID(rawValue: name), axis: .times(rows.map { Timestamp($0.date) }),
        close: rows.map(\.close)))
  }

  /// The history on which policies are calibrated.
  static let short = history(260)

  /// Calibrates a policy that was read, unless its simulations take long.
  static func calibrate(
    _ configuration: CalibrationConfiguration, _ checks: inout FuzzChecks
  ) throws {
    let plan = try ResolvedJob(CalibrationJob(version: "fuzz"), configuration: configuration).plan
    guard isQuick(configuration.canonicalJSON) else { return }
    let schedule = Calibrator(plan).schedule(of: short, extent: .lastDate)
    checks.expect(
      !schedule.entries.isEmpty || !schedule.failures.isEmpty, "neither a margin nor a failure")
    for failure in schedule.failures { checks.isSaid(failure.reason, failure.message) }
    for entry in schedule.entries { checks.isSound(entry, schedule.warnings) }
  }

  /// Whether a policy simulates at most 20,000 paths, lags or components.
  static func isQuick(_ json: String) -> Bool {
    for key in ["\"paths\":", "\"draws\":", "\"count\":", "\"notice-bars\":"] {
      for part in json.split(separator: key).dropFirst() {
        let digits = part.prefix { $0.isNumber || $0 == "." }
        if let number = Double(digits), number > 20_000 { return false }
      }
    }
    return true
  }

  /// The path of a file of the package.
  static func packaged(_ name: String) -> String {
    ReferenceFile.package().appending(path: name).path
  }

  static func bytes(packaged name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: packaged(name))))
  }
}

extension FuzzChecks {
  /// The numbers of a margin are finite, and it is zero only with a word.
  mutating func isSound(_ entry: InstrumentMarginEntry, _ warnings: [MarginWarning] = []) {
    for margin in [entry.long, entry.short].compactMap(\.self) {
      let name = "\(margin.side) of \(entry.instrument)"
      isFinite(margin.valueAtRisk, "VaR, \(name)")
      isFinite(margin.expectedShortfall, "ES, \(name)")
      isFinite(margin.interval.lower, "lower end, \(name)")
      isFinite(margin.interval.upper, "upper end, \(name)")
      isFinite(margin.reaction?.valueAtRisk, "reaction, \(name)")
      for line in margin.waterfall.lines { isFinite(line.rate.fraction, "\(line.step), \(name)") }
      let isZero = margin.margin.maintenance == .zero || margin.margin.initial == .zero
      let isWarned = (entry.warnings + warnings).contains { $0.code == "zero-margin" }
      expect(!isZero || isWarned, "a margin of zero without a warning, \(name)")
    }
    for warning in entry.warnings { isSaid(warning.code, warning.message) }
  }
}
