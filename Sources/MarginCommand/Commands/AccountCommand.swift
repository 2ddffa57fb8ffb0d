import ArgumentParser

/// `margin account`: what accounts hold and owe.
struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: "The state of positions; tables of tiers, checked, converted and built; scenarios.",
    subcommands: [
      AccountStateCommand.self, AccountTiersCommand.self, AccountBuildTiersCommand.self,
      AccountScenariosCommand.self,
    ],
    defaultSubcommand: AccountStateCommand.self)
}
