import Accounts
import ArgumentParser
import Calibration
import Reporting

/// `margin account`: what an account owns and owes, and where it is liquidated.
struct AccountStateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Prints equity, margins, stage, liquidation and bankruptcy prices of positions.",
    discussion: """
      The file holds collateral and positions as margin.account/1. Positions that give no maintenance rate take \
      theirs from the tables of --tiers, or from --schedule, whose initial rate is then the least. In \
      cross mode a liquidation price is that of one price moving alone.

        margin account --positions account.json
        margin account --positions account.json --tiers tiers.json --format json
        margin account --positions account.json --schedule schedule.json
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
  @OptionGroup var output: OutputFlags

  func run() throws {
    let format = try output.format()
    let tables = try tiers.map { try TierDocument(contentsOf: $0) }
    let rates = try schedule.map { try ScheduleFile(path: $0) }
    let account = try AccountFile(
      contentsOf: positions, tiers: tables, schedule: rates
    ).account
    let state: AccountState
    do throws(BeyondLastTier) {
      state = try account.state()
    } catch {
      throw ToolFailure(
        "\(positions): \(error.instrument): \(error.notional) is above the last cap of its tiers; "
          + "lower the position, or name other tiers (beyond-last-tier)")
    }
    let text = AccountRenderer(state).rendered(as: format)
    guard let path = output.output else { return try StandardOutput.write(text) }
    try OutputFile(path).write(text)
  }
}
