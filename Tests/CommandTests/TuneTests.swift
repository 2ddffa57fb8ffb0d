import Foundation
import Testing

/// The search for parameters, from files to a policy.
@Suite struct TuneTests {
  private static let space = """
    [grid]
    "model.volatility-weighted-historical.decay" = [0.94, 0.99]
    "step.buffer.share" = ["none", 0.25]
    "step.speed-limit.factor" = ["none", 1.3]
    """
  private static let small = [
    "--space", "space.toml", "--window", "250", "--coverage", "0.95", "--level", "0.97",
    "--fold-days", "150", "--test-days", "100", "--evaluations", "4", "--quiet",
  ]

  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Self.space, to: "space.toml")
    try sandbox.write(Prices.csv(1200, late: 0.02), to: "A.csv")
    try sandbox.write(Prices.csv(1200, seed: 8), to: "B.csv")
  }

  private func tune(_ arguments: String...) throws -> ToolRun {
    try sandbox.margin(["tune", "--first-days", "300"] + Self.small + arguments)
  }

  private func group(_ run: ToolRun) throws -> [String: Any] {
    let groups = try #require(run.json?["groups"] as? [[String: Any]], "\(run.error)")
    return try #require(groups.first)
  }

  @Test func theChoiceHoldsWhatItMustAndIsWrittenAsAPolicy() throws {
    let run = try tune(
      "A.csv", "B.csv", "--peak-to-trough", "6", "--output-policy", "tuned.toml", "--format", "json"
    )
    #expect(run.code == 0, "\(run.error)")
    let group = try group(run)
    let chosen = try #require(group["chosen"] as? [String: Any])
    let score = try #require(chosen["score"] as? [String: Any])
    #expect(try #require(score["coverageBound"] as? Double) >= 0.95)
    #expect(try #require(score["peakToTrough"] as? Double) <= 6)
    let tried = try #require(group["tried"] as? Int)
    #expect(tried >= 8 && group["probabilityOfOverfitting"] is Double)
    #expect(try #require(group["folds"] as? [[String: Any]]).count >= 2)
    // The policy file is the choice: it calibrates, and tuning around it begins from it.
    let written = try sandbox.margin(
      "calibrate", "A.csv", "--policy", "tuned.toml", "--format", "json")
    #expect(written.code == 0, "\(written.error)")
    let policy = try #require(written.json?["policy"] as? [String: Any])
    let model = try #require(policy["model"] as? [String: [String: Any]])
    let decay = try #require(model["volatility-weighted-historical"]?["decay"] as? Double)
    let parameters = try #require(chosen["parameters"] as? [String: Any])
    #expect(
      parameters["model.volatility-weighted-historical.decay"] as? String == "\(decay)")
    #expect(try tune("A.csv", "--output-policy", "tuned.toml").code == 2)
  }

  @Test func foldsNeverKnowWhatCameAfterThem() throws {
    let whole = try group(try tune("A.csv", "--format", "json"))
    let lines = try sandbox.read("A.csv").split(separator: "\n")
    let folds = try #require(whole["folds"] as? [[String: Any]])
    for cut in [1000, 1100] {
      try sandbox.write(lines.prefix(cut).joined(separator: "\n") + "\n", to: "A.csv")
      let part = try #require(
        try group(try tune("A.csv", "--format", "json"))["folds"] as? [[String: Any]])
      #expect(!part.isEmpty && part.count < folds.count || cut > 1000)
      for (early, late) in zip(part, folds) {
        #expect(NSDictionary(dictionary: early).isEqual(to: late))
      }
      try sandbox.write(lines.joined(separator: "\n") + "\n", to: "A.csv")
    }
  }

  @Test func oneTaskOrTwoAndAnInterruptedSearchGiveTheSameBytes() throws {
    let plain = try tune("A.csv", "B.csv", "--format", "json", "--jobs", "1")
    let two = try tune("A.csv", "B.csv", "--format", "json", "--jobs", "2")
    #expect(plain.output == two.output)
    let kept = try tune("A.csv", "B.csv", "--format", "json", "--state", "state.jsonl")
    #expect(kept.output == plain.output)
    // A state cut in the middle of a line is that of an interrupt.
    let state = try sandbox.read("state.jsonl")
    try sandbox.write(String(state.prefix(state.utf8.count / 2)), to: "state.jsonl")
    let resumed = try tune("A.csv", "B.csv", "--format", "json", "--state", "state.jsonl")
    #expect(resumed.output == plain.output)
    #expect(
      try sandbox.read("state.jsonl").split(separator: "\n").count
        == state.split(separator: "\n").count)
    let other = try tune("A.csv", "--state", "state.jsonl")
    #expect(other.code == 2)
    #expect(
      other.error.contains("state.jsonl: belongs to other files, another policy or other settings"))
  }

  @Test func anInfeasibleSearchPrintsItsReportAndEndsWithOne() throws {
    let run = try tune("A.csv", "--peak-to-trough", "1.01", "--format", "json")
    #expect(run.code == 1, "\(run.error)")
    let group = try group(run)
    #expect(group["verdict"] as? String == "infeasible")
    let nearest = try #require(group["nearest"] as? [String: Any])
    #expect((nearest["misses"] as? [String])?.contains("peak-to-trough") == true)
    let unwritten = try tune("A.csv", "--peak-to-trough", "1.01", "--output-policy", "no.toml")
    #expect(unwritten.code == 1)
    #expect(unwritten.output.contains("infeasible: none of"))
    #expect(unwritten.output.contains("superior predictive ability"))
    #expect(
      unwritten.messages == [
        "margin: --output-policy: no.toml is not written, because no policy satisfies the "
          + "constraints; relax the constraints, or widen the space"
      ])
    #expect(try !sandbox.files().contains { $0.contains("no.toml") })
  }

  @Test(arguments: [
    ("[grid]\n\"step.buffer.shares\" = [0.1]", "unknown key"),
    ("[grid]\n\"step.buffer.share\" = 0.1", "is not a list of distinct values"),
    ("[grid]\n\"margin.level\" = [0.99, 0.99]", "is not a list of distinct values"),
    ("[grid]\n\"level\" = [0.99]", "is not a path of a policy file"),
    ("[grid]\n\"margin.level\" = [1.5]", "1.5 is not below 1"),
    ("[space]\n\"margin.level\" = [0.99]", "the file has no grid"),
    ("[grid]\n\"step.walls.height\" = [1]", "unknown step"),
  ])
  func aBadSpaceNamesItsKey(text: String, message: String) throws {
    try sandbox.write(text, to: "space.toml")
    let run = try tune("A.csv")
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
  }

  @Test func tooFewDatesShowNothing() throws {
    try sandbox.write(Prices.csv(480), to: "A.csv")
    let run = try sandbox.margin(
      ["tune", "A.csv", "--space", "space.toml", "--window", "250", "--test-days", "100"])
    #expect(run.code == 2)
    #expect(
      run.error.contains("0.99 coverage cannot be shown at 0.95 confidence on fewer than 299"),
      "\(run.error)")
    try sandbox.write("close\n1\n2\n3\n", to: "undated.csv")
    #expect(try tune("undated.csv").error.contains("has no dates"))
  }

  @Test func foldsShorterThanTheHorizonDoNotTrap() throws {
    let run = try tune("A.csv", "--horizon", "10", "--first-days", "1")
    #expect([0, 1].contains(run.code), "\(run.code): \(run.error)")
  }

  @Test func aCoverageThatNoHistoryShowsIsAnsweredAtOnce() throws {
    let run = try tune("A.csv", "--coverage", "0.9999999999", "--confidence", "0.9999999999")
    #expect(run.code == 2 && run.error.contains("cannot be shown"), "\(run.error)")
  }
}
