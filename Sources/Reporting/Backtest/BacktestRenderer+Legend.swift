internal import Backtesting
internal import Calibration
internal import Documents

extension BacktestRenderer {
  /// What the columns are, as far as they are there.
  var legend: LabelledLines {
    var lines = LabelledLines()
    lines.append(
      "verdict",
      "by the tests of \(deciding), their least p-value beside it; Others: how many of all other tests "
        + "reject, one of which rejects a right model nearly always")
    lines.append("n, x", "forecasts, and losses above them; expected is n × (1 − level)")
    lines.append(
      "p-values",
      "Kupiec: number of exceedances; Indep.: Christoffersen's independence; Joint: conditional "
        + "coverage; * rejected at \(significance); parameters taken as known")
    lines.append(
      "order and law",
      "First: time until the first exceedance; Gaps: times between all; Clusters: Weibull durations; "
        + "Moments: of durations; DQ: dynamic quantile; Cells: multinomial over four levels; Law: "
        + "Berkowitz; Its tail: the same beyond the value at risk")
    appendShortfall(to: &lines)
    appendSequential(to: &lines)
    appendComparison(to: &lines)
    lines.append(
      "alternatives",
      "counts of models two-sided, of margins too many alone; order and law two-sided; shortfalls and "
        + "e-values too low alone")
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

  private func appendShortfall(to lines: inout LabelledLines) {
    guard results.contains(where: { $0.rate == .model }),
      BacktestGroup.severity.contains(where: { wasMade($0.name) })
    else { return }
    lines.append(
      "shortfall",
      "Z1, Z2, Z3: Acerbi and Szekely; Bias: their minimally biased, relative; Beyond: exceedance "
        + "residuals; Calib.: Nolde and Ziegel; ESR, Intercept: Bayer and Dimitriadis; Tail, In order: "
        + "Du and Escanciano")
  }

  private func appendSequential(to lines: inout LabelledLines) {
    guard wasMade(.eBacktest) else { return }
    lines.append(
      "at every date",
      "e: the most that bets against the forecasts ever made of 1, \(NumberText.significant(1 / size)) "
        + "rejects at \(significance) whenever one looks; Now: what is left; the k-th alarm takes "
        + "2ᵏ/\(significance) anew; CUSUM: a quicker sum, whose alarms are false once in 2500 bars")
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
      "expected bars until an e-value rejects, at best: " + slow.joined(separator: ", ")
        + (fast.isEmpty ? "" : "; of the CUSUM: " + fast.joined(separator: ", ")))
  }

  private func appendComparison(to lines: inout LabelledLines) {
    if results.contains(where: { !$0.procyclicality.isEmpty }) {
      lines.append(
        "margins",
        "Peak: highest to lowest; After: to the lowest before; the largest rises over bars; Jumps of "
          + "more than 10 %; Steps of more than a quarter within five bars; Stress: mean margin of the "
          + "most volatile tenth to that of the calm half; Below: days on which less was published than "
          + "the model calculated")
    }
    if !outcome.report.leagues.isEmpty {
      lines.append(
        "ranks",
        "by mean tick loss on the dates that all forecast; As first: Diebold and Mariano against the "
          + "first; Whenever: Giacomini and White; In set: p-value of the model confidence set, in it "
          + "above the size")
    }
    if !outcome.report.panels.isEmpty {
      lines.append(
        "panels",
        "Of: instruments; Pooled: p-value of the rate of all, whole dates resampled; 2+: dates on which several "
          + "were exceeded; Kupiec: series that it rejects, BY: after Benjamini and Yekutieli's "
          + "adjustment, e-BH: by their e-values")
    }
  }

  private func appendRun(to lines: inout LabelledLines) {
    if let plan = outcome.plan {
      lines.append(contentsOf: Assumptions(outcome.context, plan).run())
    } else {
      let provenance = outcome.context.provenance
      lines.append(
        "run",
        "forecasts as they were given, seed \(provenance.seed), configuration "
          + "\(provenance.configurationHash.prefix(12)), version \(provenance.version)")
    }
  }

  /// Why p-values are missing, each reason once.
  private var reasons: String? {
    let found = Set(
      results.flatMap(\.tests).filter { $0.test != .trafficLight }.compactMap(\.pValueReason))
    guard !found.isEmpty else { return nil }
    return PValueReason.allCases.filter(found.contains).map(\.rawValue).joined(separator: ", ")
  }
}
