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
    page.add("Per contract", .table(contracts(of: entries)))
    if report.extent == .lastDate {
      page.add("Waterfall", .lines(waterfalls(of: entries)))
    }
    page.add("Assumptions", .lines(assumptions))
    page.add("Warnings", .warnings(Finding.all(report.context.warnings) + findings(of: entries)))
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
    let levels = Set(entries.flatMap { $0.margins(sides) }.map(\.measure.level))
    let hasLevels = levels.count > 1
    let level = NumberText.shortPercent(
      (levels.first ?? report.plan.policy.measure.level).probability)
    let head = hasLevels ? "" : "\(level) "
    let hasDates = hasDates(entries)
    var columns: [TextTable.Column] = hasDates ? [.text("Date", .essential)] : []
    columns += [
      .text("Instrument", .essential), .text("Side", .essential), .number("Initial", .essential),
      .number("Maintenance", .essential),
      .number(unit == .price ? "Of price" : "Leverage", .detail),
    ]
    columns += hasLevels ? [.number("Level")] : []
    columns += [
      .number("\(head)VaR"), .number("\(head)ES", .detail), .text("Horizon", .essential),
      .text("In force"),
    ]
    var table = TextTable(columns)
    table.indent = 0
    for entry in entries {
      for margin in entry.margins(sides) {
        table.append(
          (hasDates ? [date(of: entry)] : []) + cells(of: margin, entry, hasLevels: hasLevels))
      }
    }
    return table
  }

  private func hasDates(_ entries: [ScheduleEntry]) -> Bool {
    let latest = report.asOf
    return report.extent == .history || entries.contains { $0.entry.asOf != latest }
  }

  private func date(of entry: ScheduleEntry) -> String {
    entry.entry.asOf?.description ?? "bar \(entry.entry.observations)"
  }

  /// The margins of one contract in money, for the instruments whose facts are known.
  private func contracts(of entries: [ScheduleEntry]) -> TextTable {
    let hasDates = hasDates(entries)
    var table = TextTable(
      (hasDates ? [.text("Date", .essential)] : []) + [
        .text("Instrument", .essential), .text("Side", .essential), .number("Initial", .essential),
        .number("Maintenance", .essential), .text("Currency"), .number("Price"),
        .number("Multiplier"),
      ])
    for entry in entries {
      for margin in entry.margins(sides) {
        guard let money = entry.money(margin, report.context) else { continue }
        let terms = entry.terms(report.context)
        let cells = [
          entry.entry.instrument.rawValue, margin.side.rawValue, NumberText.money(money.initial),
          NumberText.money(money.maintenance), terms?.currency ?? NumberText.missing,
          NumberText.significant(entry.entry.price), NumberText.significant(terms?.multiplier),
        ]
        table.append((hasDates ? [date(of: entry)] : []) + cells)
      }
    }
    return table
  }

  private func cells(
    of margin: SideMargin, _ dated: ScheduleEntry, hasLevels: Bool
  ) -> [String] {
    let decimals = RateDecimals(of: report.plan(for: dated.entry.instrument))
    return [
      dated.entry.instrument.rawValue, margin.side.rawValue,
      decimals.text(margin.margin.initial), decimals.text(margin.margin.maintenance),
      unit == .price
        ? NumberText.percent(dated.entry.shareOfPrice(margin.margin.initial))
        : margin.margin.maximumLeverage.map { NumberText.fixed($0.multiple, decimals: 2) + "x" }
          ?? NumberText.missing,
    ] + (hasLevels ? [NumberText.shortPercent(margin.measure.level.probability)] : []) + [
      unit.text(margin.valueAtRisk),
      margin.expectedShortfall.map { unit.text($0) } ?? "infinite",
      NumberText.count(margin.horizon.bars, "bar"),
      margin.effectiveFrom?.description ?? NumberText.missing,
    ]
  }

  private func waterfalls(of entries: [ScheduleEntry]) -> LabeledLines {
    var lines = LabeledLines()
    for entry in entries {
      let decimals = RateDecimals(of: report.plan(for: entry.entry.instrument))
      for margin in entry.margins(sides) {
        let steps = margin.waterfall.lines.map { "\($0.step) \(decimals.text($0.rate))" }
        lines.append(
          "\(entry.entry.instrument) \(margin.side.rawValue)", steps.joined(separator: " → "))
      }
    }
    return lines
  }

  private var assumptions: LabeledLines {
    var lines = Assumptions(report.context, report.plan).schedule(report.schedules, sides)
    for (name, plan) in report.groupPlans.sorted(by: { $0.key < $1.key }) {
      let members = report.schedules.map(\.instrument).filter { report.context.groups[$0] == name }
      guard !members.isEmpty else { continue }
      lines.append("group \(name)", Assumptions(report.context, plan).group(of: members))
    }
    if report.context.contracts != nil {
      lines.append(
        "per contract",
        "rate × price × multiplier, rounded up to a whole number of tick × multiplier, or to 0.01 "
          + "without a tick")
    }
    return lines
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
