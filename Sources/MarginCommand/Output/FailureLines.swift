import Calibration
import Instruments
import Margin
import MarketData
import RiskMeasures
internal import Scheduling

// One line per failure: what failed, where, and the remedy. Those of files are printed when the files
// have been read, whatever becomes of the run.

extension RunContext {
  var failureLines: [String] { loadFailures.map(\.message) }
}

extension MarginFailure {
  var line: String { "\(instrument)" + (side.map { ", \($0.rawValue)" } ?? "") + ": \(message)" }
}

extension CalibrationReport {
  var failureLines: [String] { schedules.flatMap(\.failures).map(\.line) }
}

extension EstimateReport {
  var failureLines: [String] { instruments.flatMap(\.failures).map(\.line) }
}

extension BacktestOutcome {
  var failureLines: [String] { report.failures.map(\.line) }
}
