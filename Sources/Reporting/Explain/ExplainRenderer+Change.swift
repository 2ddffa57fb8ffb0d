internal import Calibration
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Scheduling
internal import Text

extension ExplainRenderer {
  /// One row per side and driver.
  func moves(_ change: ChangeExplanation) -> String {
    var csv = report.context.unit.csv(header: "since,date,instrument,side,driver,own,change")
    for side in change.sides {
      guard case .success(let move) = side.move else { continue }
      for line in move.lines {
        csv.append([
          change.since?.description ?? "", change.asOf?.description ?? "", instrument.rawValue,
          side.side.rawValue, line.driver, CSVText.number(line.own?.fraction),
          CSVText.number(line.change.fraction),
        ])
      }
    }
    return csv.text
  }

  func json(_ change: ChangeExplanation) -> JSON {
    .object([
      "since": .date(change.since), "asOf": .date(change.asOf),
      "attribution": .string(change.method.rawValue),
      "sides": .list(change.sides) { side in
        switch side.move {
        case .failure(let cause):
          .object([
            "side": .string(side.side.rawValue), "reason": .string(cause.reason),
            "message": .string(cause.message),
          ])
        case .success(let move):
          .object([
            "side": .string(side.side.rawValue), "old": .double(move.old.fraction),
            "new": .double(move.new.fraction), "interaction": .double(move.interaction.fraction),
            "lines": .list(move.lines) { line in
              .object([
                "driver": .string(line.driver),
                "own": line.own.map { .double($0.fraction) } ?? .null,
                "change": .double(line.change.fraction),
              ])
            },
          ])
        }
      },
      "warnings": .list(change.warnings) { warning in
        .object(["code": .string(warning.code), "message": .string(warning.message)])
      },
    ])
  }

  // MARK: - Text

  /// The heading and table of each side's margin change, or the reason why there is none.
  func sections(of change: ChangeExplanation) -> [(heading: String, body: Report.Block)] {
    let since = change.since.map { " since \($0)" } ?? ""
    let decimals = RateDecimals(of: report.plan)
    return change.sides.map { side in
      switch side.move {
      case .failure(let cause):
        ("\(side.side.rawValue): change\(since)", .notes([cause.message]))
      case .success(let move):
        (
          "\(side.side.rawValue): \(decimals.text(move.old)) → "
            + "\(decimals.text(move.new))\(since)", .table(table(of: move))
        )
      }
    }
  }

  /// One row per driver: its stand-alone effect, its share of the interaction, and their sum.
  private func table(of move: MarginMove) -> TextTable {
    var table = TextTable([
      .text("Driver", .essential), .number("Stand-alone"), .number("Interaction"),
      .number("Change", .essential),
    ])
    func text(_ millionths: Int) -> String {
      (millionths >= 0 ? "+" : "")
        + report.context.unit.exactText(MarginRate(millionths: millionths))
    }
    for line in move.lines {
      table.append([
        line.driver, line.own.map { text($0.millionths) } ?? "",
        line.own.map { text(line.change.millionths - $0.millionths) } ?? "",
        text(line.change.millionths),
      ])
    }
    let total = move.lines.reduce(0) { $0 + $1.change.millionths }
    table.append(["total", "", "", text(total)])
    return table
  }
}
