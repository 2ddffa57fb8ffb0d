import Foundation
import Testing

/// Steps and horizons of the policy file, as an analyst meets them.
@Suite struct PolicyStepTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Prices.csv(700), to: "A.csv")
  }

  private func calibrate(_ policy: String, _ flags: String...) throws -> ToolRun {
    try sandbox.write("preset = \"plain\"\n" + policy, to: "own.toml")
    return try sandbox.margin(["calibrate", "A.csv", "--policy", "own.toml"] + flags)
  }

  private func rate(_ run: ToolRun, _ side: String, _ key: String) throws -> Double {
    let instruments = try #require(run.json?["instruments"] as? [[String: Any]], "\(run.error)")
    let margin = try #require(instruments.first?[side] as? [String: Any])
    return try #require(margin[key] as? Double)
  }

  private func override(until: String) -> String {
    """
    [[step]]
    override = { instrument = "A", side = "long", rate = 0.5, from = "2021-11-01", \
    until = "\(until)", review = "2021-11-02", author = "A. Analyst", reason = "a vote" }
    """
  }

  @Test func anExpiredOverrideFailsTheScheduleOfADateAndNamesItself() throws {
    let acting = try calibrate(override(until: "2021-12-31"), "--format", "json")
    #expect(try rate(acting, "long", "maintenanceMargin") == 0.5)
    #expect(try rate(acting, "short", "maintenanceMargin") < 0.1)
    let ended = try calibrate(override(until: "2021-11-15"))
    #expect(ended.code == 2)
    #expect(ended.error.contains("the override by A. Analyst ended on 2021-11-15 (a vote)"))
    #expect(try calibrate(override(until: "2021-11-15"), "--history").code == 0)
  }

  @Test func aScheduleWithOverridesIsBacktestedWithAndWithout() throws {
    try sandbox.write("preset = \"plain\"\n" + override(until: "2021-12-31"), to: "own.toml")
    let run = try sandbox.margin(
      "backtest", "A.csv", "--policy", "own.toml", "--models", "volatility-weighted-historical",
      "--format", "csv", "--p-values", "asymptotic")
    #expect(run.output.contains("A,without overrides,maintenance"), "\(run.error)")
  }

  @Test func policiesStandSideBySideAndDaysBelowAreCounted() throws {
    try sandbox.write(Prices.csv(700, late: 0.05), to: "A.csv")
    try sandbox.write(
      "preset = \"plain\"\n[[step]]\nspeed-limit = { factor = 1.1, days = 20 }", to: "speed.toml")
    let run = try sandbox.margin(
      "backtest", "A.csv", "--policies", "plain,speed.toml", "--format", "json", "--side", "long",
      "--p-values", "asymptotic")
    let results = try #require(run.json?["results"] as? [[String: Any]], "\(run.error)")
    let margins = results.filter { $0["rate"] as? String == "maintenance" }
    #expect(margins.map { $0["label"] as? String } == ["plain", "speed"])
    let below = margins.map { $0["belowCalculated"] as? [String: Any] }
    #expect(below[0]?["days"] as? Int == 0)
    #expect(try #require(below[1]?["days"] as? Int) > 10)
    #expect(try #require(below[1]?["leastShare"] as? Double) < 0.9)
    let twice = try sandbox.margin("backtest", "A.csv", "--policies", "speed.toml,./speed.toml")
    #expect(twice.code == 2)
    #expect(
      twice.messages.last
        == "margin: --policies: two policies have the same name; rename one of the files")
  }

  @Test func anInitialMarginOfAReactionTimeIsOnTopOfMaintenance() throws {
    let run = try calibrate(
      """
      [margin]
      initial = { level = 0.95, period-of-risk = { count = 1, unit = "bars" } }
      """, "--format", "json")
    let maintenance = try rate(run, "long", "maintenanceMargin")
    let initial = try rate(run, "long", "initialMargin")
    let estimate = try sandbox.margin(
      "calibrate", "A.csv", "--level", "0.95", "--format", "json")
    let reaction = try rate(estimate, "long", "valueAtRisk")
    #expect(initial >= maintenance + reaction - 1e-9)
    #expect(initial < maintenance + reaction + 0.0005)
    // Every date of a history has it too.
    let history = try calibrate(
      """
      [margin]
      initial = { level = 0.95, period-of-risk = { count = 1, unit = "bars" } }
      """, "--history")
    #expect(history.output.contains("0.99,1,\(initial),\(maintenance),"), "\(history.error)")
  }

  @Test func aLargePositionTakesLongerToClose() throws {
    func bars(_ notional: Double) throws -> Int {
      let run = try calibrate(
        """
        [margin]
        liquidation = { notional = \(notional), volume = 1e6, participation = 0.1, outage-bars = 1 }
        """, "--format", "json")
      let instruments = try #require(run.json?["instruments"] as? [[String: Any]], "\(run.error)")
      let margin = try #require(instruments.first?["long"] as? [String: Any])
      return try #require(margin["horizonBars"] as? Int)
    }
    #expect(try bars(1e5) == 2)
    #expect(try bars(2.5e5) == 4)
  }

  @Test func aMixtureIsTheQuantileOfMixedObservations() throws {
    // A calm end after a wild start: the worst window is far from today.
    try sandbox.write(Prices.csv(700, late: 0.002), to: "A.csv")
    func lines(_ weight: Double) throws -> [Double] {
      let run = try calibrate(
        """
        [model.normal]
        window = 100
        [[step]]
        stress-weight = { weight = \(weight), blend = "mixture", length = 250 }
        """, "--format", "json")
      let instruments = try #require(run.json?["instruments"] as? [[String: Any]], "\(run.error)")
      let long = try #require(instruments.first?["long"] as? [String: Any])
      return try #require(long["steps"] as? [[String: Any]]).compactMap { $0["rate"] as? Double }
    }
    // Nothing mixed in is the model's own quantile; rates are whole millionths.
    let none = try lines(0)
    #expect(abs(none[1] - none[0]) <= 1e-6)
    // All of it is the worst window's: uniform returns of ±1 % have their 99 % quantile at 0.98 %.
    let all = try lines(1)
    #expect(abs(all[1] - 0.0098) < 0.0002)
    // One per cent of a quarter beyond: the wild quarter's 96 % quantile, 0.92 %.
    let quarter = try lines(0.25)
    #expect(abs(quarter[1] - 0.0092) < 0.0004)
    let refused = try calibrate(
      """
      [margin]
      measure = "expected-shortfall"
      [[step]]
      stress-weight = { blend = "mixture" }
      """)
    #expect(refused.code == 2 && refused.error.contains("a mixture requires value at risk"))
  }

  @Test func aPeriodThatEndsWithinABarSaysSo() throws {
    func codes(_ unit: String, _ count: Int) throws -> Bool {
      try calibrate(
        "[margin]\nperiod-of-risk = { count = \(count), unit = \"\(unit)\" }\n", "--format", "json"
      ).output.contains("period-within-bar")
    }
    #expect(try codes("minutes", 15))
    #expect(try codes("hours", 23))
    #expect(try !codes("hours", 24))
    #expect(try !codes("bars", 1))
  }

  @Test func aVolatilityFloorHoldsTheMarginInACalmMarket() throws {
    try sandbox.write(Prices.csv(700, late: 0.002), to: "A.csv")
    let plain = try calibrate("", "--format", "json")
    let floored = try calibrate(
      """
      [model.volatility-weighted-historical]
      volatility-floor = 0.5
      """, "--format", "json")
    #expect(
      try rate(floored, "long", "valueAtRisk") > 2 * rate(plain, "long", "valueAtRisk"))
  }

  @Test(arguments: [
    ("[[step]]\nspeed-limit = { factor = 0.9 }", "0.9 is not at least 1"),
    ("[[step]]\nfee = { rates = 0.1 }", "unknown key"),
    ("[[step]]\nimpact = { notional = 1e6 }", "requires exactly one of volume and depth"),
    ("[[step]]\nrecalibration = {}", "requires exactly one of every and bars"),
    (
      "[[step]]\nstress-weight = { period = \"hypothetical\", long = 0.2 }",
      "a hypothetical period requires the measures of both sides"
    ),
    (
      "[[step]]\nstress-weight = { long = 0.2 }", "only a hypothetical period has explicit measures"
    ),
    ("[[step]]\nevent = { date = \"2021-02-30\", event = \"x\", rate = 0.1 }", "is not a date"),
    ("[margin]\ninitial = { level = 0.99 }", "margin.initial.period-of-risk: is missing"),
    (
      "[margin]\ncovers = \"initial\"\ninitial = { level = 0.99, period-of-risk = { count = 1, unit = "
        + "\"bars\" } }", "a reaction time requires a level that covers maintenance margin"
    ),
    (
      "[margin]\nliquidation = { notional = 1e12, volume = 1e6 }",
      "liquidating the position takes more than 10000 bars"
    ),
    (
      "[model.volatility-weighted-historical]\nvolatility = \"garch\"\nvolatility-floor = 0.5",
      "an estimated volatility cannot have a floor"
    ),
    (
      "[[step]]\noverride = { instrument = \"A\", rate = 0.1, from = \"2021-02-02\", until = "
        + "\"2021-01-01\", review = \"2021-02-02\", author = \"A\", reason = \"b\" }",
      "2021-01-01 is before 2021-02-02"
    ),
    (
      "[[step]]\noverride = { instrument = \"A\", rate = 0.1, from = \"2021-01-01\", until = "
        + "\"2021-02-02\", review = \"2021-02-02\", author = \" \", reason = \"b\" }", "is empty"
    ),
  ])
  func aBadStepNamesItsKey(policy: String, message: String) throws {
    let run = try calibrate(policy)
    #expect(run.code == 2)
    #expect(run.error.contains("own.toml"), "\(run.error)")
    #expect(run.error.contains(message), "\(run.error)")
  }
}
