import Foundation
import Testing

/// A search shows the policies that it tries, each once.
struct TunePolicyTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Prices.csv(1200, late: 0.02), to: "A.csv")
    try sandbox.write(Prices.csv(1200, seed: 8), to: "B.csv")
  }

  private func tune(_ line: String) throws -> ToolRun {
    let flags =
      " --window 250 --coverage 0.95 --level 0.97 --first-days 300 --fold-days 150"
      + " --test-days 100 --evaluations 0 --quiet"
    return try sandbox.margin(("tune " + line + flags).split(separator: " ").map(String.init))
  }

  private func groups(_ run: ToolRun) throws -> [[String: Any]] {
    try #require(run.json?["groups"] as? [[String: Any]], "\(run.error)")
  }

  private func score(_ row: Any?) throws -> [String: Double] {
    let row = try #require(row as? [String: Any])
    return try #require(row["score"] as? [String: Double])
  }

  @Test func anOptionOfArticle28IsSearchedAndShown() throws {
    let group = try groups(tune("A.csv --policy emir-etd --format json"))[0]
    let rows = try #require(group["frontier"] as? [[String: Any]])
    let parameters = try #require(rows.first?["parameters"] as? [String: Any])
    let names = Set(parameters.keys)
    #expect(names.contains("margin.article-28-option"))
    #expect(!names.contains { $0.hasPrefix("step.buffer") })
    // Three decays, two levels, three options, with and without a speed limit.
    #expect(group["tried"] as? Int == 36)
    #expect(group["refused"] as? Int == 0 && group["repeated"] as? Int == 0)
    let options = Set(
      rows.compactMap { ($0["parameters"] as? [String: String])?["margin.article-28-option"] })
    #expect(options.isSubset(of: ["\"buffer\"", "\"stress-weight\"", "\"floor\""]))
  }

  @Test(arguments: [
    (
      "\"step.buffer.share\" = [\"none\", 0.25]",
      "space.toml:2:24: grid.step.buffer.share[1]: \"none\" contradicts the policy "
        + "(preset emir-etd), where step.buffer.share is 0.25; "
    ),
    (
      "\"step.stress-weight.weight\" = [\"none\", 0.25]",
      "grid.step.stress-weight.weight[2]: 0.25 contradicts the policy (preset emir-etd), where "
        + "step.stress-weight.weight is \"none\": "
    ),
    (
      "\"margin.hard-minimum\" = [\"calculated-rate\", \"none\"]",
      "grid.margin.hard-minimum[2]: \"none\" contradicts the policy (preset emir-etd), where "
        + "margin.hard-minimum is \"calculated-rate\": "
    ),
  ])
  func aValueThatContradictsThePresetIsRefused(key: String, message: String) throws {
    try sandbox.write("[grid]\n\(key)\n", to: "space.toml")
    let run = try tune("A.csv --policy emir-etd --space space.toml")
    #expect(run.code == 2 && run.output.isEmpty)
    #expect(run.error.contains(message), "\(run.error)")
  }

  /// Without the step, its other key makes no difference.
  @Test func combinationsOfOnePolicyAreOne() throws {
    try sandbox.write(
      """
      [grid]
      "step.stress-weight.weight" = ["none", 0.25]
      "step.stress-weight.blend" = ["mixture", "not-below-current"]
      """, to: "space.toml")
    let run = try tune("A.csv --space space.toml --format json")
    let group = try groups(run)[0]
    #expect(group["tried"] as? Int == 3 && group["repeated"] as? Int == 1)
    // A mixture has margins like every other policy.
    #expect((group["warnings"] as? [Any])?.isEmpty == true)
    let text = try tune("A.csv --space space.toml").output
    #expect(text.contains("3 policies; skipped: 0 inconsistent combinations, 1 combination equal"))
    #expect(text.contains("stress-weight blend") && text.contains("stress-weight weight"))
  }

  @Test func groupsKeepTheirKeysWhileOthersVary() throws {
    try sandbox.write(
      """
      preset = "plain"
      [[group]]
      name = "second"
      instruments = ["B"]
      margin = { rounding = 0.01 }
      step = [{ buffer = { share = 0.5 } }]
      """, to: "groups.toml")
    try sandbox.write("[grid]\n\"step.buffer.share\" = [\"none\", 0.25]\n", to: "space.toml")
    let flags = " --policy ./groups.toml --space space.toml --format json"
    let both = try groups(tune("A.csv B.csv" + flags + " --output-policy tuned.toml"))[0]
    let alone = try groups(tune("A.csv B.csv --per-instrument" + flags))
    #expect(both["tried"] as? Int == 2)
    // The group states its steps, so that nothing of B varies.
    #expect(alone.map { $0["tried"] as? Int } == [2, 1])
    let (sum, first, second) = (
      try score(both["incumbent"]), try score(alone[0]["incumbent"]),
      try score(alone[1]["incumbent"])
    )
    for name in ["losses", "exceedances"] {
      #expect(sum[name] == (first[name] ?? 0) + (second[name] ?? 0), "\(name)")
    }
    #expect((second["meanMargin"] ?? 0) > 1.4 * (first["meanMargin"] ?? 1))
    let written = try sandbox.read("tuned.toml")
    #expect(written.contains("[[group]]") && written.contains("name = \"second\""))
    #expect(try sandbox.margin("calibrate", "B.csv", "--policy", "./tuned.toml").code == 0)
  }

  @Test func theRuleOfACombinationIsSearched() throws {
    try sandbox.write(
      "[model.combination]\nmembers = [{ historical = { window = 250 } }, { normal = {} }]\n",
      to: "own.toml")
    try sandbox.write(
      "[grid]\n\"model.combination.rule\" = [\"median\", \"worst-of\"]\n", to: "space.toml")
    let flags =
      "--policy ./own.toml --space space.toml --coverage 0.9 --level 0.95 --first-days 300"
      + " --fold-days 150 --test-days 100 --evaluations 0 --format json"
    let run = try sandbox.margin(
      ["tune", "A.csv"] + flags.split(separator: " ").map(String.init))
    #expect(try groups(run)[0]["tried"] as? Int == 2)
  }
}
