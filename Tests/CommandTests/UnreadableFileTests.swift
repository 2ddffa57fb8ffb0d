import Foundation
import Testing

/// A file that could not be read is said by every command, with the same status.
struct UnreadableFileTests {
  private static let commands = [
    "calibrate", "estimate --models historical", "backtest --models historical --tests kupiec",
    "explain", "stress", "simulate --accounts 20",
    "account build-tiers --volume 1e7 --caps 1e5,1e6",
    "tune --first-days 200 --fold-days 80 --test-days 80 --evaluations 0 --coverage 0.8 "
      + "--window 100 --level 0.9",
  ]

  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Prices.csv(700), to: "good.csv")
    try sandbox.write("date,close\n2020-01-01,x\n2020-01-02,101\n", to: "bad.csv")
  }

  private func margin(_ line: String) throws -> ToolRun {
    try sandbox.margin((line + " --quiet").split(separator: " ").map(String.init))
  }

  private static let message = "margin: bad.csv, line 2, column \"close\": \"x\" is not a number"

  @Test(arguments: commands)
  func besideOthersTheResultIsPartial(command: String) throws {
    let run = try margin("\(command) good.csv bad.csv --format json")
    #expect(run.code == 3, "\(run.error)")
    #expect(run.messages.count == 1 && run.error.hasPrefix(Self.message), "\(run.error)")
    let failures = run.json?["failures"] as? [[String: Any]]
    #expect(failures?.count == 1, "\(run.output.prefix(200))")
    #expect(failures?.first?["file"] as? String == "bad.csv")
    let calibrated = try margin("calibrate good.csv bad.csv --format json").json?["failures"]
    #expect(NSArray(array: failures ?? []) == (calibrated as? NSArray))
    let text = try margin("\(command) good.csv bad.csv")
    #expect(text.output.contains("is not a number"))
  }

  @Test(arguments: commands)
  func aloneThereIsNoResult(command: String) throws {
    let run = try margin("\(command) bad.csv --output result")
    #expect(run.code == 2)
    #expect(run.messages.count == 1 && run.error.hasPrefix(Self.message), "\(run.error)")
    #expect(try run.output.isEmpty && sandbox.files() == ["bad.csv", "good.csv"])
  }

  @Test(arguments: commands)
  func itIsSaidWhereTheRunEndsWithAnotherError(command: String) throws {
    let run = try margin("\(command) good.csv bad.csv --instrument nothing")
    #expect(run.code == 2)
    #expect(run.error.contains(Self.message) && run.error.contains("--instrument"), "\(run.error)")
  }

  @Test func aSearchWithTooFewDatesSaysItToo() throws {
    let run = try margin("tune good.csv bad.csv --test-days 600")
    #expect(run.code == 2)
    #expect(run.messages.count == 2 && run.error.hasPrefix(Self.message), "\(run.error)")
    #expect(run.error.contains("cannot be shown"))
  }

  @Test(arguments: commands)
  func aLinkToNothingInAFolderFailsAlone(command: String) throws {
    let made = try sandbox.shell(
      "mkdir prices; cp good.csv prices; ln -s nowhere.csv prices/link.csv; "
        + "ln -s loop.csv prices/loop.csv")
    #expect(made.code == 0)
    let run = try margin("\(command) prices")
    #expect(run.code == 3, "\(run.error)")
    #expect(run.messages.count == 2)
    #expect(run.error.hasPrefix("margin: prices/link.csv: no such file"), "\(run.error)")
    #expect(run.error.contains("\nmargin: prices/loop.csv: "))
    #expect(run.output.contains("good"))
  }
}
