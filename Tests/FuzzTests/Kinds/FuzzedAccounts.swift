import Accounts
import Documents
import MarketData
import Reporting
import Text

/// Accounts, evaluated and printed.
struct FuzzedAccounts: FuzzedInput {
  let name = "accounts"
  let fileName = "mutant.json"
  let share = 900

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] { Self.texts.map { Array($0.utf8) } }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    try Self.check(try AccountFile(contentsOf: mutant.path), &checks)
  }

  /// Evaluates an account as `margin account state` does.
  static func check(_ file: AccountFile, _ checks: inout FuzzChecks) throws {
    let state: AccountState
    do throws(BeyondLastTier) {
      state = try file.account.state(file.stages)
    } catch {
      throw FuzzRefusal(message: "\(error.instrument) is beyond the last tier")
    }
    checks.isFinite(state.equity, "equity")
    checks.isFinite(state.initialMargin, "initial margin")
    checks.isFinite(state.maintenanceMargin, "maintenance margin")
    checks.isFinite(state.orderMargin, "order margin")
    checks.isFinite(state.freeCollateral, "free collateral")
    checks.isFinite(state.effectiveLeverage, "leverage")
    checks.isFinite(state.solvencyRatio?.value, "ratio")
    for part in state.parts {
      for price in [part.callPrice, part.liquidationPrice, part.bankruptcyPrice] {
        checks.isFinite(price.value, "a price of \(part.holding.instrument)")
      }
      checks.isFinite(part.maintenanceMargin, "margin of \(part.holding.instrument)")
    }
    let calls = file.callTerms.map { state.calls($0.rule, at: $0.time, dayLoss: $0.dayLoss) }
    for call in calls ?? [] { checks.isFinite(call.call.amount, "a call") }
    var renderer = AccountRenderer(state, calls: calls, scenarioRule: file.account.scenarioRule)
    renderer.reductions = file.reduction.map { reduction in
      state.parts.map { state.reduction(of: $0, to: reduction.targetRatio, cost: reduction.cost) }
    }
    for format in [OutputFormat.json, .text, .csv] {
      checks.expect(!renderer.rendered(as: format).isEmpty, "no output")
    }
  }

  private static func account(
    _ positions: String, mode: String = "cross", more: String = ""
  ) -> String {
    """
    {"schema":"margin.account/1","mode":"\(mode)",
    "collateral":[{"asset":"USDT","amount":15443.01,"price":1,"haircut":0},{"asset":"BTC","amount":0.5,"price":30000,"haircut":[{"to":1000,"haircut":0.1},{"haircut":0.2}]}],
    "positions":[
    \(positions)]\(more)}
    """
  }

  private static let linear =
    #"{"instrument":"BTCUSDT","contract":"linear","side":"long","size":0.5,"entryPrice":60000,"markPrice":61000,"leverage":20,"maintenanceRate":0.005}"#
  private static let inverse =
    #"{"instrument":"BTCUSD","contract":"inverse","side":"short","size":1000,"entryPrice":60000,"markPrice":61000,"leverage":5,"maintenanceRate":0.01,"feeRate":0.0005}"#
  private static let options =
    #"{"instrument":"P","underlying":"GOOG","contract":"option","kind":"put","side":"short","size":10,"strike":800,"years":0.1,"volatility":0.3,"index":750,"markPrice":56.1,"entryPrice":56.1,"rule":"standard"},"#
    + "\n"
    + #"{"instrument":"C","underlying":"GOOG","contract":"option","kind":"call","side":"short","size":10,"strike":800,"years":0.1,"volatility":0.3,"index":750,"markPrice":11.7,"entryPrice":11.7,"rule":"standard"}"#

  static let portfolio = account(
    options.replacing(#","rule":"standard""#, with: ""), mode: "portfolio",
    more: #","scenarios":"paradex-2025""#)

  static let texts = [
    account(linear), account(linear, mode: "isolated"),
    account(inverse).replacing(#""asset":"USDT""#, with: #""asset":"X""#), account(options),
    portfolio,
    account(
      linear.replacing("0.5,\"entry", with: "10,\"entry"),
      more: #","call":{"time":"2026-01-30T18:30:00Z","target":"initial","minimumTransfer":100}"#
        + #","stages":{"restricted":1.3},"reduction":{"targetRatio":1.5,"cost":0.001}"#
    ),
    account(
      linear,
      more: #","orders":[{"instrument":"BTCUSDT","side":"buy","size":1,"price":59000}]"#),
  ]
}
