import Backtesting
import Foundation

extension Report {
  /// No factor changes a ratio, so ours stand as calculated.
  var procyclicality: [String] {
    let rows = findings.flatMap { found in
      let main = found.schedules[0]
      return rises(found, "exchange", main.days, \.theirs)
        + found.schedules.flatMap { rises(found, "ours, \($0.parameters.text)", $0.days, \.ours) }
    }
    return ["", "## Peak to trough and the largest rises", ""]
      + table(
        [
          "contract", "margin", "of", ">peak ÷ trough", ">peak ÷ earlier trough", ">1 day",
          ">5 days", ">20 days",
        ], rows)
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
        + found.check.longExceedances.map { count, dates in
          "\(count) of \(dates), \(percent(1 - Double(count) / Double(dates)))"
        } + ["\(found.check.ours) v \(found.check.theirs)"]
    }
    return ["", "## Against other programs", ""]
      + table(
        [
          "contract", ">exchange, long, one day", ">exchange, long, two days",
          ">long at equal mean, plain long value at risk v exchange",
        ], rows)
  }
}

/// A Markdown table; a name that begins with `>` is of a column of numbers.
func table(_ names: [String], _ rows: [[String]]) -> [String] {
  let header = names.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }
  let rules = names.map { $0.hasPrefix(">") ? "---:" : "---" }
  return ([header, rules] + rows).map { "| \($0.joined(separator: " | ")) |" }
}

func decimal(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }

func percent(_ value: Double, _ places: Int = 2) -> String { decimal(100 * value, places) + " %" }
