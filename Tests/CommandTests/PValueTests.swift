import Foundation
import Testing

/// The kind of p-values that a backtest is asked for.
@Suite struct PValueTests {
  private func tests(_ run: ToolRun) throws -> [[String: Any]] {
    let results = try #require(run.json?["results"] as? [[String: Any]])
    return try #require(results.first?["tests"] as? [[String: Any]])
  }

  private func backtest(_ flags: String...) throws -> ToolRun {
    let box = try Sandbox()
    try box.write(Prices.csv(900, late: 0.02), to: "p.csv")
    return try box.margin(
      ["backtest", "p.csv", "--models", "ewma", "--format", "json", "--quiet"] + flags)
  }

  @Test func simulatedOnesSayTheirDrawsAndSeed() throws {
    let run = try backtest("--p-values", "simulated", "--draws", "49")
    let gaps = try #require(try tests(run).first { $0["test"] as? String == "haas-tbf" })
    #expect(gaps["pValueMethod"] as? String == "simulated")
    #expect(gaps["draws"] as? Int == 49 && gaps["seed"] as? Int == 1)
    let again = try backtest("--draws", "49")
    #expect(run.output == again.output)
  }

  @Test func asymptoticOnesLackWhatHasNoLimit() throws {
    let found = try tests(try backtest("--p-values", "asymptotic"))
    let z = try #require(found.first { $0["test"] as? String == "acerbi-szekely-2" })
    #expect(z["pValue"] as? Double == nil)
    #expect(z["pValueReason"] as? String == "no-limiting-distribution")
    #expect(!found.contains { $0["pValueMethod"] as? String == "simulated" })
  }

  @Test(arguments: [
    (["--p-values", "guessed"], "--p-values"),
    (["--draws", "5"], "--draws"),
    (
      ["--p-values", "asymptotic", "--draws", "99"], "--draws: has no effect on asymptotic p-values"
    ),
  ])
  func whatMakesNoSenseIsRefused(flags: [String], message: String) throws {
    let box = try Sandbox()
    try box.write(Prices.csv(600), to: "p.csv")
    let run = try box.margin(["backtest", "p.csv"] + flags)
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
  }
}

extension PValueTests {
  @Test func onlyTheTestsThatAreNamedAreMadeAndDecide() throws {
    let box = try Sandbox()
    try box.write(Prices.csv(900, late: 0.02), to: "p.csv")
    let line = [
      "backtest", "p.csv", "--models", "ewma", "--format", "json", "--quiet", "--strict",
      "--allow-untested",
    ]
    let all = try box.margin(line + ["--p-values", "asymptotic"])
    #expect(all.code == 1)
    let results = try #require(all.json?["results"] as? [[String: Any]])
    let tests = try results.flatMap { try #require($0["tests"] as? [[String: Any]]) }
    let rejecting = Set(
      tests.filter { $0["rejected"] as? Bool == true }.compactMap { $0["test"] as? String })
    let passing = Set(
      tests.filter { $0["rejected"] as? Bool == false }.compactMap { $0["test"] as? String }
    ).subtracting(rejecting)
    for (names, code) in [(rejecting, Int32(1)), (passing, 0)] {
      let name = try #require(names.sorted().first)
      let run = try box.margin(line + ["--p-values", "asymptotic", "--tests", name])
      #expect(run.code == code, "\(name)")
      for result in try #require(run.json?["results"] as? [[String: Any]]) {
        let tests = try #require(result["tests"] as? [[String: Any]])
        #expect(tests.compactMap { $0["test"] as? String } == [name])
      }
    }
    let typo = try box.margin(line + ["--tests", "kupeic"])
    #expect(typo.code == 2 && typo.error.contains("kupiec"))
  }
}
