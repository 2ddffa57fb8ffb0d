import Accounts
import ArgumentParser
internal import Documents
import Reporting

/// `margin account`: the state of an account, with its margins and liquidation prices.
struct AccountStateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Equity, margins, margin calls, liquidation and bankruptcy prices of an account.",
    usage: "margin account --positions <file> [<options>]",
    discussion: """
      The file holds collateral, positions and orders (schema margin.account/1). A \
      position without a maintenance rate takes it from --tiers, or from --schedule, \
      whose initial rate is then the minimum. In portfolio mode, --scenarios margins the \
      positions of one underlying together. With shared collateral, a liquidation price \
      assumes that its underlying moves alone; of options it is that of their index.

        {"mode":"cross",
         "collateral":[
          {"asset":"USDT","amount":5000,"price":1}],
         "positions":[
          {"instrument":"BTCUSDT","contract":"linear",
           "side":"long","size":1,"entryPrice":60000,
           "markPrice":61000,"leverage":20,
           "maintenanceRate":0.005}]}

        margin account --positions account.json
        margin account --positions account.json --tiers tiers.json --format json
        margin account --positions account.json --schedule schedule.json
        margin account --positions portfolio.json --scenarios paradex-2025
      """)

  @Option(
    help: ArgumentHelp("Account file, as JSON.", valueName: "file"),
    completion: .file(extensions: ["json"]), transform: inputPath)
  var positions: String
  @Option(.input("json", "csv"), "Tier tables, by instrument.", name: "file")
  var tiers: String?
  @Option(
    .input("json", "csv"), "Margin schedule of margin calibrate, by instrument and side.",
    name: "file")
  var schedule: String?
  @Option(
    .scenarios,
    "Scenario set of portfolio mode: a name of margin account scenarios, or a file.",
    name: "name|file")
  var scenarios: String?
  @OptionGroup(title: "Output") var result: ResultFlags

  /// Rejects files that the account mode does not read.
  private func checkUse(by mode: Account.Mode) throws(ToolFailure) {
    try ToolFailure.refuse(
      mode == .portfolio
        ? [("--tiers", tiers != nil), ("--schedule", schedule != nil)]
        : [("--scenarios", scenarios != nil)],
      because: "has no effect in \(mode.rawValue) mode", remedy: "remove it, or change the mode")
  }

  func run() throws {
    let session = try CommandSession(result)
    session.begin("reading")
    let tables = try tiers.map { try TierDocument(contentsOf: $0) }
    let rates = try schedule.map { try ScheduleFile(path: $0) }
    if let rates { try ToolFailure.refuse(rates.unit, at: rates.path) }
    let rule = try scenarios.map { try ScenarioFile.rule($0) }
    let file = try AccountFile(
      contentsOf: positions, tiers: tables, schedule: rates, scenarios: rule)
    try checkUse(by: file.account.mode)
    let terms = file.callTerms
    let state: AccountState
    do throws(BeyondLastTier) {
      state = try file.account.state(file.stages)
    } catch {
      throw ToolFailure(
        "\(positions): \(error.instrument): \(error.notional) is above the last notional cap of "
          + "its tiers; reduce the position or its orders, or use other tiers (beyond-last-tier)")
    }
    let calls = terms.map { state.calls($0.rule, at: $0.time, dayLoss: $0.dayLoss) }
    var renderer = AccountRenderer(state, calls: calls, scenarioRule: file.account.scenarioRule)
    renderer.currency = file.currency
    renderer.reductions = file.reduction.map { reduction in
      state.parts.map {
        state.reduction(of: $0, to: reduction.targetRatio, cost: reduction.cost)
      }
    }
    try session.finish(renderer.rendered(by: result))
  }
}

extension ValueForm<String> {
  /// A value form for the name of a scenario set or the path of a file.
  fileprivate static var scenarios: Self {
    ValueForm(
      expected: "a scenario set", completion: .list(ScenarioMarginRule.presets.map(\.name)),
      read: { inputPath($0) })
  }
}
