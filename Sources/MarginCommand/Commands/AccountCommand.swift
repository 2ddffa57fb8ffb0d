import ArgumentParser

/// `margin account`: margins, liquidation prices, tiers and scenarios of accounts.
struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: "Margin accounts, tier tables, and portfolio-margin scenario sets.",
    subcommands: [
      AccountStateCommand.self, AccountTiersCommand.self, AccountBuildTiersCommand.self,
      AccountScenariosCommand.self,
    ],
    defaultSubcommand: AccountStateCommand.self)
}
