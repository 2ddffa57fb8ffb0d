import TestSupport
import Testing

/// Every option changes what a command prints, beside a run without it.
struct OptionEffectTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Self.bars, to: "p.csv")
    try sandbox.write(Prices.csv(700, seed: 9, late: 0.02), to: "q.csv")
    try sandbox.write(
      "symbol,min_notional,max_notional,mmr,max_leverage\nX,0,100,0.01,50\nX,100,1000,0.02,20\n",
      to: "t.csv")
    let returns = (0 ..< 300).map { "\(Double($0 * 37 % 101) / 1000 - 0.05)\n" }
    try sandbox.write("r\n" + returns.joined(), to: "r.csv")
  }

  /// Bars with volumes, an adjusted close, a missing price and a fall.
  private static let bars: String = {
    var rows = "date,open,high,low,close,adjusted close,volume\n"
    var price = 100.0
    for (day, line) in Prices.csv(600, late: 0.02).split(separator: "\n").dropFirst().enumerated() {
      let date = line.split(separator: ",")[0]
      let close = day == 560 ? price * 0.75 : price * (day % 2 == 0 ? 1.012 : 0.991)
      let printed = day == 300 ? "" : "\(close)"
      rows += "\(date),\(price),\(max(price, close) * 1.002),\(min(price, close) * 0.998),"
      rows += "\(printed),\(close * (1 - Double(day) / 6000)),\(1000 + day)\n"
      price = close
    }
    return rows
  }()

  struct Case: Sendable, CustomTestStringConvertible {
    let base: String
    let option: String
    var testDescription: String { "\(base) | \(option)" }
  }

  private static func cases(_ base: String, _ options: [String]) -> [Case] {
    options.map { Case(base: base, option: $0) }
  }

  static let calibrate =
    cases(
      "calibrate p.csv --format csv",
      [
        "--missing carry", "--price adjusted-close", "--policy emir-etd",
        "--models ewma", "--window 200", "--decay 0.9", "--level 0.975", "--horizon 5",
        "--side long", "--as-of 2021-03-01", "--history", "--format json",
      ])
    + cases(
      "calibrate p.csv --models ewma --decay 0.995 --format csv",
      ["--start-up backcast", "--innovations student-t"])
    + cases("calibrate r.csv --returns decimal --format csv", ["--returns percent"])
    + cases("calibrate p.csv --models monte-carlo --format csv", ["--seed 2"])
    + cases(
      "calibrate p.csv --models garch --window 300 --history --format csv",
      ["--refit-every 200", "--from 2021-05-01", "--to 2021-05-01"])
    + cases(
      "backtest q.csv --models ewma --format json --p-values asymptotic",
      [
        "--tests kupiec", "--significance 0.5", "--draws 99 --p-values simulated",
        "--policies plain", "--from 2021-01-01",
      ])
    + cases("explain q.csv", ["--since 2021-06-01", "--previous-policy emir-etd"])
    + cases("explain q.csv --since 2021-06-01 --policy emir-etd", ["--attribution order"])
    + cases("stress q.csv --format csv", ["--shock -0.4", "--period a=2020-02-03/2020-05-01"])

  static let accounts =
    cases(
      "account build-tiers q.csv --caps 1e5,1e6,1e7 --volume 1e7 --format csv",
      [
        "--caps 1e5,1e6", "--volume 1e6", "--participation 0.02", "--detection-bars 3",
        "--outage-bars 3", "--spread 0.01", "--fee 0.01", "--impact 0.1", "--initial 4",
        "--format json",
      ])
    + cases(
      "account build-tiers q.csv --caps 1e5,1e6,1e7 --volume 1e7 --impact 0.1 --format csv",
      ["--impact-exponent 1"])
    + cases("account tiers t.csv", ["--at 5", "--rule cliff", "--format csv"])
    + cases(
      "simulate p.csv --models historical --window 100 --accounts 300 --fund 0 --impact 0.1",
      [
        "--accounts 200", "--contract inverse", "--fund 1e6", "--path close", "--call-ratio 1.01",
        "--top-up 0", "--target-ratio 2", "--fee 0.02", "--slippage 0.05", "--impact 0.5",
        "--participation 0.001", "--funding 0.01", "--feedback 1", "--losses none", "--seed 3",
        "--against plain",
      ])

  @Test(arguments: calibrate + accounts)
  func theOptionIsSeenInTheResult(_ line: Case) throws {
    let base = line.base.split(separator: " ").map(String.init)
    let option = line.option.split(separator: " ").map(String.init)
    // An option that the base has is given anew: the parser takes the last.
    let plain = try sandbox.margin(base + ["--quiet"])
    let changed = try sandbox.margin(base + option + ["--quiet"])
    #expect(plain.code == 0, "\(plain.error)")
    #expect(changed.code == 0, "\(changed.error)")
    #expect(changed.output != plain.output)
  }

  @Test(
    .tags(.slow),
    arguments: [
      "--coverage 0.9", "--confidence 0.8", "--rise 5", "--rise 0.5 --rise-days 30",
      "--peak-to-trough 1.01", "--first-days 250", "--fold-days 100", "--test-days 150",
      "--per-instrument", "--side long",
    ])
  func theSearchHeedsTheOption(option: String) throws {
    try sandbox.write(
      "[grid]\n\"model.volatility-weighted-historical.decay\" = [0.94, 0.99]\n", to: "space.toml")
    let base = [
      "tune", "q.csv", "p.csv", "--missing", "carry", "--space", "space.toml", "--window", "150",
      "--level", "0.95", "--coverage", "0.92", "--first-days", "200", "--fold-days", "80",
      "--test-days", "80", "--evaluations", "0", "--rise", "0.5", "--quiet", "--format", "json",
    ]
    let plain = try sandbox.margin(base)
    let changed = try sandbox.margin(base + option.split(separator: " ").map(String.init))
    #expect(plain.code == 0, "\(plain.error)")
    #expect(changed.code == 0, "\(changed.error)")
    #expect(changed.output != plain.output)
  }
}
