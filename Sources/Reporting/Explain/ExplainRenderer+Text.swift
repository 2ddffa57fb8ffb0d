internal import Calibration
internal import Forecasting
internal import Instruments
package import Margin
package import MarketData
internal import RiskMeasures
internal import RiskModels
internal import Scheduling

extension ExplainRenderer {
  /// The waterfall of each side as a table, then its inputs and assumptions.
  public func makeReport() -> Report {
    var page = Report(title)
    for margin in entry?.margins(sides) ?? [] {
      page.add(
        heading(of: margin), .table(WaterfallTable(margin.waterfall, in: unit).table),
        .lines(facts(of: margin)))
    }
    for section in change.map(sections) ?? [] { page.add(section.heading, section.body) }
    page.add("Assumptions", .lines(assumptions))
    page.add("Warnings", .warnings(Finding.all(report.context.warnings) + findings))
    page.add("Failed", .failures(Finding.all(failures, loading: loadFailures)))
    return page
  }

  private var title: String {
    guard let entry else { return "\(instrument) has no margin" }
    let date = entry.entry.asOf.map { " as of \($0)" } ?? ""
    return "Margin of \(instrument)\(date)" + unit.titleEnd
  }

  private var unit: LossUnit { report.context.unit }

  private func heading(of margin: SideMargin) -> String {
    let decimals = RateDecimals(of: report.plan)
    return "\(margin.side.rawValue): initial \(decimals.text(margin.margin.initial)), maintenance "
      + "\(decimals.text(margin.margin.maintenance))"
      + (margin.effectiveFrom.map { ", in force from \($0)" } ?? "")
  }

  // MARK: - Parts

  private func facts(of margin: SideMargin) -> LabeledLines {
    let level = NumberText.shortPercent(margin.measure.level.probability)
    var lines = LabeledLines()
    lines.append(
      "risk",
      "\(level) VaR \(unit.text(margin.valueAtRisk)), \(level) ES "
        + (margin.expectedShortfall.map { unit.text($0) } ?? "infinite")
        + ", over \(NumberText.count(margin.horizon.bars, "bar"))")
    lines.append("95 % interval", interval(of: margin))
    if let reaction = margin.reaction, let time = report.plan.policy.initial.marginCallPeriod {
      lines.append(
        "margin call period",
        "\(NumberText.shortPercent(time.level.probability)) VaR "
          + "\(unit.text(reaction.valueAtRisk)) over "
          + "\(NumberText.count(reaction.horizon.bars, "bar")) on top of maintenance")
    }
    for line in margin.waterfall.lines {
      if let buffer = line.buffer { lines.append(line.step, words(for: buffer)) }
    }
    if let money = entry?.money(margin, report.context) {
      let currency = entry?.terms(report.context)?.currency.map { " \($0)" } ?? ""
      lines.append(
        "per contract",
        "initial \(NumberText.money(money.initial))\(currency), maintenance "
          + "\(NumberText.money(money.maintenance))\(currency)")
    }
    if let leverage = margin.margin.maximumLeverage {
      lines.append("leverage", "at most \(NumberText.fixed(leverage.multiple, decimals: 2))x")
    }
    return lines
  }

  /// The confidence interval of the risk measure, with the reason for each missing end.
  private func interval(of margin: SideMargin) -> String {
    let ends = margin.interval
    let level = margin.measure.level
    if let lower = ends.lower, let upper = ends.upper {
      return "\(unit.text(lower)) to \(unit.text(upper))"
    }
    let reason: String
    if case .expectedShortfall = margin.measure {
      reason = "no interval is computed for an expected shortfall"
    } else {
      let risk = entry?.schedule.forecast?.risk(margin.side, at: level)
      reason = risk?.reason?.explanation ?? "the model has none"
    }
    switch (ends.lower, ends.upper) {
    case (let lower?, nil): return "from \(unit.text(lower)), no upper end: \(reason)"
    case (nil, let upper?): return "to \(unit.text(upper)), no lower end: \(reason)"
    default: return "none: \(reason)"
    }
  }

  private func words(for buffer: BufferStatus) -> String {
    let since = buffer.since.map { " since \($0)" } ?? " since bar \(buffer.sincePosition)"
    let left = ", \(NumberText.percent(buffer.remaining, decimals: 1)) of it left"
    let level = buffer.releaseLevel.map { ", release level \(unit.text($0))" } ?? ""
    return buffer.phase.rawValue + since + left + level
  }

  private var assumptions: LabeledLines {
    let schedules = report.schedules.filter { $0.instrument == instrument }
    var lines = LabeledLines()
    if let entry {
      let price = entry.entry.price.map { ", price \(NumberText.significant($0))" } ?? ""
      if let group = report.context.groups[instrument] { lines.append("group", group) }
      lines.append("history", NumberText.count(entry.entry.observations, "return") + price)
    }
    if let parameters = schedules.first?.forecast?.parameters, !parameters.values.isEmpty {
      lines.append("parameters", ParameterText.line(parameters))
    }
    lines.append(contentsOf: Assumptions(report.context, report.plan).schedule(schedules, sides))
    return lines
  }

  private var findings: [Finding] {
    ((entry?.warnings(report.context, sides) ?? []) + (change?.warnings ?? [])).map {
      Finding(subject: instrument.rawValue, code: $0.code, message: $0.message)
    }
  }
}

/// The lines of a waterfall, rounded so that the changes add up exactly to the final rate.
package struct WaterfallTable {
  package let table: TextTable

  package init(_ waterfall: Waterfall, in unit: LossUnit = .fraction) {
    let isPercent = unit == .fraction
    let scale = isPercent ? 100.0 : 1
    let largest = waterfall.lines.map { abs($0.rate.fraction) * scale }.max() ?? 0
    // Rates are whole millionths, so four decimals of a percentage are exact; fewer only to stay
    // within six digits.
    let decimals = max(0, min(isPercent ? 4 : 6, NumberText.decimalsOfSix(for: largest)))
    var table = TextTable([
      .text("Step", .essential), .number("Rate", .essential), .number("Change", .essential),
    ])
    var before = 0
    for line in waterfall.lines {
      let rate = NumberText.rounded(line.rate.fraction * scale, decimals: decimals)
      let change = rate - before
      before = rate
      table.append([
        line.step, NumberText.decimal(rate, decimals: decimals) + (isPercent ? " %" : ""),
        (change >= 0 ? "+" : "") + NumberText.decimal(change, decimals: decimals)
          + (isPercent ? " pp" : ""),
      ])
    }
    self.table = table
  }
}
