public import Accounts
internal import Instruments
internal import Text

/// Lists scenario margin rules, one per line: name, date, rows, charges and source.
public struct ScenarioRenderer: FormattedResult {
  /// The rules.
  public let rules: [ScenarioMarginRule]

  /// Creates a list of rules.
  public init(_ rules: [ScenarioMarginRule] = ScenarioMarginRule.presets) { self.rules = rules }

  /// A table of the rules.
  public func makeReport() -> Report {
    var page = Report("Scenario sets")
    page.add(nil, .table(table))
    return page
  }

  /// One row per rule.
  public var csv: String {
    var csv = CSVText(header: "name,date,rows,charges")
    for rule in rules {
      csv.append([
        rule.name, rule.date, "\(rule.scan.scenarios.count)", "\(rule.charges.count)",
      ])
    }
    return csv.text
  }

  /// One object of contract `margin.scenario-list/1`.
  public var json: String {
    JSON.object([
      "schema": .string("margin.scenario-list/1"),
      "rules": .list(rules) { rule in
        .object([
          "name": .string(rule.name), "date": .string(rule.date), "source": .string(rule.source),
          "rows": .integer(rule.scan.scenarios.count), "charges": .integer(rule.charges.count),
          "omits": .list(rule.omits) { .string($0) },
        ])
      },
    ]).rendered + "\n"
  }

  private var table: TextTable {
    var table = TextTable([
      .text("Name", .essential), .text("Date", .essential), .number("Rows"), .number("Charges"),
      .text("Source", .essential),
    ])
    for rule in rules {
      table.append([
        rule.name, rule.date, "\(rule.scan.scenarios.count)", "\(rule.charges.count)",
        rule.source,
      ])
    }
    return table
  }
}
