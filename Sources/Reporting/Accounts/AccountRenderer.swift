public import Accounts
internal import MarketData
internal import RiskMeasures

/// Prints the state of an account: its margins, stage and call, and where each position is called, liquidated and bankrupt.
public struct AccountRenderer: Sendable {
  /// The state.
  public let state: AccountState
  /// What it is called for, each with the instrument of an isolated position; nil where nobody asked.
  public let calls: [AccountCall]?
  /// What a portfolio's rule leaves out, as lines under it.
  public let rule: PortfolioRule?
  /// How much of each position is closed to restore a ratio, nil for what is no future; nil where nobody asked.
  public var reductions: [PartialLiquidation?]?

  /// A renderer of a state.
  public init(_ state: AccountState, calls: [AccountCall]? = nil, rule: PortfolioRule? = nil) {
    self.state = state
    self.calls = calls
    self.rule = rule
  }

  /// The state in a format, the last line ended.
  public func rendered(as format: OutputFormat) -> String {
    switch format {
    case .text:
      var page = TextPage(title: "Account")
      page.add(summary.text(indent: 2))
      if !state.parts.isEmpty { page.add(positions.text(indent: 2)) }
      if let units { page.add(units.text(indent: 2)) }
      if !lines.isEmpty { page.add(lines.map { "  " + $0 + "\n" }.joined()) }
      return page.text
    case .markdown:
      var page = MarkdownPage(title: "Account")
      page.add(summary.markdown())
      if !state.parts.isEmpty { page.add(positions.markdown()) }
      if let units { page.add(units.markdown()) }
      if !lines.isEmpty { page.add(lines.map { $0 + "\n" }.joined(separator: "\n")) }
      return page.text
    case .csv: return csv
    case .json: return json.rendered + "\n"
    }
  }

  private var summary: TextTable {
    var table = TextTable([
      .text("Stage"), .number("Equity"), .number("Initial"), .number("Maintenance"),
      .number("Free"), .number("Solvency ratio"), .number("Leverage"),
    ])
    table.append([
      state.stage.rawValue, amount(state.equity), amount(state.initialMargin),
      amount(state.maintenanceMargin), amount(state.freeCollateral),
      state.solvencyRatio.map { NumberText.fixed($0.value, decimals: 4) } ?? NumberText.missing,
      NumberText.significant(state.effectiveLeverage),
    ])
    return table
  }

  private var positions: TextTable {
    var table = TextTable(
      [
        .text("Instrument"), .text("Side"), .number("Size"), .number("Mark"), .number("Profit"),
        .number("Initial"), .number("Maintenance"), .number("Call"), .number("Away"),
        .number("Liquidation"), .number("Away"), .number("Bankruptcy"),
      ] + (reductions == nil ? [] : [.number("To close")]))
    for (index, part) in state.parts.enumerated() {
      let holding = part.holding
      let cells = [
        holding.instrument.rawValue, holding.sideName, holding.size.map(amount) ?? "",
        amount(holding.mark), amount(holding.unrealizedProfit),
        part.initialMargin.map(amount) ?? NumberText.missing,
        part.maintenanceMargin.map(amount) ?? NumberText.missing, price(part.callPrice),
        part.distanceToCall.map { NumberText.percent($0, decimals: 2) } ?? NumberText.missing,
        price(part.liquidationPrice),
        part.distance.map { NumberText.percent($0, decimals: 2) } ?? NumberText.missing,
        price(part.bankruptcyPrice),
      ]
      table.append(cells + (reductions.map { [closing($0[index])] } ?? []))
    }
    return table
  }

  private func closing(_ reduction: PartialLiquidation?) -> String {
    reduction.map { NumberText.percent($0.share, decimals: 2) } ?? NumberText.missing
  }

  /// The underlyings of a portfolio; nil where there are none.
  private var units: TextTable? {
    guard !state.units.isEmpty else { return nil }
    var table = TextTable([
      .text("Underlying"), .number("Initial"), .number("Maintenance"), .number("Scan"),
      .text("Worst scenario"), .number("Charges"), .number("Least"),
    ])
    for unit in state.units {
      let margin = unit.requirement
      table.append([
        unit.underlying.rawValue, amount(margin.initialMargin), amount(margin.maintenanceMargin),
        amount(margin.scan), margin.worst.map(words) ?? NumberText.missing, amount(margin.charges),
        amount(margin.least),
      ])
    }
    return table
  }

  private func words(_ scenario: Scenario) -> String {
    let move = NumberText.percent(scenario.move, decimals: 2)
    let weight = scenario.weight < 1 ? ", weight " + NumberText.significant(scenario.weight) : ""
    return "\(move), volatility \(scenario.volatility.rawValue)\(weight)"
  }

  private var lines: [String] {
    var lines: [String] = []
    if state.orderMargin > 0 {
      lines.append("Orders ask \(amount(state.orderMargin)) of the initial margin.")
    }
    for call in calls ?? [] {
      let whose = call.instrument.map { " for \($0.rawValue)" } ?? ""
      lines.append("Margin call\(whose): \(amount(call.call.amount)) by \(call.call.due).")
    }
    if calls?.isEmpty == true { lines.append("No margin call.") }
    if let rule {
      lines.append("Scenarios: \(rule.name) (\(rule.date), \(rule.source)).")
      if !rule.omits.isEmpty {
        lines.append("Not charged: " + rule.omits.joined(separator: "; ") + ".")
      }
    }
    return lines
  }

  /// Cents of what is large, six digits of what is small.
  private func amount(_ value: Double) -> String {
    guard (100 ..< 1e13).contains(abs(value)) else { return NumberText.significant(value) }
    return NumberText.decimal(Int((value * 100).rounded()), decimals: 2)
  }

  private func price(_ price: LiquidationPrice) -> String {
    switch price {
    case .price(let value): amount(value)
    case .none(let reason): reason.rawValue
    }
  }

  private var csv: String {
    var lines = [
      "instrument,side,unrealizedProfit,initialMargin,maintenanceMargin,liquidationPrice,bankruptcyPrice,reason,callPrice"
    ]
    func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    for part in state.parts {
      let row: [String] = [
        part.holding.instrument.rawValue, part.holding.sideName,
        cell(part.holding.unrealizedProfit), cell(part.initialMargin),
        cell(part.maintenanceMargin), cell(part.liquidationPrice.value),
        cell(part.bankruptcyPrice.value), part.liquidationPrice.reason?.rawValue ?? "",
        cell(part.callPrice.value),
      ]
      lines.append(row.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension AccountRenderer {
  private var json: JSONValue {
    .object([
      "schema": .string("margin.account/1"), "equity": .double(state.equity),
      "initialMargin": .double(state.initialMargin),
      "maintenanceMargin": .double(state.maintenanceMargin),
      "orderMargin": .double(state.orderMargin), "freeCollateral": .double(state.freeCollateral),
      "effectiveLeverage": .number(state.effectiveLeverage),
      "solvencyRatio": .number(state.solvencyRatio?.value),
      "stage": .string(state.stage.rawValue),
      "positions": .list(Array(state.parts.enumerated())) { json($0.element, at: $0.offset) },
      "calls": calls.map { .list($0, json) } ?? .null,
      "scenarios": rule.map { .string($0.name) } ?? .null,
      "underlyings": .list(state.units, json),
    ])
  }

  private func json(_ part: AccountState.Part, at index: Int) -> JSONValue {
    .object([
      "closingShare": .number(reductions?[index]?.share),
      "instrument": .string(part.holding.instrument.rawValue),
      "unrealizedProfit": .double(part.holding.unrealizedProfit),
      "initialMargin": .number(part.initialMargin),
      "maintenanceMargin": .number(part.maintenanceMargin),
      "callPrice": .number(part.callPrice.value), "distanceToCall": .number(part.distanceToCall),
      "liquidationPrice": .number(part.liquidationPrice.value),
      "distance": .number(part.distance),
      "bankruptcyPrice": .number(part.bankruptcyPrice.value),
      "stage": .text(part.stage?.rawValue), "reason": .text(part.liquidationPrice.reason?.rawValue),
      "callReason": .text(part.callPrice.reason?.rawValue),
      "bankruptcyReason": .text(part.bankruptcyPrice.reason?.rawValue),
    ])
  }

  private func json(_ call: AccountCall) -> JSONValue {
    .object([
      "instrument": .text(call.instrument?.rawValue), "amount": .double(call.call.amount),
      "due": .string("\(call.call.due)"),
    ])
  }

  private func json(_ unit: AccountState.RiskUnit) -> JSONValue {
    let margin = unit.requirement
    return .object([
      "underlying": .string(unit.underlying.rawValue),
      "initialMargin": .double(margin.initialMargin),
      "maintenanceMargin": .double(margin.maintenanceMargin), "scan": .double(margin.scan),
      "charges": .double(margin.charges), "least": .double(margin.least),
      "worst": margin.worst.map { row in
        .object([
          "move": .double(row.move), "volatility": .string(row.volatility.rawValue),
          "weight": .double(row.weight),
        ])
      } ?? .null,
    ])
  }
}

extension Account.Holding {
  /// `long`, `short` or `spot`.
  fileprivate var sideName: String {
    switch claim {
    case .futures(let position): position.side.rawValue
    case .option(let option): option.side.rawValue
    case .spot: "spot"
    }
  }

  /// The size; nil of a pair.
  fileprivate var size: Double? {
    switch claim {
    case .futures(let position): position.size
    case .option(let option): option.size
    case .spot: nil
    }
  }
}
