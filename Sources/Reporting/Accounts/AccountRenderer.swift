public import Accounts
internal import MarketData
internal import RiskMeasures

/// Prints the state of an account: its margins, its stage, and where each position is liquidated and bankrupt.
public struct AccountRenderer: Sendable {
  /// The state.
  public let state: AccountState

  /// A renderer of a state.
  public init(_ state: AccountState) { self.state = state }

  /// The state in a format, the last line ended.
  public func rendered(as format: OutputFormat) -> String {
    switch format {
    case .text:
      var page = TextPage(title: "Account")
      page.add(summary.text(indent: 2))
      page.add(positions.text(indent: 2))
      return page.text
    case .markdown:
      var page = MarkdownPage(title: "Account")
      page.add(summary.markdown())
      page.add(positions.markdown())
      return page.text
    case .csv: return csv
    case .json: return json.rendered + "\n"
    }
  }

  private var summary: TextTable {
    var table = TextTable([
      .text("Stage"), .number("Equity"), .number("Initial"),
      .number("Maintenance"), .number("Solvency ratio"),
    ])
    table.append([
      state.stage.rawValue, amount(state.equity), amount(state.initialMargin),
      amount(state.maintenanceMargin),
      state.solvencyRatio.map { NumberText.fixed($0.value, decimals: 4) } ?? NumberText.missing,
    ])
    return table
  }

  private var positions: TextTable {
    var table = TextTable([
      .text("Instrument"), .text("Side"), .number("Size"), .number("Mark"), .number("Profit"),
      .number("Initial"), .number("Maintenance"), .number("Liquidation"), .number("Away"),
      .number("Bankruptcy"),
    ])
    for part in state.parts {
      let holding = part.holding
      table.append([
        holding.instrument.rawValue, holding.position.side.rawValue,
        amount(holding.position.size), amount(holding.mark), amount(holding.unrealizedProfit),
        amount(part.initialMargin), amount(part.maintenanceMargin), price(part.liquidationPrice),
        part.distance.map { NumberText.percent($0, decimals: 2) } ?? NumberText.missing,
        price(part.bankruptcyPrice),
      ])
    }
    return table
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
      "instrument,side,unrealizedProfit,initialMargin,maintenanceMargin,liquidationPrice,bankruptcyPrice,reason"
    ]
    for part in state.parts {
      lines.append(
        [
          part.holding.instrument.rawValue, part.holding.position.side.rawValue,
          "\(part.holding.unrealizedProfit)", "\(part.initialMargin)", "\(part.maintenanceMargin)",
          part.liquidationPrice.value.map { "\($0)" } ?? "",
          part.bankruptcyPrice.value.map { "\($0)" } ?? "",
          part.liquidationPrice.reason?.rawValue ?? "",
        ].joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var json: JSONValue {
    .object([
      "schema": .string("margin.account/1"), "equity": .double(state.equity),
      "initialMargin": .double(state.initialMargin),
      "maintenanceMargin": .double(state.maintenanceMargin),
      "solvencyRatio": .number(state.solvencyRatio?.value),
      "stage": .string(state.stage.rawValue),
      "positions": .list(state.parts) { part in
        .object([
          "instrument": .string(part.holding.instrument.rawValue),
          "unrealizedProfit": .double(part.holding.unrealizedProfit),
          "initialMargin": .double(part.initialMargin),
          "maintenanceMargin": .double(part.maintenanceMargin),
          "liquidationPrice": .number(part.liquidationPrice.value),
          "distance": .number(part.distance),
          "bankruptcyPrice": .number(part.bankruptcyPrice.value),
          "stage": .text(part.stage?.rawValue),
          "reason": .text(part.liquidationPrice.reason?.rawValue),
        ])
      },
    ])
  }
}
