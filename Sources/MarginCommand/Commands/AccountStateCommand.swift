import Accounts
import ArgumentParser
internal import Documents
import Reporting

/// `margin account`: what an account owns and owes, and where it is liquidated.
struct AccountStateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract:
      "Prints equity, margins, stage, calls, liquidation and bankruptcy prices of positions.",
    discussion: """
      The file holds collateral, positions and orders as margin.account/1. Positions that give no maintenance rate \
      take theirs from the tables of --tiers, or from --schedule, whose initial rate is then the least. In portfolio \
      mode the positions of one underlying are margined together by --scenarios. Where collateral is shared, a \
      liquidation price is that of one underlying moving alone, of options that of their index.

        {"mode":"cross","collateral":[{"asset":"USDT","amount":5000,"price":1}],
         "positions":[{"instrument":"BTCUSDT","contract":"linear","side":"long","size":1,
           "entryPrice":60000,"markPrice":61000,"leverage":20,"maintenanceRate":0.005}]}

        margin account --positions account.json
        margin account --positions account.json --tiers tiers.json --format json
        margin account --positions account.json --schedule schedule.json
        margin account --positions portfolio.json --scenarios paradex-2025
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The account, as JSON.", valueName: "file"), completion: .file())
  var positions: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Tables of tiers, by the names of the instruments.", valueName: "file"),
    completion: .file())
  var tiers: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A schedule of margin calibrate, by instrument and side.", valueName: "file"),
    completion: .file())
  var schedule: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The scenarios of the portfolio mode: a name of margin account scenarios, or a file.",
      valueName: "name"), completion: .file())
  var scenarios: String?
  @OptionGroup var result: ResultFlags
  @Flag(help: "Tell no progress.")
  var quiet = false

  /// Refuses files that a mode does not read.
  private func checkUse(by mode: Account.Mode) throws(ToolFailure) {
    let unread: [(flag: String, isGiven: Bool)] =
      mode == .portfolio
      ? [("--tiers", tiers != nil), ("--schedule", schedule != nil)]
      : [("--scenarios", scenarios != nil)]
    for (flag, isGiven) in unread where isGiven {
      throw ToolFailure(
        flag, "is not read in \(mode.rawValue) mode", remedy: "leave it out, or change the mode")
    }
  }

  func run() throws {
    let format = try result.format()
    let session = try CommandSession(result, quiet: quiet)
    session.begin("reading")
    let tables = try tiers.map { try TierDocument(contentsOf: $0) }
    let rates = try schedule.map { try ScheduleFile(path: $0) }
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
        "\(positions): \(error.instrument): \(error.notional) is above the last cap of its tiers; "
          + "lower the position or its orders, or name other tiers (beyond-last-tier)")
    }
    let calls = terms.map { state.calls($0.rule, at: $0.time, dayLoss: $0.dayLoss) }
    var renderer = AccountRenderer(state, calls: calls, scenarioRule: file.account.scenarioRule)
    renderer.reductions = file.reduction.map { reduction in
      state.parts.map {
        state.reduction(of: $0, to: reduction.targetRatio, cost: reduction.cost)
      }
    }
    try session.finish(renderer.rendered(as: format))
  }
}
