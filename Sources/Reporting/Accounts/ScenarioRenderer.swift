public import Accounts
internal import Instruments

/// Writes a scenario margin rule as a file that can be edited and read back, of schema `margin.scenarios/1`.
public struct ScenarioRenderer: Sendable {
  /// The rule.
  public let rule: ScenarioMarginRule

  /// A renderer of a rule.
  public init(_ rule: ScenarioMarginRule) { self.rule = rule }

  /// The rule as JSON, the last line ended.
  public var json: String {
    let (scan, shock) = (rule.scan, rule.scan.shock)
    let value = JSONValue.object([
      "schema": .string("margin.scenarios/1"), "name": .string(rule.name),
      "date": .string(rule.date), "source": .string(rule.source),
      "initialFactor": .double(scan.initialFactor),
      "maintenanceFactor": .double(scan.maintenanceFactor),
      "volatility": .object([
        "unit": .string(shock.unit.rawValue), "up": .double(shock.up), "down": .double(shock.down),
        "shortPower": .double(shock.shortPower), "longPower": .double(shock.longPower),
        "leastDays": .double(shock.leastDays), "floor": .double(shock.floor),
      ]),
      "rows": .list(scan.scenarios) { row in
        .object([
          "move": .double(row.move), "volatility": .string(row.volatility.rawValue),
          "weight": .double(row.weight),
        ])
      },
      "charges": .list(rule.charges, charge), "omits": .list(rule.omits) { .string($0) },
    ])
    return value.rendered + "\n"
  }

  private func charge(_ charge: ScenarioMarginRule.Charge) -> JSONValue {
    func object(_ kind: String, _ fields: [String: Double]) -> JSONValue {
      var object = JSONObject(fields.mapValues { JSONValue.double($0) })
      object["kind"] = .string(kind)
      return .object(object)
    }
    return switch charge {
    case .roll(let annual, let least): object("roll", ["annual": annual, "least": least])
    case .shortOptions(let rate): object("short-options", ["rate": rate])
    case .forward(let constant, let slope, let move):
      object("forward", ["constant": constant, "slope": slope, "move": move])
    case .contingency(let initial, let maintenance):
      object("contingency", ["initial": initial, "maintenance": maintenance])
    case .leastDelta(let net, let hedged): object("least-delta", ["net": net, "hedged": hedged])
    case .leastShortOptions(let rate): object("least-short-options", ["rate": rate])
    }
  }

  /// The presets, a line each: name, date, rows, charges and source.
  public static func list(_ format: OutputFormat) -> String {
    switch format {
    case .text: table.text(indent: 2)
    case .markdown: table.markdown()
    case .csv:
      ScenarioMarginRule.presets.reduce(into: "name,date,rows,charges\n") { text, rule in
        text +=
          "\(rule.name),\(rule.date),\(rule.scan.scenarios.count),\(rule.charges.count)\n"
      }
    case .json:
      JSONValue.list(ScenarioMarginRule.presets) { rule in
        .object([
          "name": .string(rule.name), "date": .string(rule.date), "source": .string(rule.source),
          "rows": .integer(rule.scan.scenarios.count),
          "charges": .integer(rule.charges.count), "omits": .list(rule.omits) { .string($0) },
        ])
      }.rendered + "\n"
    }
  }

  private static var table: TextTable {
    var table = TextTable([
      .text("Name"), .text("Date"), .number("Rows"), .number("Charges"), .text("Source"),
    ])
    for rule in ScenarioMarginRule.presets {
      table.append([
        rule.name, rule.date, "\(rule.scan.scenarios.count)", "\(rule.charges.count)",
        rule.source,
      ])
    }
    return table
  }
}
