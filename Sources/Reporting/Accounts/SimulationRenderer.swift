internal import Accounts
public import Calibration
internal import Instruments
internal import Margin
public import MarketData
internal import Text

/// Prints replays: totals and named stress windows as text, or bar by bar as CSV.
public struct SimulationRenderer: FormattedResult {
  /// The replays.
  public let outcomes: [Simulation.Outcome]
  /// The files and instruments that could not be read.
  public let loadFailures: [InstrumentFailure]

  /// Creates a renderer of replays.
  public init(_ outcomes: [Simulation.Outcome], loadFailures: [InstrumentFailure] = []) {
    self.outcomes = outcomes
    self.loadFailures = loadFailures
  }

  /// Losses and events, in total and within stress windows.
  public func makeReport() -> Report {
    var page = Report("Simulation")
    page.add(nil, .table(losses), .table(events))
    page.add("Stress windows", .table(windows))
    page.add("Failed", .failures(Finding.all([], loading: loadFailures)))
    return page
  }

  /// The unit of amounts: coin for inverse contracts, the quote currency for linear ones.
  private var unit: String {
    outcomes.first?.result.contract == .inverse ? "coin" : "quote"
  }

  private var losses: TextTable {
    var table = TextTable([
      .text("Instrument", .essential), .text("Policy", .essential),
      .number("Collateral / notional"),
      .number("Bad debt, \(unit)", .essential), .number("Final fund, \(unit)"),
      .number("Lowest fund, \(unit)", .detail),
      .number("Loss to winners, \(unit)"), .number("Unpaid, \(unit)"),
    ])
    for outcome in outcomes {
      let events = outcome.result.events()
      table.append([
        outcome.instrument.rawValue, outcome.candidate,
        NumberText.percent(outcome.result.meanCollateralRate, decimals: 2),
        amount(events.badDebt, outcome),
        amount(outcome.result.bars.last?.fund ?? .zero, outcome),
        amount(outcome.result.leastFund ?? .zero, outcome), amount(events.lossToWinners, outcome),
        amount(events.unpaid, outcome),
      ])
    }
    return table
  }

  private var events: TextTable {
    var table = TextTable([
      .text("Instrument", .essential), .text("Policy", .essential), .number("Bars", .detail),
      .number("Opened", .detail), .number("Calls"), .number("Top-ups, \(unit)"),
      .number("Liquidations", .essential), .number("Notional, \(unit)"), .number("Deleveraged"),
    ])
    for outcome in outcomes {
      let events = outcome.result.events()
      table.append([
        outcome.instrument.rawValue, outcome.candidate, "\(outcome.result.bars.count)",
        "\(events.opened)", "\(events.calls)", amount(events.topUps, outcome),
        "\(events.liquidations)",
        amount(events.liquidated, outcome), "\(events.deleveraged)",
      ])
    }
    return table
  }

  /// The stress windows that contain at least one bar of the replay.
  private func covered(_ outcome: Simulation.Outcome) -> [Simulation.StressWindow] {
    Simulation.StressWindow.named.filter { window in
      outcome.result.bars.contains { window.span.contains($0.time) }
    }
  }

  private var windows: TextTable {
    var table = TextTable([
      .text("Window", .essential), .text("Instrument", .essential), .text("Policy", .essential),
      .number("Calls"), .number("Liquidations"), .number("Notional, \(unit)"),
      .number("Bad debt, \(unit)"),
      .number("Fund change, \(unit)"),
      .number("Loss to winners, \(unit)"),
    ])
    for outcome in outcomes {
      for window in covered(outcome) {
        let events = outcome.result.events(in: window.span)
        table.append([
          window.name, outcome.instrument.rawValue, outcome.candidate, "\(events.calls)",
          "\(events.liquidations)", amount(events.liquidated, outcome),
          amount(events.badDebt, outcome),
          amount(events.fundChange, outcome), amount(events.lossToWinners, outcome),
        ])
      }
    }
    return table
  }

  /// Whole units of the quote currency, or four decimals of coin.
  private func amount(_ amount: Amount, _ outcome: Simulation.Outcome) -> String {
    let value = outcome.result.value(amount)
    guard outcome.result.contract == .inverse else {
      return NumberText.decimal(Int(value.rounded()), decimals: 0)
    }
    return NumberText.decimal(Int((value * 1e4).rounded()), decimals: 4)
  }

  /// One row per instrument, policy and bar.
  public var csv: String {
    var csv = CSVText(
      header: "instrument,margins,date,mark,open,collateral,notional,fund,opened,calls,topUps,"
        + "liquidations,liquidated,badDebt,deleveraged,deleveragedNotional,fundChange,"
        + "lossToWinners,unpaid")
    for outcome in outcomes {
      let value = outcome.result.value
      for bar in outcome.result.bars {
        let events = bar.events
        csv.append([
          outcome.instrument.rawValue, outcome.candidate, bar.time.description, "\(bar.mark)",
          "\(bar.open)", "\(value(bar.collateral))", "\(value(bar.notional))",
          "\(value(bar.fund))",
          "\(events.opened)", "\(events.calls)", "\(value(events.topUps))",
          "\(events.liquidations)", "\(value(events.liquidated))", "\(value(events.badDebt))",
          "\(events.deleveraged)", "\(value(events.deleveragedNotional))",
          "\(value(events.fundChange))", "\(value(events.lossToWinners))",
          "\(value(events.unpaid))",
        ])
      }
    }
    return csv.text
  }

  private func object(
    _ events: ReplayEvents, _ result: ReplayResult
  ) -> [(String, JSON)] {
    let value = result.value
    return [
      ("opened", .integer(events.opened)), ("calls", .integer(events.calls)),
      ("topUps", .double(value(events.topUps))), ("liquidations", .integer(events.liquidations)),
      ("liquidated", .double(value(events.liquidated))),
      ("badDebt", .double(value(events.badDebt))),
      ("deleveraged", .integer(events.deleveraged)),
      ("deleveragedNotional", .double(value(events.deleveragedNotional))),
      ("fundChange", .double(value(events.fundChange))),
      ("lossToWinners", .double(value(events.lossToWinners))),
      ("unpaid", .double(value(events.unpaid))),
    ]
  }

  /// One object of contract `margin.simulation/1`.
  public var json: String { document.rendered + "\n" }

  private var document: JSON {
    .object([
      "schema": .string("margin.simulation/1"),
      "failures": .failures([], loading: loadFailures),
      "results": .list(outcomes) { outcome in
        var fields = object(outcome.result.events(), outcome.result)
        fields += [
          ("instrument", .string(outcome.instrument.rawValue)),
          ("margins", .string(outcome.candidate)),
          ("bars", .integer(outcome.result.bars.count)),
          ("from", .date(outcome.result.bars.first?.time)),
          ("to", .date(outcome.result.bars.last?.time)),
          ("fund", .number((outcome.result.bars.last?.fund).map(outcome.result.value))),
          ("leastFund", .number(outcome.result.leastFund.map(outcome.result.value))),
          ("meanCollateralRate", .number(outcome.result.meanCollateralRate)),
          (
            "windows",
            .list(covered(outcome)) { window in
              var part = object(outcome.result.events(in: window.span), outcome.result)
              part.append(("window", .string(window.name)))
              return .object(JSONObject(part))
            }
          ),
        ]
        return .object(JSONObject(fields))
      },
    ])
  }
}
