import Accounts
import ArgumentParser
import Calibration
internal import Documents
import Instruments

/// Who trades in a replay, and how venue and clients act.
struct ReplayFlags: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Accounts to draw. (default: 10000)", valueName: "n"))
  var accounts: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Accounts of a file, margin.population/1, opened on the first bar and held.",
      valueName: "file"), completion: .file(extensions: ["json"]))
  var population: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The insurance fund on the first bar, of each market. (default: 100000, of inverse contracts 10 coins)",
      valueName: "amount")
  )
  var fund: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The way within a bar: adverse, worst or close. (default: adverse)", valueName: "p")
  )
  var path: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Equity over maintenance margin at which a client is called. (default: 1.2)", valueName: "k"))
  var callRatio: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The chance that a called client pays, on the next bar. (default: 0.5)", valueName: "p"))
  var topUp: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Closes only as much as brings the ratio back to this. (default: all)", valueName: "k"))
  var targetRatio: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The liquidation fee, of notional. (default: 0.0005)", valueName: "f"))
  var fee: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What a liquidation fills worse. (default: 0.0005)", valueName: "s"))
  var slippage: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The further move of a fill of a bar's whole volume. (default: 0)", valueName: "i"))
  var impact: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The share of a bar's volume that is liquidated at most. (default: no bound)", valueName: "p")
  )
  var participation: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What longs pay shorts every eight bars, of the value. (default: 0)", valueName: "f"))
  var funding: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The lasting move of a liquidation of a bar's whole volume. (default: 0, none)",
      valueName: "x"))
  var feedback: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Who pays what the fund cannot: queue, pro-rata or none. (default: queue)", valueName: "rule")
  )
  var losses: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What contracts settle in: linear, the quote currency, or inverse, coin. (default: linear)",
      valueName: "kind"))
  var contract: String?
  @Flag(help: "Brackets of --tiers hold an owner's positions on a side together.")
  var byOwner = false

  /// How contracts pay.
  func chosenContract() throws(ToolFailure) -> Contract {
    try FlagValue("--contract", contract)?.choice() ?? .linear
  }

  func clients() throws -> Population {
    if let population {
      guard accounts == nil else {
        throw ToolFailure(
          "--accounts", "stands beside --population", remedy: "draw accounts, or name a file")
      }
      return .stated(try PopulationFile(contentsOf: population).clients)
    }
    var drawn = DrawnPopulation()
    drawn.count =
      try FlagValue("--accounts", accounts)?.whole(in: 1 ... 10_000_000, 10_000) ?? 10_000
    return .drawn(drawn)
  }

  func openingFund() throws(ToolFailure) -> Amount {
    let isInverse = try chosenContract() == .inverse
    let most = isInverse ? 1e10 : 1e12
    let usual = isInverse ? 10.0 : 100_000
    return Amount(nearest: try value("--fund", fund, 0 ... most, usual) ?? usual)
  }

  func rules() throws(ToolFailure) -> ReplayRules {
    var rules = ReplayRules()
    if let path = FlagValue("--path", path) { rules.path = try path.choice() }
    if let losses = FlagValue("--losses", losses) { rules.lossRule = try losses.choice() }
    rules.callRatio = try value("--call-ratio", callRatio, 1 ... 10, 1.2) ?? rules.callRatio
    rules.topUpChance = try value("--top-up", topUp, 0 ... 1, 0.5) ?? rules.topUpChance
    rules.targetRatio = try value("--target-ratio", targetRatio, 1 ... 10, 1.3)
    rules.liquidationFee = try value("--fee", fee, 0 ... 0.1, 0.0005) ?? rules.liquidationFee
    rules.slippage = try value("--slippage", slippage, 0 ... 0.5, 0.0005) ?? rules.slippage
    rules.impact = try value("--impact", impact, 0 ... 1, 0.05) ?? 0
    rules.participation = try value("--participation", participation, 1e-6 ... 1, 0.1)
    rules.fundingRate = try value("--funding", funding, -0.1 ... 0.1, 0.0001) ?? 0
    rules.marginsByOwner = byOwner
    rules.feedback = try value("--feedback", feedback, 0 ... 10, 0.1) ?? 0
    return rules
  }

  private func value(
    _ flag: String, _ text: String?, _ range: ClosedRange<Double>, _ example: Double
  ) throws(ToolFailure) -> Double? {
    guard let number = try FlagValue(flag, text)?.number(example) else { return nil }
    guard range.contains(number) else {
      throw ToolFailure(
        flag, "\(number) is not from \(range.lowerBound) to \(range.upperBound)",
        remedy: "write a number like \(example)")
    }
    return number
  }
}
