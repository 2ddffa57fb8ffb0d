import Accounts
import ArgumentParser
import Calibration
internal import Documents
import Instruments

/// Options for the simulated clients and the behavior of the venue in a replay.
struct ReplayFlags: ParsableArguments {
  private static let usual = ReplayRules()

  @Option(
    .integer(1 ... 10_000_000, like: 10_000), "Number of simulated clients.", name: "n")
  var accounts = DrawnPopulation().count

  @Option(
    .input("json"), "Client file (margin.population/1), in place of simulated clients.",
    name: "file")
  var population: String?

  @Option(.choice, "Contract type; inverse settles in coin.", name: "type")
  var contract = Contract.linear

  @Option(
    .number(0..., like: 100_000),
    "Insurance fund of each market.", name: "amount",
    otherwise: "\(usualFund), inverse \(usualCoins) coins")
  var fund: Double?

  private static let usualFund = 100_000
  private static let usualCoins = 10

  @Option(
    .choice, "Price that liquidates: own liquidation price, adverse extreme, or close.",
    name: "path")
  var path = usual.path

  @Option(
    .number(1 ... 10, like: 1.2),
    "Equity / maintenance margin that triggers a margin call.", name: "ratio")
  var callRatio = usual.callRatio

  @Option(
    .number(0 ... 1, like: 0.5),
    "Probability that a client meets a margin call, on the next bar.", name: "p")
  var topUp = usual.topUpChance

  @Option(
    .number(1 ... 10, like: 1.3),
    "Equity / maintenance margin that a partial liquidation restores.", name: "ratio")
  var targetRatio: Double?

  @Option(
    .number(0 ... 0.1, like: 0.0005),
    "Liquidation fee, as a fraction of notional.", name: "fraction")
  var fee = usual.liquidationFee

  @Option(
    .number(0 ... 0.5, like: 0.0005),
    "Slippage on liquidation fills, as a fraction of price.", name: "fraction")
  var slippage = usual.slippage

  @Option(
    .number(0 ... 1, like: 0.05),
    "Impact on fill prices at a bar's whole volume, as a fraction of price.", name: "fraction")
  var impact = usual.impact

  @Option(
    .number(above: 0, to: 1, like: 0.1),
    "Largest share of a bar's volume that is liquidated.", name: "fraction",
    otherwise: "unbounded")
  var participation: Double?

  @Option(
    .number(-0.1 ... 0.1, like: 0.0001),
    "Funding rate that longs pay shorts every eight bars.", name: "fraction")
  var funding = usual.fundingRate

  @Option(
    .number(0 ... 10, like: 0.1),
    "Permanent market impact at a bar's whole volume, as a fraction of price.", name: "fraction")
  var feedback = usual.feedback

  @Option(
    .choice, "Losses beyond the fund: ADL queue, pro rata of profits, or unpaid.", name: "rule")
  var losses = usual.lossRule

  @Flag(help: "Apply the tiers of --tiers to all positions of an owner on a side together.")
  var byOwner = false

  func clients() throws -> Population {
    if let population {
      guard accounts == DrawnPopulation().count else {
        throw ToolFailure(
          "--accounts", "--accounts and --population are mutually exclusive",
          remedy: "remove one of them")
      }
      return .stated(try PopulationFile(contentsOf: population).clients)
    }
    var drawn = DrawnPopulation()
    drawn.count = accounts
    return .drawn(drawn)
  }

  func openingFund() throws(ToolFailure) -> Amount {
    let isInverse = contract == .inverse
    let most = isInverse ? 1e10 : 1e12
    let fund = fund ?? Double(isInverse ? Self.usualCoins : Self.usualFund)
    guard fund <= most else {
      throw ToolFailure(
        "--fund", "\(fund) is above \(most)", remedy: "give an amount such as 100000")
    }
    return Amount(nearest: fund)
  }

  var rules: ReplayRules {
    var rules = Self.usual
    rules.path = path
    rules.lossRule = losses
    rules.callRatio = callRatio
    rules.topUpChance = topUp
    rules.targetRatio = targetRatio
    rules.liquidationFee = fee
    rules.slippage = slippage
    rules.impact = impact
    rules.participation = participation
    rules.fundingRate = funding
    rules.marginsByOwner = byOwner
    rules.feedback = feedback
    return rules
  }
}
