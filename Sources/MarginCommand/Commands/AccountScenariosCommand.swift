import Accounts
import ArgumentParser
internal import Documents
import Reporting

/// `margin account scenarios`: lists the portfolio-margin scenario sets.
struct AccountScenariosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenarios",
    abstract: "List the portfolio-margin scenario sets, or write one to edit.",
    usage: "margin account scenarios [<name>] [<options>]",
    discussion: """
      Each set holds the parameters as published on a date, and states what it leaves \
      out. A set is written as JSON that --scenarios reads back.

        margin account scenarios
        margin account scenarios paradex-2025 --output scenarios.json
      """)

  @Argument(
    help: "Name of a scenario set, or a file to check.",
    completion: .list(ScenarioMarginRule.presets.map(\.name)), transform: inputPath)
  var name: String?
  @OptionGroup(title: "Output") var result: ResultFlags

  func run() throws {
    try ToolFailure.refuse(
      [("--format", name != nil && result.format != nil && result.format != .json)],
      because: "a scenario set is written as JSON", remedy: "remove it, or the name")
    let session = try CommandSession(result)
    let text =
      try name.map { ScenarioFile(try ScenarioFile.rule($0)).json }
      ?? ScenarioRenderer().rendered(by: result)
    try session.finish(text)
  }
}
