import Backtesting
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

  /// Why a strict run fails, one line for each forecast that does not pass.
  func reasonsAgainst(allowingUntested: Bool) -> [String] {
    let reasons = report.results.compactMap { $0.reasonAgainst(allowingUntested) }
    guard reasons.isEmpty, report.results.isEmpty, !allowingUntested else { return reasons }
    return ["nothing was backtested"]
  }
}

extension BacktestResult {
  /// Why the result does not pass a strict run; nil if it does.
  fileprivate func reasonAgainst(_ allowsUntested: Bool) -> String? {
    guard verdict.isRejection || !verdict.isTested && !allowsUntested else { return nil }
    let name = "\(instrument) \(label) \(rate.rawValue) \(side.rawValue) at \(level.probability)"
    let (x, n) = (tested.exceedances, tested.forecasts)
    switch verdict {
    case .untested: return "\(name): untested, with \(n) forecasts; accept it with --allow-untested"
    case .tooFew:
      return "\(name): too few forecasts, \(n) where \(forecastsNeeded) can show coverage; give a "
        + "longer history, or accept it with --allow-untested"
    case .holds, .tooMany, .overcovers, .clustered, .rejected:
      return "\(name): \(verdict.rawValue), \(x) exceedances in \(n) forecasts"
    }
  }
}
