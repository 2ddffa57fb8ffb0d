import Accounts
import ArgumentParser
internal import Documents
import Reporting

/// `margin account scenarios`: the scenarios that portfolios are margined by.
struct AccountScenariosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenarios",
    abstract: "Lists the scenarios of venues, or writes one to edit.",
    discussion: """
      Each is a set of parameters as it was published at a date, with what it leaves out. What is written is a file \
      that --scenarios reads back.

        margin account scenarios
        margin account scenarios paradex-2025 --output scenarios.json
      """)

  @Argument(help: "The name of scenarios, or a file to check.")
  var name: String?
  @OptionGroup var result: ResultFlags
  @Flag(help: "Tell no progress.")
  var quiet = false

  func run() throws {
    let format = try result.format()
    let session = try CommandSession(result, quiet: quiet)
    let text: String
    if let name {
      text = ScenarioFile(try ScenarioFile.rule(name)).json
    } else {
      text = ScenarioRenderer().rendered(as: format)
    }
    try session.finish(text)
  }
}
