import Foundation
import TestSupport
import Testing

/// The worst price within the period of risk, from the file to the backtest.
@Suite struct ExcursionTests {
  private static let policy = """
    [model.historical]
    window = 250
    returns = "simple"
    horizon-rule = "adverse-excursion"
    [margin]
    measure = "value-at-risk"
    level = 0.99
    period-of-risk = { count = 2, unit = "bars" }
    covers = "maintenance"
    sides = "separate"
    rounding = 0.0005
    initial = 1.10
    """

  /// Hourly bars whose low and high lie half a percent beyond their close.
  private func hourly(_ count: Int) -> String {
    var generator = SeededGenerator(seed: 12)
    var price = 100.0
    var text = "timestamp,open,high,low,close\n"
    for bar in 0 ..< count {
      let open = price
      price *= 1 + Double.random(in: -0.01 ... 0.01, using: &generator)
      let (high, low) = (max(open, price) * 1.005, min(open, price) * 0.995)
      let day = String(format: "2024-03-%02d", 1 + bar / 24)
      let hour = String(format: "%02d:00:00Z", bar % 24)
      text += "\(day)T\(hour),\(open),\(high),\(low),\(price)\n"
    }
    return text
  }

  private func margin(_ json: [String: Any]?, _ side: String) throws -> Double {
    let instruments = try #require(json?["instruments"] as? [[String: Any]])
    let margin = try #require(instruments.first?[side] as? [String: Any])
    return try #require(margin["valueAtRisk"] as? Double)
  }

  @Test func hourlyBarsGiveALargerMarginThanTheirEndPoints() throws {
    let box = try Sandbox()
    try box.write(hourly(600), to: "coin.csv")
    try box.write(Self.policy, to: "worst.toml")
    try box.write(
      Self.policy.replacingOccurrences(of: "adverse-excursion", with: "overlapping"),
      to: "end.toml")
    let worst = try box.margin(
      "calibrate", "coin.csv", "--policy", "./worst.toml", "--format", "json")
    let end = try box.margin("calibrate", "coin.csv", "--policy", "./end.toml", "--format", "json")
    #expect(worst.code == 0, "\(worst.error)")
    for side in ["long", "short"] {
      #expect(try margin(worst.json, side) > margin(end.json, side))
    }
    #expect(worst.output.contains("2024-03-25T23:00:00Z"))
  }

  @Test func theBacktestIsOfTheWorstWithinThePeriod() throws {
    let box = try Sandbox()
    try box.write(hourly(700), to: "coin.csv")
    try box.write(Self.policy, to: "worst.toml")
    let run = try box.margin(
      "backtest", "coin.csv", "--policy", "./worst.toml", "--format", "json")
    #expect(run.code == 0, "\(run.error)")
    let results = try #require(run.json?["results"] as? [[String: Any]])
    // Held against end points, lows half a percent further out would almost never be met.
    for result in results where result["rate"] as? String == "model" {
      let exceedances = try #require(result["exceedances"] as? Int)
      #expect((1 ... 25).contains(exceedances), "\(exceedances)")
    }
  }

  @Test func aCombinationOfItIsRefused() throws {
    let box = try Sandbox()
    try box.write(hourly(600), to: "coin.csv")
    try box.write(
      """
      [[model]]
      combination = { rule = "median", members = [{ historical = { horizon-rule = "adverse-excursion" } }, { normal = {} }] }
      """, to: "models.toml")
    let run = try box.margin("estimate", "coin.csv", "--models", "models.toml")
    #expect(run.code == 2)
    #expect(run.error.contains("cannot be combined with other returns"), "\(run.error)")
  }
}
