import Foundation
import Testing

/// The state of a search: whole lines that are checked where they enter, and one search at a time.
struct TuneStateTests {
  private let sandbox: Sandbox

  /// References and memory begin on the same date, whatever is evaluated with a policy.
  private static let space = """
    [grid]
    "model.volatility-weighted-historical.decay" = [0.94, 0.99]
    "step.floor.lookback-years" = ["none", 2]
    "step.stress-weight.weight" = ["none", 0.25]
    "step.speed-limit.factor" = ["none", 1.3]
    """

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Self.space, to: "space.toml")
    try sandbox.write(Prices.csv(900, late: 0.02), to: "A.csv")
  }

  private func tune(_ arguments: String...) throws -> ToolRun {
    let line =
      "tune A.csv --space space.toml --window 150 --coverage 0.9 --level 0.95 --first-days 200"
      + " --fold-days 150 --test-days 100 --evaluations 3 --quiet --state state.jsonl"
    return try sandbox.margin(line.split(separator: " ").map(String.init) + arguments)
  }

  private func lines() throws -> [String] {
    try sandbox.read("state.jsonl").split(separator: "\n").map(String.init)
  }

  @Test func aResumedSearchLeavesTheBytesOfAnUninterruptedOne() throws {
    let whole = try tune("--format", "json", "--jobs", "1")
    #expect(whole.code == 0, "\(whole.error)")
    let state = try sandbox.read("state.jsonl")
    for (share, jobs) in [(5, "2"), (3, "1"), (2, "2")] {
      try sandbox.write(String(state.prefix(state.utf8.count / share)), to: "state.jsonl")
      let resumed = try tune("--format", "json", "--jobs", jobs)
      #expect(resumed.output == whole.output, "cut to 1/\(share)")
      #expect(try sandbox.read("state.jsonl") == state, "cut to 1/\(share)")
    }
    let again = try tune("--format", "json")
    #expect(try again.output == whole.output && sandbox.read("state.jsonl") == state)
  }

  /// Lines that parse, each with one fault, and what is said of it.
  @Test(arguments: [
    ("\"ticks\":[", "\"ticks\":[0.001,", "line of other length"),
    ("\"ticks\":[", "\"ticks\":[-1,", "negative loss"),
    ("\"coverageBound\":0.", "\"coverageBound\":7.", "coverage above 1"),
    ("\"exceedances\":", "\"exceedances\":99999", "more exceedances than losses"),
    ("\"losses\":", "\"losses\":99999999", "more losses than dates"),
    ("\"peakToTrough\":", "\"peakToTrough\":-", "negative ratio"),
    ("\"meanMargin\":", "\"meanMargin\":1", "another number of the range"),
    ("\"scores\":[", "\"scores\":[null,", "one range more"),
    ("\"key\":\"", "\"key\":\"x", "no hash"),
    ("\"scores\":", "\"score\":", "a missing field"),
    ("\"rise\":", "\"rise\":\"nan\",\"x\":", "not a number"),
    ("{", "{{", "not JSON"),
  ])
  func aDamagedLineIsRefusedWithItsNumber(found: String, damage: String, what: String) throws {
    #expect(try tune().code == 0)
    var lines = try lines()
    let start = try #require(lines[3].range(of: found))
    lines[3].replaceSubrange(start, with: damage)
    // Without the digest, the values are checked alone, except where only the digest can tell.
    if what != "another number of the range" {
      lines[3] = lines[3].replacing(/"sha256":"[0-9a-f]*",/, with: "")
    }
    try sandbox.write(lines.joined(separator: "\n") + "\n", to: "state.jsonl")
    let run = try tune()
    #expect(run.code == 2, "\(what): \(run.code)")
    #expect(run.messages.count == 1)
    #expect(run.error.hasPrefix("margin: state.jsonl:4: "), "\(run.error)")
    #expect(run.error.contains("; remove the line, and its evaluation is repeated"))
    lines.remove(at: 3)
    try sandbox.write(lines.joined(separator: "\n") + "\n", to: "state.jsonl")
    #expect(try tune().code == 0)
  }

  @Test func twoEvaluationsOfOnePolicyMustAgree() throws {
    #expect(try tune().code == 0)
    var lines = try lines()
    let number = try #require(lines[2].range(of: "\"rise\":0."))
    let other = lines[2].replacingCharacters(in: number, with: "\"rise\":1.")
      .replacing(/"sha256":"[0-9a-f]*",/, with: "")
    lines.insert(other, at: 3)
    try sandbox.write(lines.joined(separator: "\n") + "\n", to: "state.jsonl")
    let run = try tune()
    #expect(
      run.code == 2 && run.error.contains("state.jsonl:4: contradicts line 3"), "\(run.error)")
  }

  /// Another space may begin on another date, and then has other ranges.
  @Test func aStateOfOtherDatesIsRefused() throws {
    #expect(try tune().code == 0)
    try sandbox.write(
      "[grid]\n\"step.stress-weight.length\" = [100, 300]\n", to: "space.toml")
    let run = try tune()
    #expect(run.code == 2)
    #expect(run.error.contains("dates, where this search has"), "\(run.error)")
  }

  @Test func aSecondSearchIsRefusedWithTheFirstNamed() throws {
    let run = try sandbox.shell(
      """
      flock state.jsonl sleep 20 & holder=$!
      sleep 1
      "$MARGIN" tune A.csv --space space.toml --state state.jsonl --quiet
      echo $?; kill $holder
      """)
    #expect(run.output == "2\n")
    #expect(run.error.contains("margin: state.jsonl: is in use by another search"))
    #expect(run.error.contains("(process "), "\(run.error)")
  }

  @Test func aStateThatCannotBeWrittenIsSaidBeforeTheWork() throws {
    let run = try sandbox.margin("tune", "nowhere.csv", "--state", "/proc/state.jsonl")
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("margin: /proc/state.jsonl: cannot be written ("), "\(run.error)")
    let full = try tune("--state", "/dev/full")
    #expect(full.code == 2)
    #expect(full.error.contains("/dev/full: cannot be written (No space left on device)"))
  }

  @Test func aFullDiskLeavesWholeLines() throws {
    let run = try sandbox.shell(
      "ulimit -f 16; \"$MARGIN\" tune A.csv --space space.toml --window 150 --coverage 0.9 "
        + "--level 0.95 --first-days 200 --fold-days 150 --test-days 100 --evaluations 3 --quiet "
        + "--state state.jsonl")
    #expect(run.code == 2)
    #expect(run.error.contains("state.jsonl: cannot be written (File too large)"), "\(run.error)")
    #expect(try sandbox.read("state.jsonl").hasSuffix("}\n"))
    #expect(try tune().code == 0)
  }

  @Test(arguments: ["notes", "one\ntwo", "{\"schema\":\"margin.schedule/1\"}\n[", "\n"])
  func anotherFileStaysAsItIs(text: String) throws {
    try sandbox.write(text, to: "state.jsonl")
    let run = try tune()
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("margin: state.jsonl:1: is not a search state"), "\(run.error)")
    #expect(try sandbox.read("state.jsonl") == text)
  }

  @Test func aSearchThatNeverBeganLeavesNoState() throws {
    #expect(try sandbox.margin("tune", "nowhere.csv", "--state", "state.jsonl").code == 2)
    #expect(try !sandbox.files().contains("state.jsonl"))
  }
}
