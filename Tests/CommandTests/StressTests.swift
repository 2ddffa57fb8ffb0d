import Foundation
import Testing

/// Margins under the past, under shocks, and what breaks them.
@Suite struct StressTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Prices.csv(700, late: 0.02), to: "A.csv")
  }

  private func side(_ run: ToolRun, _ index: Int = 0) throws -> [String: Any] {
    let instruments = try #require(run.json?["instruments"] as? [[String: Any]], "\(run.error)")
    let sides = try #require(instruments.first?["sides"] as? [[String: Any]])
    return sides[index]
  }

  /// Returns of ±0.98 % in turns, with a fall of 20 % from 2020-08-01 and one of 9 % a year later.
  private func falls() -> String {
    var price = 100.0
    var text = "date,close\n"
    for day in 0 ..< 900 {
      let date = Date(timeIntervalSince1970: 1_577_836_800 + Double(day) * 86_400)
      text += "\(date.formatted(.iso8601.year().month().day())),\(price)\n"
      price *= day == 213 ? 0.8 : day == 578 ? 0.91 : day % 2 == 0 ? 1.0098 : 0.9902
    }
    return text
  }

  @Test func theWorstLossOfAWindowHasItsDay() throws {
    try sandbox.write(falls(), to: "A.csv")
    let run = try sandbox.margin(
      "stress", "A.csv", "--models", "historical", "--period", "mine=2020-07-01/2020-09-01",
      "--format", "json", "--side", "long")
    let side = try side(run)
    let windows = try #require(side["windows"] as? [[String: Any]])
    let mine = try #require(windows.first { $0["name"] as? String == "mine" })
    #expect(abs(try #require(mine["worst"] as? Double) - 0.2) < 1e-12)
    #expect(mine["worstFrom"] as? String == "2020-08-01")
    #expect(mine["aboveMaintenance"] as? Int == 1)
    #expect(mine["losses"] as? Int == 62)
    // The known crisis of March 2020 lies in the data too, that of 2008 does not.
    #expect(windows.contains { $0["name"] as? String == "2020 March" })
    #expect(!windows.contains { $0["name"] as? String == "2008 crisis" })
  }

  @Test func theMoveThatBreaksAMarginLosesTheMargin() throws {
    try sandbox.write(falls(), to: "A.csv")
    let run = try sandbox.margin("stress", "A.csv", "--models", "historical", "--format", "json")
    for index in 0 ... 1 {
      let breaks = try #require(try side(run, index)["breaks"] as? [[String: Any]])
      for item in breaks {
        let move = try #require(item["move"] as? Double)
        let margin = try #require(item["margin"] as? Double)
        #expect(abs(abs(move) - margin) < 1e-9)
        #expect((move < 0) == (index == 0))
      }
    }
    let maintenance = try #require((try side(run)["breaks"] as? [[String: Any]])?.first)
    let times = try #require(maintenance["exceedances"] as? Int)
    #expect(times == 2)
    #expect(maintenance["lastFrom"] as? String == "2021-08-01")
  }

  @Test func shocksAreLossesOfTheSide() throws {
    let run = try sandbox.margin("stress", "A.csv", "--shock", "-0.3,0.4", "--format", "json")
    let long = try #require(try side(run)["shocks"] as? [[String: Any]])
    let short = try #require(try side(run, 1)["shocks"] as? [[String: Any]])
    #expect(long.map { $0["loss"] as? Double } == [0.3, -0.4])
    #expect(short.map { $0["loss"] as? Double } == [-0.3, 0.4])
    #expect(short[1]["survives"] as? Double == 2.5)
    #expect(short[0]["survives"] is NSNull)
  }

  @Test func parametersAreMovedOneAtATimeAndTogether() throws {
    let run = try sandbox.margin(
      "stress", "A.csv", "--window", "300", "--sensitivity", "--format", "json", "--jobs", "2")
    let instruments = try #require(run.json?["instruments"] as? [[String: Any]], "\(run.error)")
    let rows = try #require(instruments[0]["sensitivities"] as? [[String: Any]])
    let changes = rows.compactMap { $0["change"] as? String }
    #expect(
      changes.prefix(6) == [
        "window 150", "window 600", "decay 0.94", "decay 0.985", "level 0.975", "level 0.995",
      ])
    #expect(changes.contains("period of risk 2"))
    let level = try #require(rows.first { $0["change"] as? String == "level 0.995" })
    let rates = try #require(level["rates"] as? [Double])
    let base = try #require(level["baseRates"] as? [Double])
    // Validity: the calculated rate does not fall in the level.
    #expect(rates[0] >= base[0] && rates[1] >= base[1])
    let one = try sandbox.margin(
      "stress", "A.csv", "--window", "300", "--sensitivity", "--format", "json", "--jobs", "1")
    #expect(one.output == run.output)
  }

  @Test func aDateInThePastKnowsNothingOfWhatCame() throws {
    let lines = try sandbox.read("A.csv").split(separator: "\n")
    let whole = try sandbox.margin("stress", "A.csv", "--as-of", "2021-06-30", "--format", "csv")
    let day = try #require(lines.firstIndex { $0.hasPrefix("2021-06-30") })
    try sandbox.write(lines.prefix(day + 1).joined(separator: "\n") + "\n", to: "A.csv")
    #expect(try sandbox.margin("stress", "A.csv", "--format", "csv").output == whole.output)
  }

  @Test func anUndatedSeriesHasNoWindowsButItsWorst() throws {
    let lines = try sandbox.read("A.csv").split(separator: "\n").dropFirst()
    let closes = lines.map { $0.split(separator: ",")[1] }.joined(separator: "\n")
    try sandbox.write("close\n" + closes + "\n", to: "A.csv")
    let run = try sandbox.margin("stress", "A.csv", "--format", "json")
    let windows = try #require(try side(run)["windows"] as? [[String: Any]])
    #expect(windows.compactMap { $0["name"] as? String } == ["worst 250"])
    #expect(run.output.contains("windows-need-dates"))
  }

  @Test(arguments: [
    (["--period", "x=2020-01-01"], "--period: invalid value \"x=2020-01-01\""),
    (
      ["--period", "x=2020-02-01/2020-01-01"],
      "; expected a name and two dates in order, for example"
    ),
    (["--period", "2020-01-01/2020-02-01"], "; expected a name and two dates in order"),
    (
      ["--period", "a=2020-01-01/2020-02-01", "--period", "a=2020-01-01/2020-03-01"],
      "--period: there are two periods \"a\"; rename one of them"
    ),
    (["--shock", "-1.5"], "--shock: invalid value \"-1.5\"; expected a fraction above -1"),
    (["--shock", "much"], "--shock: invalid value \"much\"; expected a fraction"),
  ])
  func aBadStressNamesItsFlag(flags: [String], message: String) throws {
    let run = try sandbox.margin(["stress", "A.csv"] + flags)
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
  }

  @Test func aWindowThatTheDataLackIsSaidToBe() throws {
    let run = try sandbox.margin("stress", "A.csv", "--period", "gulf=1990-08-01/1991-02-28")
    #expect(run.code == 0)
    #expect(run.output.contains("the data have no loss in gulf, 1990-08-01 to 1991-02-28"))
  }
}
