internal import Calibration
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Scheduling

extension ScheduleRenderer {
  /// The margin table, the derivation of each rate, assumptions, and warnings.
  public func makeReport() -> Report {
    let entries = shownEntries
    var page = Report(title)
    page.add(nil, .table(table(of: entries)))
    if report.extent == .lastDate {
      page.add("Waterfall", .lines(waterfalls(of: entries)))
    }
    page.add("Assumptions", .lines(assumptions))
    page.add("Warnings", .warnings(findings(of: entries)))
    page.add("Failed", .failures(failureFindings))
    return page
  }

  private var title: String {
    let date = report.asOf.map { $0.description }
    switch report.extent {
    case .lastDate: return "Margin schedule" + (date.map { " as of \($0)" } ?? "") + unit.titleEnd
    case .history: return "Margin history" + (date.map { " through \($0)" } ?? "") + unit.titleEnd
    }
  }

  private var unit: LossUnit { report.context.unit }

  // MARK: - Parts

  private func table(of entries: [ScheduleEntry]) -> TextTable {
    let level = NumberText.shortPercent(report.plan.policy.measure.level.probability)
    let latest = report.asOf
    let hasDates = report.extent == .history || entries.contains { $0.entry.asOf != latest }
    var columns: [TextTable.Column] = hasDates ? [.text("Date", .essential)] : []
    columns += [
      .text("Instrument", .essential), .text("Side", .essential), .number("Initial", .essential),
      .number("Maintenance", .essential),
      .number(unit == .price ? "Of price" : "Leverage", .detail),
      .number("\(level) VaR"), .number("\(level) ES", .detail), .text("Horizon", .essential),
      .text("In force"),
    ]
    var table = TextTable(columns)
    table.indent = 0
    let decimals = RateDecimals(of: report.plan)
    for entry in entries {
      let dates =
        hasDates ? [entry.entry.asOf?.description ?? "bar \(entry.entry.observations)"] : []
      for margin in entry.margins(sides) {
        table.append(dates + cells(of: margin, entry.entry, decimals))
      }
    }
    return table
  }

  private func cells(
    of margin: SideMargin, _ entry: InstrumentMarginEntry, _ decimals: RateDecimals
  ) -> [String] {
    [
      entry.instrument.rawValue, margin.side.rawValue,
      decimals.text(margin.margin.initial), decimals.text(margin.margin.maintenance),
      unit == .price
        ? NumberText.percent(entry.shareOfPrice(margin.margin.initial))
        : margin.margin.maximumLeverage.map { NumberText.fixed($0.multiple, decimals: 2) + "x" }
          ?? NumberText.missing,
      unit.text(margin.valueAtRisk),
      margin.expectedShortfall.map { unit.text($0) } ?? "infinite",
      NumberText.count(margin.horizon.bars, "bar"),
      margin.effectiveFrom?.description ?? NumberText.missing,
    ]
  }

  private func waterfalls(of entries: [ScheduleEntry]) -> LabeledLines {
    let decimals = RateDecimals(of: report.plan)
    var lines = LabeledLines()
    for entry in entries {
      for margin in entry.margins(sides) {
        let steps = margin.waterfall.lines.map { "\($0.step) \(decimals.text($0.rate))" }
        lines.append(
          "\(entry.entry.instrument) \(margin.side.rawValue)", steps.joined(separator: " → "))
      }
    }
    return lines
  }

  private var assumptions: LabeledLines {
    Assumptions(report.context, report.plan).schedule(report.schedules, sides)
  }

  private func findings(of entries: [ScheduleEntry]) -> [Finding] {
    // A history repeats its warnings from date to date; print only the latest.
    entries.filter(\.isLast).flatMap { entry in
      entry.warnings(report.context, sides).map {
        Finding(subject: entry.entry.instrument.rawValue, code: $0.code, message: $0.message)
      }
    }
  }

  private var failureFindings: [Finding] {
    Finding.all(report.failures(sides), loading: report.context.loadFailures)
  }
}
