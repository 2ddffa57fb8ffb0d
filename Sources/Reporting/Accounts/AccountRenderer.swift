public import Accounts
internal import Documents
internal import Instruments
internal import MarketData
internal import Text

/// Prints the state of an account: margins, stage, margin call, and each position's key prices.
public struct AccountRenderer: FormattedResult {
  /// The account state.
  public let state: AccountState
  /// Margin calls, each with the instrument of an isolated position; nil if not requested.
  public let calls: [AccountCall]?
  /// Scenario margin rule of the portfolio mode; what it omits is printed below.
  public let scenarioRule: ScenarioMarginRule?
  /// Partial liquidation that restores a ratio, by position; nil if not requested.
  ///
  /// A nil element means full liquidation.
  public var reductions: [PartialLiquidation?]?
  /// The currency of amounts, for the heads of tables; nil if unknown.
  public var currency: String?

  /// Creates a renderer of an account state.
  public init(
    _ state: AccountState, calls: [AccountCall]? = nil, scenarioRule: ScenarioMarginRule? = nil
  ) {
    self.state = state
    self.calls = calls
    self.scenarioRule = scenarioRule
  }

  /// The account, its positions, the scenario margin of each underlying, then calls and rules.
  public func makeReport() -> Report {
    var page = Report("Account")
    page.add(nil, .table(summary), .table(positions), .table(underlyings), .notes(lines))
    return page
  }

  private static let tones: [String: Tone] = [
    "free": .good, "warning": .caution, "restricted": .caution, "liquidation": .bad,
    "backstop": .bad, "bankrupt": .bad,
  ]

  /// A table head with the currency of its amounts.
  private func head(_ name: String) -> String { currency.map { "\(name), \($0)" } ?? name }

  private var summary: TextTable {
    var table = TextTable([
      .word("Stage", Self.tones), .number(head("Equity"), .essential),
      .number(head("Initial"), .essential),
      .number(head("Maintenance"), .essential), .number(head("Free collateral")),
      .number("Solvency ratio"),
      .number("Leverage", .detail),
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
        .text("Instrument", .essential), .text("Side", .essential), .number("Size"),
        .number("Mark price", .detail), .number(head("Unrealized P&L")), .number(head("Initial")),
        .number(head("Maintenance")), .number("Call price"), .number("To call", .detail),
        .number("Liquidation price", .essential), .number("To liquidation", .detail),
        .number("Bankruptcy price", .detail),
      ] + (reductions == nil ? [] : [.number("To close")]))
    for (index, part) in state.parts.enumerated() {
      let position = part.holding.position
      let cells = [
        part.holding.instrument.rawValue, position.sideName, position.size.map(amount) ?? "",
        amount(position.mark), amount(position.unrealizedProfit),
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

  /// The scenario margin of each underlying.
  private var underlyings: TextTable {
    var table = TextTable([
      .text("Underlying", .essential), .number(head("Initial"), .essential),
      .number(head("Maintenance"), .essential), .number(head("Scan")), .text("Worst scenario"),
      .number(head("Charges"), .detail), .number(head("Minimum"), .detail),
    ])
    for underlying in state.underlyingMargins {
      let margin = underlying.requirement
      table.append([
        underlying.underlying.rawValue, amount(margin.initialMargin),
        amount(margin.maintenanceMargin),
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
      lines.append("Open orders take \(amount(state.orderMargin)) of the initial margin.")
    }
    for call in calls ?? [] {
      let whose = call.instrument.map { " for \($0.rawValue)" } ?? ""
      lines.append("Margin call\(whose): \(amount(call.call.amount)) by \(call.call.due).")
    }
    if calls?.isEmpty == true { lines.append("No margin call.") }
    if let rule = scenarioRule {
      lines.append("Scenarios: \(rule.name) (\(rule.date), \(rule.source)).")
      if !rule.omits.isEmpty {
        lines.append("Not modeled: " + rule.omits.joined(separator: "; ") + ".")
      }
    }
    return lines
  }

  /// Two decimals for large amounts, six significant digits for small ones.
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

  /// One row per position.
  public var csv: String {
    var csv = CSVText(
      header: "instrument,side,unrealizedProfit,initialMargin,maintenanceMargin,liquidationPrice,"
        + "bankruptcyPrice,reason,callPrice")
    func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    for part in state.parts {
      csv.append([
        part.holding.instrument.rawValue, part.holding.position.sideName,
        cell(part.holding.position.unrealizedProfit), cell(part.initialMargin),
        cell(part.maintenanceMargin), cell(part.liquidationPrice.value),
        cell(part.bankruptcyPrice.value), part.liquidationPrice.reason?.rawValue ?? "",
        cell(part.callPrice.value),
      ])
    }
    return csv.text
  }
}

extension AccountRenderer {
  /// One object of contract `margin.account/1`.
  public var json: String { document.rendered + "\n" }

  private var document: JSON {
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
      "scenarios": scenarioRule.map { .string($0.name) } ?? .null,
      "underlyings": .list(state.underlyingMargins, json),
    ])
  }

  private func json(_ part: AccountState.Part, at index: Int) -> JSON {
    .object([
      "closingShare": .number(reductions?[index]?.share),
      "instrument": .string(part.holding.instrument.rawValue),
      "unrealizedProfit": .double(part.holding.position.unrealizedProfit),
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

  private func json(_ call: AccountCall) -> JSON {
    .object([
      "instrument": .text(call.instrument?.rawValue), "amount": .double(call.call.amount),
      "due": .string("\(call.call.due)"),
    ])
  }

  private func json(_ underlying: AccountState.UnderlyingMargin) -> JSON {
    let margin = underlying.requirement
    return .object([
      "underlying": .string(underlying.underlying.rawValue),
      "initialMargin": .double(margin.initialMargin),
      "maintenanceMargin": .double(margin.maintenanceMargin), "scan": .double(margin.scan),
      "charges": .double(margin.charges), "least": .double(margin.least),
      "worst": margin.worst?.json ?? .null,
    ])
  }
}
