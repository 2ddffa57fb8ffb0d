import Backtesting
import Foundation
import RiskMeasures

/// The findings as Markdown, with the same bytes on every run.
struct Report {
  let findings: [Findings]

  var lines: [String] {
    verdicts + setting + choices + coverage + equalMean + equalExceedances + procyclicality + checks
      + size
  }

  private var verdicts: [String] {
    let rows = findings.map { found in
      let main = found.schedules[0]
      let (mean, count) = (main.comparison.equalMean, main.comparison.equalExceedances)
      let paths = [\Day.ours, \Day.theirs].map { rate in
        MarginPath(.rate, main.days.map { $0[keyPath: rate] }).peakToTrough
      }
      return [
        found.contract.code, main.parameters.text, "\(main.days.count)",
        "\(mean.ours.either) v \(mean.theirs.either)", "**\(mean.verdict.rawValue)**",
        decimal(count.meanRatio, 3), "**\(count.verdict.rawValue)**",
        paths.map { $0.map { decimal($0, 1) } ?? "–" }.joined(separator: " v "),
      ]
    }
    return ["## Verdicts, ours v theirs", ""]
      + table(
        [
          "contract", "ours", ">days", ">exceedances at equal mean", "verdict",
          ">mean margin at their exceedances, ours ÷ theirs", "verdict",
          ">peak ÷ trough of the rate",
        ], rows) + [""]
  }

  private var setting: [String] {
    let rows = findings.map { found in
      let main = found.schedules[0]
      let (first, last) = (main.days.first?.date, main.days.last?.date)
      return [
        found.contract.code, "\(found.firstMargin) to \(found.lastMargin)",
        "`\(found.contract.prices)`", "\(found.weekendBars)",
        found.unpriced.isEmpty ? "–" : found.unpriced.map(\.description).joined(separator: ", "),
        "\(first?.description ?? "–") to \(last?.description ?? "–")", "\(main.days.count)",
        decimal(main.comparison.meanBlockLength, 1),
      ]
    }
    return ["## What was compared", ""]
      + table(
        [
          "contract", "margin file", "prices", "weekend bars dropped", "no positive price",
          "dates compared", ">days", ">mean block",
        ], rows) + doubts
  }

  private var doubts: [String] {
    ["", "Dates of doubtful data, by which a comparison is also made without:", ""]
      + findings.compactMap { found in
        found.contract.doubt.map {
          "- \(found.contract.code), \($0.dates.lowerBound) to \($0.dates.upperBound): \($0.reason)."
        }
      }
  }

  // MARK: - The choice

  private var choices: [String] {
    ["", "## Parameters fixed on earlier data", ""] + findings.flatMap(choice)
  }

  private func choice(_ found: Findings) -> [String] {
    let chosen = found.choice.parameters.text
    switch found.choice.evidence {
    case .tooShort(let returns, let dates):
      return [
        "\(found.contract.code): \(returns) returns before the first margin leave \(dates) dates to walk a "
          + "window of 1,000 over, fewer than \(Choice.fewestDates): the preset `plain` as it is, \(chosen).",
        "",
      ]
    case .chosen(let dates, let count, let allowed, let candidates):
      let rows = Parameters.decays.map { decay in
        ["\(decay)"]
          + Parameters.windows.map { window in
            candidates.first { $0.parameters == Parameters(window: window, decay: decay) }
              .map { cell($0, isChosen: $0.parameters == found.choice.parameters) } ?? "–"
          }
      }
      return [
        "\(found.contract.code): \(dates.lowerBound) to \(dates.upperBound), \(count) dates, at most "
          + "\(allowed) exceedances a side. Mean margin at the least factor that passes (the factor; unscaled "
          + "exceedances long/short). Chosen: **\(chosen)**, of \(candidates.count) tried.", "",
      ] + table(["decay"] + Parameters.windows.map { ">window \($0)" }, rows) + [""]
    }
  }

  private func cell(_ candidate: Choice.Candidate, isChosen: Bool) -> String {
    let mean = percent(candidate.scaledMean, 3)
    return (isChosen ? "**\(mean)**" : mean)
      + " (\(decimal(candidate.factor, 3)); \(candidate.exceedances.long)/\(candidate.exceedances.short))"
  }

  // MARK: - Coverage

  private var coverage: [String] {
    let rows = findings.flatMap { found in
      let main = found.schedules[0]
      return [
        coverageRow(found, "exchange", main.days, .ofTheirs(main.days), rate: \.theirs)
      ]
        + found.schedules.map {
          coverageRow(
            found, "ours, \($0.parameters.text)", $0.days, .ofOurs($0.days, at: 1), rate: \.ours)
        }
    }
    return ["## Coverage at one business day, unscaled", ""]
      + table(
        [
          "contract", "margin", ">days", ">mean rate", ">mean USD", ">expected a side, at most",
          ">long: exceedances, coverage", ">short: exceedances, coverage", ">either", ">shortfall",
        ], rows)
  }

  private func coverageRow(
    _ found: Findings, _ name: String, _ days: [Day], _ exceedances: Exceedances,
    rate: (Day) -> Double
  ) -> [String] {
    func held(_ count: Int) -> String {
      guard let level = ConfidenceLevel(0.99) else { return "–" }
      let coverage = Coverage(exceedances: count, forecasts: days.count, level: level)
      guard let observed = coverage.observed, let interval = coverage.interval() else { return "–" }
      return "\(count), \(percent(observed)) "
        + "(\(percent(interval.lowerBound)) to \(percent(interval.upperBound)))"
    }
    return [
      found.contract.code, name, "\(days.count)", percent(days.mean(rate), 3),
      decimal(days.mean { rate($0) * $0.price * found.multiplier }, 0),
      decimal(Double(days.count) / 100, 1), held(exceedances.long), held(exceedances.short),
      "\(exceedances.either)", percent(exceedances.shortfall),
    ]
  }

  // MARK: - The two comparisons

  /// The chosen schedule, the preset, and the chosen schedule without the doubtful dates.
  private var compared: [(found: Findings, name: String, comparison: Comparison)] {
    findings.flatMap { found in
      found.schedules.enumerated().map { index, schedule in
        (
          found, "\(index == 0 ? "**chosen**" : "plain"), \(schedule.parameters.text)",
          schedule.comparison
        )
      }
        + (found.sensitivity.map {
          [(found, "chosen, \(found.contract.doubt?.name ?? "")", $0.comparison)]
        } ?? [])
    }
  }

  private var equalMean: [String] {
    let rows = compared.map { found, name, comparison in
      let result = comparison.equalMean
      let (ours, theirs) = (result.ours, result.theirs)
      let difference = result.difference
      return [
        found.contract.code, name, "\(comparison.days.count)", decimal(result.factor, 4),
        "\(ours.long) v \(theirs.long)", "\(ours.short) v \(theirs.short)",
        "\(ours.either) v \(theirs.either)",
        "\(result.paired.oursAlone), \(result.paired.theirsAlone)",
        decimal(result.paired.pValue, 4),
        "\(Int(difference.lowerBound)) to \(Int(difference.upperBound))",
        "\(percent(ours.shortfall)) v \(percent(theirs.shortfall))",
        "\(percent(result.shortfallDifference.lowerBound)) to "
          + "\(percent(result.shortfallDifference.upperBound))",
        "\(percent(ours.worst)) v \(percent(theirs.worst))", "**\(result.verdict.rawValue)**",
      ]
    }
    return ["", "## 1. At equal mean margin", ""]
      + table(
        [
          "contract", "ours", ">days", ">factor", ">long", ">short", ">either",
          ">ours alone, theirs alone", ">exact p", ">95 % of ours − theirs", ">shortfall",
          ">95 % of ours − theirs", ">worst", "verdict",
        ], rows)
  }

  private var equalExceedances: [String] {
    let rows = compared.map { found, name, comparison in
      let result = comparison.equalExceedances
      let days = comparison.days
      return [
        found.contract.code, name, "\(days.count)", decimal(result.factor, 4),
        "\(result.ours.either) v \(comparison.equalMean.theirs.either)",
        "\(percent(result.factor * days.mean(\.ours), 3)) v \(percent(days.mean(\.theirs), 3))",
        decimal(result.meanRatio, 3),
        "\(decimal(result.interval.lowerBound, 3)) to \(decimal(result.interval.upperBound, 3))",
        "**\(result.verdict.rawValue)**",
      ]
    }
    return ["", "## 2. At their number of exceedances", ""]
      + table(
        [
          "contract", "ours", ">days", ">factor", ">either", ">mean rate", ">ours ÷ theirs",
          ">95 % of ours ÷ theirs", "verdict",
        ], rows)
  }
}
