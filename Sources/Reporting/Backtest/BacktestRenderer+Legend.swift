internal import Backtesting
internal import Calibration
internal import Documents

extension BacktestRenderer {
  /// Explanations of the columns of the tests that ran.
  var legend: LabeledLines {
    var lines = LabeledLines()
    lines.append(
      "verdict",
      "by the tests of \(deciding), with their smallest p-value; Other tests: rejections of all "
        + "others, one of which almost always rejects a correct model")
    lines.append(
      "too few",
      "a correct model has none of so few forecasts exceeded in more than "
        + "\(NumberText.shortPercent(BacktestVerdict.greatestChance)) of samples, so that they show "
        + "neither coverage nor its absence; Power: share of samples in which Kupiec's test rejects "
        + "at 1.5 and at 2 times the rate")
    lines.append("n, x", "forecasts, exceedances; expected exceedances are n × (1 − level)")
    lines.append(
      "p-values",
      "Kupiec: number of exceedances; Christoffersen: independence; Cond. coverage: both; "
        + "* rejected at \(significance); parameter uncertainty is ignored")
    lines.append(
      "timing, distribution",
      "TUFF: time until first failure; Haas TBF: times between failures; Duration: Weibull durations; "
        + "GMM: moments of durations; DQ: dynamic quantile; Multinomial: four levels; Berkowitz: "
        + "density of transforms; Berkowitz tail: beyond VaR only")
    appendShortfall(to: &lines)
    appendSequential(to: &lines)
    appendComparison(to: &lines)
    lines.append(
      "alternatives",
      "models two-sided in counts, margins one-sided (too many); timing and distribution two-sided; "
        + "shortfall and e-values one-sided (too low)")
    if let reasons { lines.append("– in p-values", reasons) }
    appendRun(to: &lines)
    return lines
  }

  private var deciding: String {
    let names = results.first?.deciding ?? []
    return names == Set(CoverageTests.names)
      ? "coverage" : TestSuite.names.filter(names.contains).map(\.rawValue).joined(separator: ", ")
  }

  private func wasMade(_ test: TestName) -> Bool { results.contains { $0.test(test) != nil } }

  private func appendShortfall(to lines: inout LabeledLines) {
    guard results.contains(where: { $0.rate == .model }),
      BacktestGroup.severity.contains(where: { wasMade($0.name) })
    else { return }
    lines.append(
      "shortfall",
      "Z1, Z2, Z3: Acerbi and Szekely; Min. biased: their minimally biased test, relative; McNeil, Frey: "
        + "exceedance residuals; Nolde, Ziegel: calibration; ESR: Bayer and Dimitriadis; DE: Du and "
        + "Escanciano, unconditional and conditional")
  }

  private func appendSequential(to lines: inout LabeledLines) {
    guard wasMade(.eBacktest) else { return }
    lines.append(
      "sequential tests",
      "e: highest and current e-value, from a stake of 1; \(NumberText.significant(1 / size)) "
        + "rejects at \(significance) on any date; the k-th alarm needs "
        + "2ᵏ/\(significance) from a new stake; CUSUM: faster, with a false alarm once in 2500 bars"
    )
    let found = results.lazy.compactMap { $0.sequential(.eBacktest)?.detection }.first ?? []
    let slow = found.map {
      "\(NumberText.significant($0.multiple)) times the rate "
        + "\(NumberText.fixed($0.bars, decimals: 0))"
    }
    let fast = (results.lazy.compactMap { $0.sequential(.cusum)?.detection }.first ?? []).map {
      NumberText.fixed($0.bars, decimals: 0)
    }
    guard !slow.isEmpty else { return }
    lines.append(
      "detection",
      "expected bars until the e-value rejects, at best: " + slow.joined(separator: ", ")
        + (fast.isEmpty ? "" : "; of the CUSUM: " + fast.joined(separator: ", ")))
  }

  private func appendComparison(to lines: inout LabeledLines) {
    if results.contains(where: { !$0.procyclicality.isEmpty }) {
      lines.append(
        "margins",
        "Peak to trough: highest to lowest rate; After trough: to the lowest rate before; largest relative "
          + "rises; Jumps: rises above 10 %; Big steps: rises above a quarter within five bars; "
          + "Stress to calm: mean margin in the most volatile tenth over the calm half; Below model: days "
          + "on which less was published than calculated")
    }
    if !outcome.report.leagues.isEmpty {
      lines.append(
        "ranks",
        "by mean tick loss on common dates; DM: Diebold and Mariano against the first; GW: Giacomini and "
          + "White; MCS: model confidence set, which holds models whose p-value exceeds the size")
    }
    if !outcome.report.panels.isEmpty {
      lines.append(
        "panels",
        "Pooled p: p-value of the pooled exceedance rate, whole dates resampled; Days 2+: dates with two or "
          + "more exceedances; Kupiec: rejected series; BY: after Benjamini and Yekutieli's adjustment; "
          + "e-BH: by e-values")
    }
  }

  private func appendRun(to lines: inout LabeledLines) {
    if let plan = outcome.plan {
      lines.append(contentsOf: Assumptions(outcome.context, plan).run())
    } else {
      let provenance = outcome.context.provenance
      lines.append(
        "run",
        "forecasts as given, seed \(provenance.seed), configuration "
          + "\(provenance.configurationHash.prefix(12)), version \(provenance.version)")
    }
  }

  /// The reasons for missing p-values, without duplicates.
  private var reasons: String? {
    let found = Set(
      results.flatMap(\.tests).filter { $0.test != .trafficLight }.compactMap(\.pValueReason))
    guard !found.isEmpty else { return nil }
    return PValueReason.allCases.filter(found.contains).map(\.rawValue).joined(separator: ", ")
  }
}
