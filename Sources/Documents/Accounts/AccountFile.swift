public import Accounts
internal import Instruments
internal import Margin
public import MarketData
public import Text

/// An account read from a JSON file of schema `margin.account/1`.
public struct AccountFile: Sendable {
  /// The account.
  public let account: Account
  /// The ratios at which liquidation stages begin.
  public let stages: StageLadder
  /// The rule for partial liquidation; nil if the file has no `reduction`.
  public let reduction: Reduction?
  /// The terms of a margin call; nil if the file has no `call`.
  public let callTerms: CallTerms?
  /// The currency of amounts, the collateral asset whose price is 1; nil if there is none.
  public let currency: String?

  /// The terms of a margin call.
  public struct CallTerms: Hashable, Sendable {
    /// The rule.
    public let rule: MarginCallRule
    /// The time of the call.
    public let time: Timestamp
    /// The loss of the day in the settlement currency; negative for a gain.
    public let dayLoss: Double
  }

  /// The target ratio and the cost of a partial liquidation.
  public struct Reduction: Hashable, Sendable {
    /// The target solvency ratio κ*; above zero.
    public let targetRatio: Double
    /// The cost φ of closing, as a fraction of the closed notional.
    public let cost: Double
  }

  /// Reads a file; rates missing from it come from tier tables or a schedule, by instrument name.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - tiers: The tier tables.
  ///   - schedule: The schedule.
  ///   - scenarios: The scenarios of portfolio mode, which override a preset named in the file.
  /// - Throws: `InputError`, with file, line, field and remedy.
  public init(
    contentsOf path: String, tiers: TierDocument? = nil, schedule: ScheduleFile? = nil,
    scenarios: ScenarioMarginRule? = nil
  ) throws(InputError) {
    let sources = RateSources(tiers: tiers, schedule: schedule)
    let file = try JSONFields(contentsOf: path, name: "the account")
    try file.refuseOthers(than: [
      "schema", "mode", "collateral", "positions", "orders", "call", "scenarios", "stages",
      "reduction",
    ])
    try file.refuseOther(thanSchema: "margin.account/1")
    let mode = try file.choice("mode", Account.Mode.self)
    let entries = try file.objects("positions", named: "position")
    var holdings: [Account.Holding] = []
    for fields in entries {
      let holding = try fields.contract().read(fields, mode, sources)
      if mode == .cross, let side = holding.position.nettedSide,
        holdings.contains(where: {
          $0.instrument == holding.instrument && $0.position.nettedSide == side
        })
      {
        throw fields.error(
          "duplicate-instrument",
          "is a duplicate \(side.rawValue) position in \(holding.instrument); merge both, or use isolated mode"
        )
      }
      holdings.append(holding)
    }
    var orders: [Account.Order] = []
    for fields in try file.objects("orders", named: "order") {
      orders.append(try fields.order(besides: entries, mode, sources))
      guard orders[0].filled.settlement == orders[orders.count - 1].filled.settlement else {
        throw fields.mixedSettlement
      }
    }
    for (fields, holding) in zip(entries, holdings) {
      let first = orders.first?.filled.settlement ?? holdings[0].position.settlement
      guard holding.position.settlement == first else { throw fields.mixedSettlement }
    }
    currency =
      file.value["collateral"]?.elements?.first { $0["price"]?.double == 1 }?["asset"]?.string
    let owned = try file.collateral()
    account = Account(
      mode: mode, collateral: owned.still, assets: owned.moving, holdings: holdings,
      orders: orders, scenarioRule: try file.scenarioRule(mode, scenarios))
    stages = try file.part("stages")?.stages() ?? StageLadder()
    callTerms = try file.part("call")?.callTerms(mode, ratio: stages.restricted)
    reduction = try file.part("reduction")?.reduction()
  }
}

/// The sources of rates that a position does not specify.
struct RateSources {
  let tiers: TierDocument?
  let schedule: ScheduleFile?

  func table(of instrument: String) -> TierTable? {
    tiers?.tables.first { $0.symbol == instrument }
  }

  func rates(of instrument: String, _ side: Side) -> MarginRates? {
    schedule?.margins.first { $0.instrument.rawValue == instrument && $0.side == side }?.rates
  }
}

extension JSONFields {
  fileprivate var mixedSettlement: InputError {
    error(
      "mixed-settlement",
      "settles in a different currency than the first position; write one account per currency")
  }

  /// The haircut value of assets that no underlying moves, and the remaining assets.
  fileprivate func collateral() throws(InputError) -> (still: Double, moving: [Account.Asset]) {
    var (still, moving) = (0.0, [Account.Asset]())
    for entry in try list("collateral") {
      let fields = JSONFields(path: path, name: "collateral", value: entry)
      try fields.refuseOthers(than: ["asset", "amount", "price", "haircut", "underlying"])
      let amount = try fields.required("amount", in: Self.finite)
      let price = try fields.required("price", in: Self.positive)
      let haircut = try fields.haircut()
      if let underlying = try fields.underlying() {
        moving.append(
          Account.Asset(underlying, amount: amount, price: price, haircut: haircut))
      } else {
        still += haircut.value(of: amount * price)
      }
    }
    return (still, moving)
  }

  /// The scenario margin rule of portfolio mode: the given one, else the preset named in the file.
  fileprivate func scenarioRule(
    _ mode: Account.Mode, _ given: ScenarioMarginRule?
  ) throws(InputError) -> ScenarioMarginRule? {
    guard mode == .portfolio else {
      try refuse(["scenarios"], "only portfolio mode has scenarios")
      return nil
    }
    if let given { return given }
    guard let name = value["scenarios"]?.string else {
      throw error(
        "missing-field",
        "missing field \"scenarios\"; write one of \(ScenarioMarginRule.presetNames), or name a file with --scenarios"
      )
    }
    guard let preset = ScenarioMarginRule.preset(name) else {
      throw error(
        "unknown-scenarios",
        "scenarios is not one of \(ScenarioMarginRule.presetNames); write one of them")
    }
    return preset
  }
}

extension ScenarioMarginRule {
  /// The names of the presets, for messages.
  static var presetNames: String { presets.map(\.name).joined(separator: ", ") }
}
