internal import Backtesting
internal import Calibration
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

/// Backtest results of one instrument, level and horizon, which share tables.
struct BacktestGroup {
  var results: [BacktestResult]
  /// The model rankings of the group's sides.
  var leagues: [ModelRanking] = []

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

  /// The tables of the group, in reading order.
  var tables: [TextTable] {
    [counts, pValues(Self.order), shortfall, sequential, sizes, moves, ranking].compactMap(\.self)
  }

  // MARK: - Tests

  private var counts: TextTable {
    let made = Self.coverage.filter { test in results.contains { $0.test(test.name) != nil } }
    let hasZones = results.contains { $0.zone != nil }
    let zone = TextTable.Column.word(
      "Traffic light", ["green": .good, "yellow": .caution, "red": .bad], .detail)
    var table = TextTable(
      [
        .text("Forecast", .essential), .text("Side", .essential), .number("n", .essential),
        .number("x", .essential), .number("Expected"), .number("Coverage"),
      ] + made.map { .number($0.head, $0.name == .kupiec ? .essential : .detail) }
        + (hasZones ? [zone] : []))
    for result in results {
      table.append(
        [
          result.forecastName, result.side.rawValue, String(result.coverage.forecasts),
          String(result.coverage.exceedances),
          NumberText.fixed(result.coverage.expectedExceedances, decimals: 1),
          NumberText.percent(result.coverage.observed),
        ] + made.map { result.pValue($0.name) }
          + (hasZones ? [result.zone?.rawValue ?? NumberText.missing] : []))
    }
    return table
  }

  /// Tests of the number of exceedances, and of it with their independence.
  private static let coverage: [(head: String, name: TestName)] = [
    ("Kupiec", .kupiec), ("Christoffersen", .christoffersenIndependence),
    ("Cond. coverage", .conditionalCoverage),
  ]

  /// Tests of the order of exceedances and of the predicted distribution.
  static let order: [(head: String, name: TestName)] = [
    ("TUFF", .tuff), ("Haas TBF", .haasTBF), ("Duration", .duration), ("GMM", .durationGMM),
    ("DQ", .dynamicQuantile), ("Multinomial", .multinomial), ("Berkowitz", .berkowitz),
    ("Berkowitz tail", .berkowitzTail),
  ]

  /// Size of losses beyond VaR.
  static let severity: [(head: String, name: TestName)] = [
    ("Z1", .acerbiSzekely1), ("Z2", .acerbiSzekely2), ("Z3", .acerbiSzekely3),
    ("Min. biased", .minimallyBiasedRelative), ("McNeil, Frey", .mcNeilFrey),
    ("Nolde, Ziegel", .noldeZiegel), ("ESR", .esrAuxiliary), ("ESR intercept", .esrIntercept),
    ("DE uncond.", .duEscancianoUnconditional), ("DE cond.", .duEscancianoConditional),
  ]

  /// The p-values of the tests, one column per test that has any; nil without p-values.
  private func pValues(_ tests: [(head: String, name: TestName)]) -> TextTable? {
    let made = tests.filter { test in results.contains { $0.test(test.name)?.pValue != nil } }
    guard !made.isEmpty else { return nil }
    var table = TextTable(
      [.text("Forecast", .essential), .text("Side", .essential)] + made.map { .number($0.head) })
    for result in results {
      table.append(
        [result.forecastName, result.side.rawValue] + made.map { result.pValue($0.name) })
    }
    return table
  }

  /// The expected shortfall results of models; nil without a model, since margins have no
  /// shortfall.
  private var shortfall: TextTable? {
    let models = BacktestGroup(results: results.filter { $0.rate == .model })
    return models.results.isEmpty ? nil : models.pValues(Self.severity)
  }

  private var sequential: TextTable? {
    guard results.contains(where: { $0.sequential(.eBacktest) != nil }) else { return nil }
    var table = TextTable([
      .text("Forecast", .essential), .text("Side", .essential), .number("Peak e VaR"),
      .number("e VaR"), .number("Peak e ES"), .number("Alarms"), .text("Last alarm"),
      .number("CUSUM p"), .text("Last CUSUM alarm"),
    ])
    for result in results {
      func alarms(_ name: TestName) -> [String] {
        guard let detail = result.sequential(name), name != .cusum || detail.threshold != nil
        else { return [NumberText.missing, NumberText.missing] }
        return [
          String(detail.alarms.count),
          detail.alarms.last.map(result.date(ofExceedanceAt:)) ?? NumberText.missing,
        ]
      }
      func eValue(_ name: TestName) -> String {
        guard let value = result.test(name)?.statistic else { return NumberText.missing }
        return NumberText.eValue(value) + (result.test(name)?.rejected == true ? "*" : "")
      }
      let now = result.sequential(.eBacktest)?.finalWealth.map(NumberText.eValue)
      table.append(
        [
          result.forecastName, result.side.rawValue, eValue(.eBacktest),
          now ?? NumberText.missing, eValue(.eBacktestShortfall),
        ] + alarms(.eBacktest) + [result.pValue(.cusum)] + alarms(.cusum).suffix(1))
    }
    return table
  }

  // MARK: - Sizes

  private var sizes: TextTable {
    var table = TextTable([
      .text("Forecast", .essential), .text("Side", .essential), .number("Mean forecast"),
      .number("Tick loss"),
      .text("Worst date"), .number("Loss"), .number("Forecast"), .number("Ratio"),
    ])
    for result in results {
      let worst = result.worst
      table.append([
        result.forecastName, result.side.rawValue, result.unit.text(result.meanForecast),
        result.unit.text(result.tickLoss, decimals: 4),
        worst.map { $0.date?.description ?? "bar \($0.exceedance.position)" } ?? NumberText.missing,
        result.unit.text(worst?.exceedance.loss), result.unit.text(worst?.exceedance.forecast),
        worst?.exceedance.ratio.map { NumberText.fixed($0, decimals: 2) } ?? NumberText.missing,
      ])
    }
    return table
  }

  /// Changes of the published margins over time; nil without published margins.
  private var moves: TextTable? {
    let margins = results.filter { !$0.procyclicality.isEmpty }
    guard !margins.isEmpty else { return nil }
    var table = TextTable([
      .text("Margin", .essential), .text("Side", .essential), .text("Unit"),
      .number("Peak to trough"),
      .number("After trough"),
      .number("1-bar rise"), .number("5-bar"), .number("20-bar"), .number("Jumps"),
      .number("Big steps"), .number("Stress to calm"), .number("Below model"),
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
          result.marginName, result.side.rawValue, measures.unit.rawValue,
          ratio(measures.peakToTrough), ratio(measures.peakAfterTrough), rise(1), rise(5),
          rise(20), String(measures.jumps.first?.count ?? 0), String(measures.bigSteps),
          ratio(measures.stressedOverCalm),
          result.belowCalculated.map { String($0.days) } ?? NumberText.missing,
        ])
      }
    }
    return table
  }

  /// The models ranked by their scores on common dates; nil for a single model.
  private var ranking: TextTable? {
    guard !leagues.isEmpty else { return nil }
    var table = TextTable([
      .number("Rank", .essential), .text("Forecast", .essential), .text("Side", .essential),
      .number("Dates", .detail), .number("Tick loss"),
      .number("FZ0"), .number("DM p"), .number("GW p"), .number("MCS p"),
    ])
    for league in leagues {
      for (index, row) in league.rows.enumerated() {
        table.append([
          String(index + 1), row.label, league.side.rawValue, String(league.dates),
          (results.first?.unit ?? .fraction).text(row.tickLoss, decimals: 4),
          row.fisslerZiegel.map { NumberText.fixed($0, decimals: 4) } ?? NumberText.missing,
          NumberText.pValue(row.dieboldMariano), NumberText.pValue(row.conditionalAbility),
          NumberText.pValue(row.confidence),
        ])
      }
    }
    return table
  }
}
