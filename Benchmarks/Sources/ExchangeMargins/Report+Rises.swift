import Backtesting
import Foundation

extension Report {
  /// The procyclicality of both margins; a factor does not change a ratio, so ours are unscaled.
  var procyclicality: [String] {
    let rows = findings.flatMap { found in
      let main = found.schedules[0]
      return rises(found, "exchange", main.days, \.theirs)
        + found.schedules.flatMap { rises(found, "ours, \($0.parameters.text)", $0.days, \.ours) }
        + later(found)
    }
    return ["", "## Peak to trough and the largest rises", ""]
      + table(
        [
          "contract", "margin", "of", ">peak ÷ trough", ">peak ÷ earlier trough", ">1 day",
          ">5 days", ">20 days",
        ], rows)
  }

  /// Results after the doubtful dates where these come first; a gap would create spurious rises.
  private func later(_ found: Findings) -> [[String]] {
    guard let sensitivity = found.sensitivity, let doubt = found.contract.doubt,
      let start = found.schedules[0].days.first?.date, doubt.dates.contains(start)
    else { return [] }
    let days = sensitivity.days
    return rises(found, "exchange, \(doubt.name)", days, \.theirs)
      + rises(found, "ours, \(doubt.name)", days, \.ours)
  }

  private func rises(
    _ found: Findings, _ name: String, _ days: [Day], _ rate: (Day) -> Double
  ) -> [[String]] {
    let paths = [
      MarginPath(.rate, days.map(rate)),
      MarginPath(.amount, days.map { rate($0) * $0.price * found.multiplier }),
    ]
    return paths.map { path in
      let measured = [1, 5, 20].map { bars in
        MarginRise(over: bars, of: path).relative.map { rise in
          "\(percent(rise.size, 1)) (\(days[rise.end].date))"
        } ?? "–"
      }
      return [
        found.contract.code, name, path.unit == .rate ? "rate" : "USD",
        path.peakToTrough.map { decimal($0, 2) } ?? "–",
        path.peakAfterTrough.map { decimal($0, 2) } ?? "–",
      ] + measured
    }
  }

  var checks: [String] {
    let rows = findings.map { found in
      [found.contract.code]
        + found.checks.map {
          "\($0.exceedances) of \($0.dates), \(percent(1 - Double($0.exceedances) / Double($0.dates)))"
        }
    }
    return ["", "## The exchange's long coverage, on all dates of its file", ""]
      + table(
        ["contract", ">one day", ">two days", ">two days, from the first date compared"], rows)
  }
}

/// A Markdown table; a column name that begins with `>` is right-aligned.
func table(_ names: [String], _ rows: [[String]]) -> [String] {
  let header = names.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }
  let rules = names.map { $0.hasPrefix(">") ? "---:" : "---" }
  return ([header, rules] + rows).map { "| \($0.joined(separator: " | ")) |" }
}

func decimal(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }

func percent(_ value: Double, _ places: Int = 2) -> String { decimal(100 * value, places) + " %" }
