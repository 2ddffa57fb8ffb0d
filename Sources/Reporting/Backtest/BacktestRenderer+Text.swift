internal import Backtesting
internal import Calibration
internal import Margin
internal import MarketData
internal import RiskMeasures

extension BacktestRenderer {
  /// Two tables for each instrument, level and horizon: the tests, and what the exceedances were.
  var text: String {
    var page = TextPage(title: "Backtest")
    for group in groups {
      page.add(section: group.heading, group.tests.text(indent: 2))
      page.add(group.order.text(indent: 2))
      page.add(group.sizes.text(indent: 2))
      if let moves = group.moves { page.add(moves.text(indent: 2)) }
    }
    page.add(section: "How to read it", legend.text)
    page.add(section: "Warnings", Findings.text(findings))
    page.add(section: "Failed", Findings.text(failureFindings))
    return page.text
  }

  var markdown: String {
    var page = MarkdownPage(title: "Backtest")
    for group in groups {
      page.add(section: group.heading, group.tests.markdown())
      page.add(group.order.markdown())
      page.add(group.sizes.markdown())
      if let moves = group.moves { page.add(moves.markdown()) }
    }
    page.add(section: "How to read it", legend.markdown)
    page.add(section: "Warnings", Findings.markdown(findings))
    page.add(section: "Failed", Findings.markdown(failureFindings))
    return page.text
  }

  // MARK: - Parts

  /// The results of one instrument, level and horizon, in the order in which they first come.
  private var groups: [BacktestGroup] {
    var groups: [BacktestGroup] = []
    for result in results {
      if let index = groups.lastIndex(where: { $0.holds(result) }) {
        groups[index].results.append(result)
      } else {
        groups.append(BacktestGroup(results: [result]))
      }
    }
    return groups
  }

  private var legend: LabelledLines {
    var lines = LabelledLines()
    let significance = results.first?.tests.first?.significance
    lines.append("n, x", "forecasts, and losses above them; expected is n × (1 − level)")
    lines.append(
      "p-values",
      "Kupiec: number of exceedances; Indep.: Christoffersen's independence; Joint: conditional "
        + "coverage; * rejected at \(NumberText.shortPercent(significance)); parameters taken as known"
    )
    lines.append(
      "second table",
      "First: time until the first exceedance; Gaps: times between all; Clusters: Weibull durations; "
        + "DQ: dynamic quantile; Law: Berkowitz; Z1, Z2: Acerbi and Szekely; Beyond: exceedance "
        + "residuals; Tail: Du and Escanciano"
    )
    if results.contains(where: { !$0.procyclicality.isEmpty }) {
      lines.append(
        "margins",
        "Peak: highest to lowest; After: to the lowest before; the largest rises over bars; Jumps of "
          + "more than 10 %; Steps of more than a quarter within five bars; Stress: mean margin of the "
          + "most volatile tenth to that of the calm half"
      )
    }
    lines.append(
      "alternatives",
      "counts of models two-sided, of margins too many alone; order and law two-sided; shortfalls "
        + "too low alone"
    )
    if let reasons { lines.append("– in p-values", reasons) }
    if let plan = outcome.plan {
      lines.append(contentsOf: Assumptions(outcome.context, plan).run())
    } else {
      let provenance = outcome.context.provenance
      lines.append(
        "run",
        "forecasts as they were given, seed \(provenance.seed), configuration "
          + "\(provenance.configurationHash.prefix(12)), version \(provenance.version)")
    }
    return lines
  }

  /// Why p-values are missing, each reason once.
  private var reasons: String? {
    let found = Set(
      results.flatMap(\.tests).filter { $0.test != .trafficLight }.compactMap(\.pValueReason))
    guard !found.isEmpty else { return nil }
    return PValueReason.allCases.filter(found.contains).map(\.rawValue).joined(separator: ", ")
  }

  private var findings: [Finding] {
    outcome.context.missing.flatMap { count in
      outcome.context.missingPriceWarnings(of: count.instrument).map {
        Finding(subject: count.instrument.rawValue, code: $0.code, message: $0.message)
      }
    }
      + results.flatMap { result in
        result.warnings.map { warning in
          let subject =
            warning.code == BacktestResult.overlapCode
            ? result.instrument.rawValue
            : "\(result.instrument) \(result.forecastName) \(result.side.rawValue)"
          return Finding(subject: subject, code: warning.code, message: warning.message)
        }
      }
  }

  private var failureFindings: [Finding] {
    Finding.all(outcome.report.failures, loading: outcome.context.loadFailures)
  }
}

/// Results that belong into one table.
private struct BacktestGroup {
  var results: [BacktestResult]

  func holds(_ result: BacktestResult) -> Bool {
    guard let first = results.first else { return false }
    return first.instrument == result.instrument && first.level == result.level
      && first.horizon == result.horizon
  }

  /// `BTC-USD, 99 % over 1 bar, 2015-01-05 to 2024-06-27`.
  var heading: String {
    guard let first = results.first else { return "" }
    let level = NumberText.shortPercent(first.level.probability)
    let start = results.compactMap(\.firstDate).min()
    let end = results.compactMap(\.lastDate).max()
    let span = start.flatMap { start in end.map { ", \(start) to \($0)" } } ?? ""
    return
      "\(first.instrument), \(level) over \(NumberText.count(first.horizon.bars, "bar"))\(span)"
  }

  var tests: TextTable {
    var table = TextTable([
      .text("Forecast"), .text("Side"), .number("n"), .number("x"), .number("Expected"),
      .number("Coverage"), .number("Kupiec"), .number("Indep."), .number("Joint"), .text("Light"),
    ])
    for result in results {
      table.append(
        [
          result.forecastName, result.side.rawValue, String(result.coverage.forecasts),
          String(result.coverage.exceedances),
          NumberText.fixed(result.coverage.expectedExceedances, decimals: 1),
          NumberText.percent(result.coverage.observed),
        ] + [TestName.kupiec, .christoffersenIndependence, .conditionalCoverage].map(result.pValue)
          + [result.zone?.rawValue ?? NumberText.missing])
    }
    return table
  }

  /// The p-values of how exceedances follow one another, of the law and of the shortfall.
  var order: TextTable {
    let tests: [(head: String, name: TestName)] = [
      ("First", .tuff), ("Gaps", .haasTBF), ("Clusters", .duration), ("DQ", .dynamicQuantile),
      ("Law", .berkowitz), ("Z1", .acerbiSzekely1), ("Z2", .acerbiSzekely2),
      ("Beyond", .mcNeilFrey), ("Tail", .duEscancianoUnconditional),
    ]
    var table = TextTable(
      [.text("Forecast"), .text("Side")] + tests.map { .number($0.head) })
    for result in results {
      table.append(
        [result.forecastName, result.side.rawValue] + tests.map { result.pValue($0.name) })
    }
    return table
  }

  /// How the published margins moved; nil where there are none.
  var moves: TextTable? {
    let margins = results.filter { !$0.procyclicality.isEmpty }
    guard !margins.isEmpty else { return nil }
    var table = TextTable([
      .text("Margin"), .text("Side"), .text("Of"), .number("Peak"), .number("After"),
      .number("1 bar"), .number("5 bars"), .number("20 bars"), .number("Jumps"),
      .number("Steps"), .number("Stress"),
    ])
    for result in margins {
      for measures in result.procyclicality {
        func rise(_ bars: Int) -> String {
          let found = measures.rises.first { $0.bars == bars }
          return NumberText.percent(found?.relative?.size, decimals: 1)
        }
        func ratio(_ value: Double?) -> String {
          value.map { NumberText.fixed($0, decimals: 2) } ?? NumberText.missing
        }
        table.append([
          result.forecastName, result.side.rawValue, measures.unit.rawValue,
          ratio(measures.peakToTrough), ratio(measures.peakAfterTrough), rise(1), rise(5),
          rise(20), String(measures.jumps.first?.count ?? 0), String(measures.bigSteps),
          ratio(measures.stressedOverCalm),
        ])
      }
    }
    return table
  }

  var sizes: TextTable {
    var table = TextTable([
      .text("Forecast"), .text("Side"), .number("Mean forecast"), .number("Tick loss"),
      .text("Worst on"), .number("Loss"), .number("Forecast"), .number("Ratio"),
    ])
    for result in results {
      let worst = result.worst
      table.append([
        result.forecastName, result.side.rawValue, NumberText.percent(result.meanForecast),
        NumberText.percent(result.tickLoss, decimals: 4),
        worst.map { $0.date?.description ?? "bar \($0.exceedance.position)" } ?? NumberText.missing,
        NumberText.percent(worst?.exceedance.loss), NumberText.percent(worst?.exceedance.forecast),
        worst?.exceedance.ratio.map { NumberText.fixed($0, decimals: 2) } ?? NumberText.missing,
      ])
    }
    return table
  }
}

extension BacktestResult {
  /// The model's name, or the margin that was published.
  fileprivate var forecastName: String {
    rate == .model ? label : "\(rate.rawValue) margin"
  }

  /// The exceedance that went furthest beyond its forecast, relatively.
  fileprivate var worst: DatedExceedance? {
    guard let ratio = ratios.worst else { return nil }
    return exceedances.first { $0.exceedance.ratio == ratio }
  }

  /// The p-value with a star where it rejects.
  fileprivate func pValue(_ name: TestName) -> String {
    guard let test = test(name), let value = test.pValue else { return NumberText.missing }
    let text = value < 0.0005 ? "<0.001" : NumberText.fixed(value, decimals: 3)
    return text + (test.rejected == true ? "*" : "")
  }
}
