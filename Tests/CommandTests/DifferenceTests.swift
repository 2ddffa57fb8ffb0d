import Foundation
import MarketData
import TestSupport
import Testing

/// Margins of price differences, from the file to the reports.
@Suite struct DifferenceTests {
  private static let oil = SharedFile(
    "data/fx_commodities_rates_vol/wti_spot_eia_daily_1986_2026.csv")
  private static let historical = [
    "--models", "historical", "--window", "250", "--convention", "difference",
  ]
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Self.yields(900), to: "bund.csv")
    try sandbox.write(Prices.csv(600, late: 0.02), to: "a.csv")
  }

  /// A yield in percent that reverts to zero and crosses it often.
  private static func yields(_ count: Int) -> String {
    var generator = SeededGenerator(seed: 11)
    var level = 0.3
    var text = "date,close\n"
    for day in 0 ..< count {
      text += "\(CalendarDate(days: 17_000 + Int32(day))),\((level * 1000).rounded() / 1000)\n"
      level = 0.98 * level + Double.random(in: -0.06 ... 0.06, using: &generator)
    }
    return text
  }

  private static func prices(_ text: String) -> [Double] {
    text.split(separator: "\n").dropFirst().compactMap { Double($0.split(separator: ",")[1]) }
  }

  /// The exceedances of a side among its forecasts: of n losses, at most 250, the margin is the
  /// ⌈(n + 1)·0.99⌉-th, and one of a hundred lies beyond the level.
  private static func exceedances(_ prices: [Double], _ sign: Double) -> (count: Int, of: Int) {
    let losses = zip(prices.dropFirst(), prices).map { sign * ($0 - $1) }
    let forecasts = 100 ..< losses.count
    let count = forecasts.count { day in
      let window = losses[max(0, day - 250) ..< day].sorted()
      let rank = (99 * (window.count + 1) + 99) / 100
      return losses[day] > window[rank - 1]
    }
    return (count, forecasts.count)
  }

  private func results(_ run: ToolRun) throws -> [[String: Any]] {
    try #require(run.json?["results"] as? [[String: Any]], "\(run.error)")
  }

  private func expectCounts(of file: String, _ text: String) throws {
    let run = try sandbox.margin(
      ["backtest", file, "--tests", "kupiec", "--format", "json"] + Self.historical)
    #expect(run.json?["unit"] as? String == "price")
    let models = try results(run).filter { $0["rate"] as? String == "model" }
    try #require(models.count == 2)
    for result in models {
      let truth = Self.exceedances(
        Self.prices(text), result["side"] as? String == "long" ? -1 : 1)
      #expect(result["exceedances"] as? Int == truth.count)
      #expect(result["forecasts"] as? Int == truth.of)
      let coverage = try #require(result["coverage"] as? Double)
      #expect(abs(coverage - (1 - Double(truth.count) / Double(truth.of))) < 1e-12)
    }
  }

  @Test func aYieldThroughZeroIsBacktested() throws {
    let text = try sandbox.read("bund.csv")
    try #require(Self.prices(text).count { $0 <= 0 } > 100)
    try expectCounts(of: "bund.csv", text)
  }

  @Test(.enabled(if: oil.isWanted)) func oilWithApril2020IsBacktested() throws {
    let text = try String(contentsOf: Self.oil.located(), encoding: .utf8)
    try sandbox.write(text, to: "wti.csv")
    try expectCounts(of: "wti.csv", text)
    let run = try sandbox.margin(
      ["backtest", "wti.csv", "--from", "2020-04-01", "--to", "2020-04-30", "--format", "json"]
        + Self.historical)
    // From 18.31 on Friday the 17th to −36.98 on Monday, and to 8.91 on Tuesday.
    for (side, date, loss) in [("long", "2020-04-17", 55.29), ("short", "2020-04-20", 45.89)] {
      let result = try #require(
        try results(run).first { $0["rate"] as? String == "model" && $0["side"] as? String == side }
      )
      let list = try #require(result["exceedanceList"] as? [[String: Any]])
      let worst = try #require(list.first { $0["date"] as? String == date })
      #expect(abs(try #require(worst["loss"] as? Double) - loss) < 1e-9)
    }
  }

  private func margin(_ run: ToolRun, _ side: String = "long") throws -> [String: Any] {
    let instruments = try #require(run.json?["instruments"] as? [[String: Any]], "\(run.error)")
    return try #require(instruments.first?[side] as? [String: Any])
  }

  @Test(.enabled(if: oil.isWanted)) func theShareOfThePriceIsNullBelowZero() throws {
    try sandbox.write(String(contentsOf: Self.oil.located(), encoding: .utf8), to: "wti.csv")
    func run(_ date: String, _ format: String) throws -> ToolRun {
      try sandbox.margin(
        ["calibrate", "wti.csv", "--as-of", date, "--format", format] + Self.historical)
    }
    let before = try run("2020-04-17", "json")
    #expect(before.json?["unit"] as? String == "price")
    let share = try #require(try margin(before)["ofPrice"] as? [String: Any])
    let initial = try #require(try margin(before)["initialMargin"] as? Double)
    let rate = try #require(share["initialMargin"] as? Double)
    #expect(abs(rate - initial / 18.31) < 1e-12)
    #expect(try margin(before)["maximumLeverage"] is NSNull)
    let after = try run("2020-04-20", "json")
    let none = try #require(try margin(after)["ofPrice"] as? [String: Any])
    #expect(none["initialMargin"] is NSNull && none["maintenanceMargin"] is NSNull)
    let rows = try run("2020-04-20", "csv").output.split(separator: "\n").map(String.init)
    #expect(rows[0].hasSuffix(",initialMarginOfPrice,maintenanceMarginOfPrice,unit"))
    #expect(rows[1].hasSuffix(",,,price"))
  }

  /// The text reports whose rows of amounts begin with one of some words.
  @Test(arguments: [
    ("calibrate bund.csv", ["bund "]), ("calibrate bund.csv --history --format text", ["20"]),
    ("explain bund.csv", ["model ", "rounding ", "total ", "risk"]),
    ("explain bund.csv --since 2018-06-01", ["returns", "volatility", "total"]),
    ("estimate bund.csv --models historical,normal", ["historical ", "normal "]),
    ("stress bund.csv", ["initial ", "maintenance ", "worst "]),
  ])
  func amountsHaveNoPercentSign(line: String, words: [String]) throws {
    let run = try sandbox.margin(
      line.split(separator: " ").map(String.init) + ["--convention", "difference"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.split(separator: "\n")[0].contains("in price units"))
    let rows = run.output.split(separator: "\n").filter { row in
      words.contains { row.drop(while: { $0 == " " }).hasPrefix($0) }
    }
    #expect(!rows.isEmpty)
    // A level, a frequency and a share of the price are percentages, an amount is none.
    let shares = ["99 % ", "95 % ", " of it left"]
    for row in rows {
      #expect(!row.contains(" pp"), "\(row)")
      let rest = shares.reduce(String(row)) { $0.replacingOccurrences(of: $1, with: "") }
      let isShare = line.hasPrefix("stress") || line.hasPrefix("calibrate")
      #expect(isShare || !rest.contains("%"), "\(row)")
    }
  }

  @Test func schedulesInPriceUnitsAreComparedAmongThemselves() throws {
    for (name, options) in [
      ("one.json", ["--convention", "difference"]),
      ("two.json", ["--convention", "difference", "--as-of", "2018-09-01"]),
    ] {
      let run = try sandbox.margin(["calibrate", "bund.csv", "--output", name] + options)
      #expect(run.code == 0, "\(run.error)")
    }
    let run = try sandbox.margin("compare", "two.json", "one.json", "--format", "json")
    #expect(run.json?["unit"] as? String == "price")
    let changes = try #require(run.json?["changes"] as? [[String: Any]])
    #expect(changes.count == 2)
    #expect(changes.allSatisfy { ($0["positions"] as? [Any])?.isEmpty == true })
    let text = try sandbox.margin("compare", "two.json", "one.json", "--notice", "notice.md").output
    #expect(text.contains("in price units") && !text.contains(" pp"))
    let notice = try sandbox.read("notice.md")
    #expect(notice.contains("amounts in price units") && !notice.contains("(pp)"))
    _ = try sandbox.margin("calibrate", "a.csv", "--output", "other.json")
    let other = try sandbox.margin("compare", "one.json", "other.json")
    #expect(other.code == 2 && other.error.contains("in another unit"))
  }

  @Test func forecastsInPriceUnitsAreReadBack() throws {
    let run = try sandbox.margin(
      [
        "backtest", "bund.csv", "--tests", "kupiec", "--export-forecasts", "f.csv", "--format",
        "csv",
      ] + Self.historical)
    #expect(run.code == 0, "\(run.error)")
    let again = try sandbox.margin(
      "backtest", "--forecasts", "f.csv", "--tests", "kupiec", "--format", "csv")
    #expect(again.output == run.output)
    #expect(again.output.hasSuffix(",price\n"))
  }

  @Test func aSearchHasMarginsInPriceUnits() throws {
    try sandbox.write("[grid]\n\"margin.initial\" = [1.1, 1.2]\n", to: "space.toml")
    let line =
      "tune bund.csv --space space.toml --window 200 --level 0.95 --coverage 0.9 --first-days 250"
      + " --fold-days 80 --test-days 80 --evaluations 0 --convention difference"
    let run = try sandbox.margin(line.split(separator: " ").map(String.init) + ["--format", "csv"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.hasSuffix(",price\n"))
    let two = try sandbox.margin(line.split(separator: " ").map(String.init) + ["a.csv"])
    #expect(two.code == 2 && two.error.contains("--per-instrument"), "\(two.error)")
  }

  // MARK: - Refusals

  private func expectRefusal(_ line: String, _ words: String) throws {
    let run = try sandbox.margin(line.split(separator: " ").map(String.init))
    #expect(run.code == 2)
    #expect(run.error.contains(words), "\(run.error)")
  }

  @Test func whatNeedsFractionsOfNotionalRefusesPriceUnits() throws {
    _ = try sandbox.margin(
      "calibrate", "a.csv", "--convention", "difference", "--output", "s.json")
    let words = "margins of price differences are in price units"
    try expectRefusal("simulate a.csv --accounts 20 --convention difference", words)
    try expectRefusal("simulate a.csv --accounts 20 --schedule s.json", "s.json: " + words)
    try expectRefusal("account build-tiers a.csv --volume 1e7 --convention difference", words)
    try sandbox.write("date,r\n2020-01-01,0.01\n2020-01-02,-0.01\n", to: "r.csv")
    try expectRefusal(
      "calibrate r.csv --returns decimal --convention difference", "cannot be computed from returns"
    )
    try expectRefusal("calibrate bund.csv", "--convention difference")
    try expectRefusal(
      "calibrate a.csv --policy crypto-perpetual --convention difference", "leverage-ladder")
    try expectRefusal(
      "calibrate a.csv --models cornish-fisher --convention log", "simple, difference")
  }

  @Test(arguments: [
    ("floor = { rate = 0.05 }", "step[1].floor.rate"), ("cap = { rate = 0.5 }", "step[1].cap.rate"),
    ("fee = { rate = 0.001 }", "step[1].fee.rate"), ("spread = {}", "step[1].spread.mean"),
    (
      "stress-floor = { period = \"hypothetical\", long = 0.1, short = 0.1 }",
      "step[1].stress-floor.long"
    ),
  ])
  func aShareOfThePriceIsRefusedByItsKey(step: String, key: String) throws {
    try sandbox.write(
      "[model.historical]\nreturns = \"difference\"\n[[step]]\n\(step)\n", to: "own.toml")
    let run = try sandbox.margin("calibrate", "bund.csv", "--policy", "./own.toml")
    #expect(run.code == 2)
    #expect(
      run.error.contains(key) && run.error.contains("is relative to the price"), "\(run.error)")
  }

  @Test func stepsThatMultiplyWorkInPriceUnits() throws {
    let steps = [
      "buffer = { share = 0.25 }", "stress-weight = { weight = 0.25 }",
      "floor = { lookback-years = 1 }", "damping = { fraction = 0.1 }",
      "speed-limit = { factor = 1.5, days = 20 }", "hysteresis = {}", "jump-floor = {}",
      "wrong-way = { share = 0.1 }",
    ]
    try sandbox.write(
      "[model.historical]\nreturns = \"difference\"\n" + steps.map { "[[step]]\n\($0)\n" }.joined(),
      to: "own.toml")
    let run = try sandbox.margin(
      "calibrate", "bund.csv", "--policy", "./own.toml", "--history", "--format", "csv")
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.split(separator: "\n").count > 1000)
  }
}
