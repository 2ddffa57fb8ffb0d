import Foundation
import Testing

/// What the tool says of a line of a policy file.
enum PolicyFault {
  /// The message, with the line and a caret under the key where it is unknown, else under its value.
  static func text(_ file: String, _ number: Int, _ line: String, _ message: String) -> String {
    let value = line.split(separator: " = ").first.map { $0.count + 3 } ?? 0
    let column = message.contains("unknown key") ? 0 : value
    return "margin: \(file):\(number):\(column + 1): \(message)\n\(line)\n"
      + String(repeating: " ", count: column) + "^\n"
  }
}

/// Policy files as the tool opens them, and states of a search as it writes them.
@Suite struct PolicyFileTests {
  /// A policy in a pipe, which can be read once: a second opening would wait for ever.
  private static let pipe = """
    printf '%s\\n' '[model.historical]' 'window = 200' '[margin]' 'level = 0.98' > once.toml
    mkfifo p.toml
    cat once.toml > p.toml &
    timeout 120 $MARGIN
    """

  @Test(arguments: [
    "backtest prices.csv --models historical,normal,ewma,student-t --level 0.975,0.98,0.99",
    "account build-tiers prices.csv --caps 1e4,1e5 --volume 1e4",
    "stress prices.csv --sensitivity", "simulate prices.csv --against p.toml",
    "explain prices.csv --since 2020-06-01", "explain prices.csv --previous-policy p.toml",
  ])
  func aPolicyFileIsOpenedOnce(command: String) throws {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(400), to: "prices.csv")
    let run = try sandbox.shell(
      "\(Self.pipe) \(command) --policy p.toml --format json > /dev/null")
    #expect(run.code == 0, "\(run.error)")
  }

  @Test func tenMistakesAreTenMessages() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(300), to: "prices.csv")
    try sandbox.write(
      """
      [model.normal]
      windw = 1
      window = 1
      returns = "x"
      [margin]
      level = 1.0
      covers = 3
      sides = "both"
      rounding = 0
      initial = 0.1
      hard-minimum = "no"
      [run]
      seed = -1
      """, to: "p.toml")
    let run = try sandbox.margin("calibrate", "prices.csv", "--policy", "p.toml")
    #expect(run.code == 2 && run.output.isEmpty)
    let lines = run.error.split(separator: "\n").map(String.init)
    #expect(lines.count { $0.hasPrefix("margin: p.toml:") } == 10, "\(run.error)")
    #expect(lines.count { $0.allSatisfy { $0 == " " || $0 == "^" } } == 10)
    #expect(
      lines.prefix(3) == [
        "margin: p.toml:2:1: model.normal.windw: unknown key; did you mean window?", "windw = 1",
        "^",
      ])
  }

  @Test(arguments: [
    ("[.a]\n", 1), (String(repeating: "a.", count: 100_000) + "a = 1\n", 1),
    ("a = " + String(repeating: "[", count: 100_000) + "\n", 1),
  ])
  func whatNoReaderCouldTakeIsRefusedWithItsPlace(text: String, line: Int) throws {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(300), to: "prices.csv")
    try sandbox.write(text, to: "p.toml")
    let run = try sandbox.margin("calibrate", "prices.csv", "--policy", "p.toml")
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("margin: p.toml:\(line):"), "\(run.error.prefix(300))")
  }

  @Test func aStateThatDoesNotArriveEndsTheSearch() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(700), to: "prices.csv")
    let search =
      "tune prices.csv --models historical --window 100 --coverage 0.9 --confidence 0.8 "
      + "--first-days 100 --fold-days 100 --test-days 50 --evaluations 0 --state"
    let device = try sandbox.shell("$MARGIN \(search) /dev/full")
    #expect(device.code == 2)
    #expect(device.messages.last?.hasPrefix("margin: /dev/full: cannot be written") == true)
    // No file may be longer than a block, as on a disk that is full after it.
    let full = try sandbox.shell("trap '' XFSZ; ulimit -f 1; $MARGIN \(search) s.jsonl")
    #expect(full.code == 2, "\(full.error)")
    #expect(full.output.isEmpty)
    #expect(full.messages.last?.hasPrefix("margin: s.jsonl: cannot be written") == true)
  }
}
