import ArgumentParser

/// `margin account`: what accounts hold and owe.
struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "Tables of tiers, checked, converted and built.",
    subcommands: [AccountTiersCommand.self, AccountBuildTiersCommand.self])
}
