import Foundation
import Testing

/// Why a margin moved, from files and flags to the lines that add up.
@Suite struct ExplainChangeTests {
  private static let policy = """
    preset = "plain"
    [[step]]
    stress-weight = { weight = 0.25 }
    [[step]]
    buffer = { share = 0.25, trigger = 0.02 }
    [[step]]
    floor = { lookback-years = 2 }
    [[step]]
    speed-limit = { factor = 1.2, days = 10 }
    [[step]]
    fee = { rate = 0.001 }
    [[step]]
    event = { date = "2022-05-01", event = "expiry", rate = 0.003, lead-days = 30 }
    [[step]]
    cap = { rate = 0.2 }
    """

  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Prices.csv(860, late: 0.03), to: "A.csv")
    try sandbox.write(Self.policy, to: "all.toml")
  }

  private func sides(_ run: ToolRun) throws -> [[String: Any]] {
    let change = try #require(run.json?["change"] as? [String: Any], "\(run.error)")
    return try #require(change["sides"] as? [[String: Any]])
  }

  private func millionths(_ value: Any?) throws -> Int {
    Int((try #require(value as? Double) * 1e6).rounded())
  }

  private func expectSums(_ run: ToolRun) throws {
    #expect(run.code == 0, "\(run.error)")
    for side in try sides(run) {
      let lines = try #require(side["lines"] as? [[String: Any]])
      let sum = try lines.reduce(0) { try $0 + millionths($1["change"]) }
      #expect(try sum == millionths(side["new"]) - millionths(side["old"]))
    }
  }

  @Test(arguments: ["shapley", "order"]) func theLinesAddUp(method: String) throws {
    let run = try sandbox.margin(
      "explain", "A.csv", "--policy", "all.toml", "--since", "2021-11-01", "--attribution", method,
      "--format", "json")
    try expectSums(run)
    let drivers = try #require(try sides(run).first?["lines"] as? [[String: Any]])
      .compactMap { $0["driver"] as? String }
    #expect(
      drivers == [
        "returns that left the window", "returns that entered the window", "volatility",
        "stress and lookback references", "memory of the steps", "fee", "event: expiry", "cap",
        "rounding",
      ])
  }

  @Test func anEarlierScheduleBringsItsDateItsPolicyAndItsRates() throws {
    let earlier = try sandbox.margin(
      "calibrate", "A.csv", "--as-of", "2021-11-01", "--format", "json", "--output", "old.json")
    #expect(earlier.code == 0, "\(earlier.error)")
    let run = try sandbox.margin(
      "explain", "A.csv", "--policy", "all.toml", "--previous", "old.json", "--format", "json")
    try expectSums(run)
    let lines = try #require(try sides(run).first?["lines"] as? [[String: Any]])
    #expect(lines.contains { $0["driver"] as? String == "parameters" })
    #expect(!lines.contains { $0["driver"] as? String == "data or version since" })
    // A revised price is told apart.
    try sandbox.write(Prices.csv(860, seed: 8, late: 0.03), to: "A.csv")
    let revised = try sandbox.margin(
      "explain", "A.csv", "--policy", "all.toml", "--previous", "old.json", "--format", "json")
    try expectSums(revised)
    #expect(revised.output.contains("data or version since"))
  }

  @Test func anotherPolicyOnTheSameDateIsParametersAlone() throws {
    let run = try sandbox.margin(
      "explain", "A.csv", "--policy", "all.toml", "--previous-policy", "plain", "--format", "json")
    try expectSums(run)
    let lines = try #require(try sides(run).first?["lines"] as? [[String: Any]])
    #expect(lines.first?["driver"] as? String == "parameters")
  }

  @Test func everyToolIsExplainedOnOneScreen() throws {
    let run = try sandbox.margin(
      "explain", "A.csv", "--policy", "all.toml", "--side", "long", "--since", "2021-11-01")
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.contains("long: "))
    #expect(run.output.contains("returns that entered the window"))
    #expect(run.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
  }

  @Test(arguments: [
    (
      ["--since", "2099-01-01", "--as-of", "2022-01-01"],
      "--since: 2099-01-01 is not before --as-of 2022-01-01; give an earlier date"
    ),
    (
      ["--attribution", "order"],
      "--attribution: applies to a change only; add --since, --previous or --previous-policy"
    ),
    (
      ["--previous", "all.toml"],
      "all.toml: is not a schedule in JSON; name a file written by margin calibrate --format json"
    ),
    (
      ["--previous", "none.json"],
      "none.json: cannot be read; check the path and the permissions of the file"
    ),
    (
      ["--previous", "none.json", "--since", "2021-01-01"],
      "--previous: has a date and a policy of its own; remove --since and --previous-policy"
    ),
  ])
  func whatCannotBeComparedIsRefused(flags: [String], message: String) throws {
    let run = try sandbox.margin(["explain", "A.csv"] + flags)
    #expect(run.code == 2)
    #expect(run.messages.last == "margin: " + message)
  }
}
