public import Calibration
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

/// Prints margins under historical windows and shocks, break points, and parameter sensitivities.
public struct StressRenderer: FormattedResult {
  /// The results, one per instrument.
  public let results: [StressResult]
  /// The inputs and settings of the run.
  public let context: RunContext

  /// Creates a renderer of stress results.
  public init(_ results: [StressResult], context: RunContext) {
    self.results = results
    self.context = context
  }

  private var unit: LossUnit { context.unit }

  // MARK: - Text

  /// Break points of each margin, historical windows and shocks, then parameter sensitivities.
  public func makeReport() -> Report {
    var page = Report("Margins under stress" + context.unit.titleEnd)
    for result in results {
      for side in result.sides {
        page.add(
          heading(result, side), .table(breaks(side)), .table(windows(side)),
          .table(shocks(side)))
      }
      page.add("\(result.instrument): parameter sensitivity", .table(sensitivities(result)))
    }
    page.add("Legend", .lines(Self.legend))
    page.add("Warnings", .warnings(Finding.all(context.warnings) + findings))
    page.add(
      "Failed",
      .failures(Finding.all(results.flatMap(\.failures), loading: context.loadFailures)))
    return page
  }

  private func heading(_ result: StressResult, _ side: SideStress) -> String {
    let level = NumberText.shortPercent(result.level.probability)
    let date = result.asOf.map { " as of \($0)" } ?? ""
    return "\(result.instrument)\(date), \(side.side.rawValue), \(level) over "
      + NumberText.count(result.horizon.bars, "bar")
  }

  private static let legend: LabeledLines = {
    var lines = LabeledLines()
    lines.append(
      "breaking move",
      "price move at which the loss equals the margin, also in predicted standard deviations over the "
        + "horizon; losses in the whole history that were larger, the 95 % interval of their frequency, "
        + "and the date from which the last ran"
    )
    lines.append(
      "windows",
      "losses that begin and end in the window; Exceedances: those above today's maintenance margin; "
        + "Uncovered: worst loss less that margin; Rate then: what the policy would publish if the "
        + "window's risk measure were the model's"
    )
    lines.append(
      "shocks",
      "Initial left: initial margin less the loss; Max leverage: the highest leverage whose equity "
        + "survives the loss")
    return lines
  }()

  private func breaks(_ side: SideStress) -> TextTable {
    var table = TextTable([
      .text("Margin", .essential), .number("Rate", .essential),
      .number("Breaking move", .essential),
      .number("Std. dev.", .detail), .number("Exceedances"), .number("Frequency", .detail),
      .text("95 % interval", .detail), .text("Last from"),
    ])
    for item in side.breaks {
      let frequency = item.losses > 0 ? Double(item.exceedances) / Double(item.losses) : nil
      let interval = item.interval.map {
        "\(NumberText.percent($0.lowerBound)) to \(NumberText.percent($0.upperBound))"
      }
      table.append([
        item.isInitial ? "initial" : "maintenance", unit.text(item.rate.fraction),
        unit.text(item.move),
        item.sigmas.map { NumberText.fixed($0, decimals: 1) } ?? NumberText.missing,
        "\(item.exceedances) of \(item.losses)", NumberText.percent(frequency),
        interval ?? NumberText.missing, item.lastFrom?.description ?? NumberText.missing,
      ])
    }
    return table
  }

  private func windows(_ side: SideStress) -> TextTable {
    var table = TextTable([
      .text("Window", .essential), .text("From"), .text("To"), .number("Losses", .detail),
      .number("Exceedances"), .number("Worst loss", .essential), .text("Worst from", .detail),
      .number("Uncovered"), .number("Rate then"),
    ])
    for window in side.windows {
      let short = window.worst - side.margin.maintenance.fraction
      table.append([
        window.name, window.from?.description ?? "", window.to?.description ?? "",
        String(window.losses), String(window.aboveMaintenance), unit.text(window.worst),
        window.worstFrom?.description ?? "",
        short > 0 ? unit.text(short) : NumberText.missing,
        unit.text(window.published?.fraction),
      ])
    }
    return table
  }

  private func shocks(_ side: SideStress) -> TextTable {
    var table = TextTable([
      .number("Shock", .essential), .number("Loss"), .number("Initial left"),
      .number("Max leverage"),
    ])
    for shock in side.shocks.sorted(by: { $0.loss > $1.loss }) where shock.loss > 0 {
      table.append([
        NumberText.percent(shock.move, decimals: 1), unit.text(shock.loss),
        unit.text(side.margin.initial.fraction - shock.loss),
        shock.survives.map { NumberText.fixed($0, decimals: 2) + "x" } ?? NumberText.missing,
      ])
    }
    return table
  }

  private func sensitivities(_ result: StressResult) -> TextTable {
    var table = TextTable([
      .text("Parameter", .essential), .number("Long"), .number("Long change"),
      .number("Short"), .number("Short change"), .number("Exceedances", .detail),
      .number("Base", .detail),
    ])
    for row in result.sensitivities {
      func change(_ side: Int) -> [String] {
        guard let rate = row.rates[side] else { return [NumberText.missing, NumberText.missing] }
        let base = row.base[side]?.fraction ?? 0
        return [
          unit.text(rate.fraction),
          base > 0
            ? (rate.fraction >= base ? "+" : "")
              + NumberText.percent(rate.fraction / base - 1, decimals: 1) : NumberText.missing,
        ]
      }
      func count(_ found: (count: Int, losses: Int)?) -> String {
        found.map { "\($0.count) of \($0.losses)" } ?? NumberText.missing
      }
      table.append(
        [row.change] + change(0) + change(1) + [count(row.exceedances), count(row.baseExceedances)])
    }
    return table
  }

  private var findings: [Finding] {
    results.flatMap { result in
      result.warnings.map {
        Finding(subject: result.instrument.rawValue, code: $0.code, message: $0.message)
      }
    }
  }
}
