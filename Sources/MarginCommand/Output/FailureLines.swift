import Calibration
import Instruments
import Margin
import MarketData
import RiskMeasures
internal import Scheduling

// One line per failure: what failed, where, and the remedy.

extension RunContext {
  var failureLines: [String] { loadFailures.map(\.message) }
}

extension MarginFailure {
  var line: String { "\(instrument)" + (side.map { ", \($0.rawValue)" } ?? "") + ": \(message)" }
}

extension CalibrationReport {
  var failureLines: [String] { context.failureLines + schedules.flatMap(\.failures).map(\.line) }
}

extension EstimateReport {
  var failureLines: [String] { context.failureLines + instruments.flatMap(\.failures).map(\.line) }
}

extension BacktestOutcome {
  var failureLines: [String] { context.failureLines + report.failures.map(\.line) }
}
