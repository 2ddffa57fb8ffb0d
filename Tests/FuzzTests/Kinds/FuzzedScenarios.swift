import Accounts
import Documents
import Text

/// Scenario margin rules: read, written, read again, and margined by.
struct FuzzedScenarios: FuzzedInput {
  let name = "scenarios"
  let fileName = "mutant.json"
  let share = 500

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    ScenarioMarginRule.presets.map { Array(ScenarioFile($0).json.utf8) }
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let rule = try ScenarioFile(contentsOf: mutant.path).rule
    let path = try mutant.folder.write(ScenarioFile(rule).json, to: "again.json")
    let again = try ScenarioFile(contentsOf: path).rule
    checks.expect(again == rule, "its JSON is another rule")
    let account = try mutant.folder.write(FuzzedAccounts.portfolio, to: "account.json")
    try FuzzedAccounts.check(try AccountFile(contentsOf: account, scenarios: rule), &checks)
  }
}
