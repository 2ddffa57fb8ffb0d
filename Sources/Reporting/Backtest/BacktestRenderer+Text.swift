internal import Backtesting
internal import Calibration
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

extension BacktestRenderer {
  /// Verdicts, then tables for each instrument, level and horizon, then panels.
  public func makeReport() -> Report {
    var page = Report("Backtest" + outcome.context.unit.titleEnd)
    page.add("Verdict at \(significance)", .table(verdicts))
    for group in groups { page.add(group.heading, group.tables.map(Report.Block.table)) }
    if !results.isEmpty { page.add("Panels", .table(panels)) }
    page.add("Legend", .lines(legend))
    page.add("Warnings", .warnings(Finding.all(outcome.context.warnings) + findings))
    page.add("Failed", .failures(failureFindings))
    return page
  }

  // MARK: - Parts

  var significance: String { NumberText.shortPercent(size) }

  /// The significance level of the tests.
  var size: Double { results.first?.tests.first?.significance ?? 0.05 }

  /// The verdict of the deciding tests, one row per series, with its evidence.
  private var verdicts: TextTable {
    let hasSeveral = Set(results.map { [$0.level.millionths, $0.horizon.bars] }).count > 1
    let isOfOne = Set(results.map(\.instrument)).count == 1
    var table = TextTable(
      [
        .text("Instrument", isOfOne ? .useful : .essential), .text("Forecast", .essential),
        .text("Side", .essential),
      ]
        + (hasSeveral ? [.number("Level"), .number("Bars")] : [])
        + [
          .word("Verdict", BacktestVerdict.tones), .number("Exceedances"), .number("Expected"),
          .number("Min. p", .detail), .number("Power 1.5×, 2×", .detail),
          .number("Other tests", .detail),
        ])
    for result in results {
      table.append(
        [result.instrument.rawValue, result.forecastName, result.side.rawValue]
          + (hasSeveral
            ? [
              NumberText.shortPercent(result.level.probability), String(result.horizon.bars),
            ] : [])
          + [
            result.verdict.rawValue,
            "\(result.coverage.exceedances) of \(result.coverage.forecasts)",
            NumberText.fixed(result.coverage.expectedExceedances, decimals: 1),
            result.leastPValue, result.powers, result.otherRejections,
          ])
    }
    return table
  }

  /// The results grouped by instrument, level and horizon, in order of first appearance.
  private var groups: [BacktestGroup] {
    var groups: [BacktestGroup] = []
    for result in results {
      if let index = groups.lastIndex(where: { $0.holds(result) }) {
        groups[index].results.append(result)
      } else {
        groups.append(BacktestGroup(results: [result]))
      }
    }
    for index in groups.indices {
      guard let first = groups[index].results.first else { continue }
      groups[index].leagues = outcome.report.leagues.filter { league in
        league.instrument == first.instrument && league.level == first.level
          && league.horizon == first.horizon
      }
    }
    return groups
  }

  /// Each forecaster across instruments; empty for a single instrument.
  private var panels: TextTable {
    var table = TextTable([
      .text("Forecast", .essential), .text("Side", .essential), .number("Level", .essential),
      .number("Series"), .number("Rate"), .number("Pooled p"), .text("Worst date", .detail),
      .number("Exceeded", .detail), .number("Days 2+", .detail), .number("Kupiec"),
      .number("BY", .detail), .number("e-BH", .detail),
    ])
    for panel in outcome.report.panels {
      let worst = panel.coExceedances.worst
      table.append([
        panel.rate == .model ? panel.label : "\(panel.rate.rawValue) margin",
        panel.side.rawValue, NumberText.shortPercent(panel.level.probability),
        String(panel.instruments), NumberText.percent(panel.pooled?.rate),
        NumberText.pValue(panel.pooled?.pValue),
        worst?.date.description ?? NumberText.missing,
        worst.map { "\($0.exceedances) of \($0.forecasts)" } ?? NumberText.missing,
        String(panel.coExceedances.days(withAtLeast: 2)), String(panel.rejections),
        String(panel.adjustedRejections), String(panel.eRejections),
      ])
    }
    return table
  }

  private var findings: [Finding] {
    outcome.context.instrumentsWithDataWarnings.flatMap { instrument in
      outcome.context.dataWarnings(of: instrument).map {
        Finding(subject: instrument.rawValue, code: $0.code, message: $0.message)
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
