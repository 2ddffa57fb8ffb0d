import Testing

/// `margin simulate`: accounts replayed through a file of prices.
@Suite struct SimulateCommandTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    var rows = "date,open,high,low,close,volume\n"
    var price = 100.0
    for day in 0 ..< 400 {
      let close = day == 380 ? price * 0.7 : price * (day % 2 == 0 ? 1.01 : 0.991)
      rows +=
        "\(Self.date(day)),\(price),\(max(price, close) * 1.002),\(min(price, close) * 0.998),\(close),1000\n"
      price = close
    }
    try sandbox.write(rows, to: "prices.csv")
  }

  /// 2019-06-01 and the days after, in months of 28 days.
  private static func date(_ day: Int) -> String {
    let month = 5 + day / 28
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(2019 + month / 12)-\(two(month % 12 + 1))-\(two(day % 28 + 1))"
  }

  private func run(_ more: String...) throws -> ToolRun {
    try sandbox.margin(
      ["simulate", "prices.csv", "--models", "historical", "--window", "100", "--accounts", "200"]
        + more)
  }

  @Test func oneJobAndTwoGiveTheSameBytes() throws {
    let one = try run("--against", "plain", "--format", "csv", "--jobs", "1")
    let two = try run("--against", "plain", "--format", "csv", "--jobs", "2")
    #expect(one.code == 0, "\(one.error)")
    #expect(one.output == two.output && one.output.contains("lossToWinners,unpaid\n"))
    #expect(try run("--format", "csv", "--seed", "2").output != one.output)
  }

  @Test func aCrashIsCountedAndPaid() throws {
    let run = try run("--fund", "0", "--path", "worst", "--format", "json")
    let answer = try #require(run.json, "\(run.error)")
    #expect(answer["schema"] as? String == "margin.simulation/1")
    let results = try #require(answer["results"] as? [[String: Any]])
    #expect((results[0]["liquidations"] as? Int).map { $0 > 10 } == true)
    #expect((results[0]["badDebt"] as? Double).map { $0 > 0 } == true)
    let text = try self.run("--losses", "none", "--fund", "0", "--path", "worst")
    #expect(text.code == 0 && text.output.contains("Loss to"))
  }

  @Test func aSpanBoundsTheReplay() throws {
    let run = try run("--from", "2020-03-01", "--to", "2020-04-10", "--format", "json")
    let results = try #require(run.json?["results"] as? [[String: Any]], "\(run.error)")
    #expect(results[0]["to"] as? String == "2020-04-10")
    #expect((results[0]["from"] as? String).map { $0 >= "2020-03-01" } == true)
  }

  @Test func clientsComeFromAFile() throws {
    try sandbox.write(
      #"{"schema":"margin.population/1","accounts":[{"side":"long","notional":1000,"leverage":20}]}"#,
      to: "clients.json")
    let run = try sandbox.margin([
      "simulate", "prices.csv", "--models", "historical", "--window", "100", "--population",
      "clients.json", "--format", "json",
    ])
    let results = try #require(run.json?["results"] as? [[String: Any]], "\(run.error)")
    #expect(results[0]["opened"] as? Int == 1)
  }

  /// Two shorts of one owner, 7.6 % under water: apart they keep 1 % of eleven, together 4.6.
  @Test func bracketsHoldAnOwnerTogether() throws {
    try sandbox.write(
      "symbol,min_notional,max_notional,mmr,max_leverage\nprices,0,1000,0.01,50\n"
        + "prices,1000,100000,0.09,10\n", to: "tiers.csv")
    let client = #"{"side":"short","notional":900,"leverage":9,"owner":"A"}"#
    try sandbox.write(#"{"accounts":[\#(client),\#(client)]}"#, to: "clients.json")
    func bars(_ more: String...) throws -> [[String: Any]] {
      let run = try sandbox.margin(
        [
          "simulate", "prices.csv", "--tiers", "tiers.csv", "--population", "clients.json",
          "--top-up", "0", "--format", "json",
        ] + more)
      return try #require(run.json?["results"] as? [[String: Any]], "\(run.error)")
    }
    let (apart, together) = (
      try bars("--to", "2019-12-01"), try bars("--to", "2019-12-01", "--by-owner")
    )
    #expect(apart[0]["liquidations"] as? Int == 0 && apart[0]["opened"] as? Int == 2)
    #expect(
      together[0]["liquidations"] as? Int == 2 && apart[0]["margins"] as? String == "tiers.csv")
    for (flags, word) in [
      (["--tiers", "tiers.csv", "--schedule", "s.json"], "--tiers"), (["--by-owner"], "--by-owner"),
      (["--tiers", "tiers.csv", "--contract", "inverse"], "the settlement currency"),
      (["--contract", "quanto"], "--contract"),
    ] {
      let run = try sandbox.margin(["simulate", "prices.csv"] + flags)
      #expect(run.code == 2 && run.error.contains(word), "\(flags): \(run.error)")
    }
  }

  @Test func inverseContractsSettleInCoin() throws {
    try sandbox.write(
      #"{"accounts":[{"side":"long","notional":10000,"leverage":10}]}"#, to: "clients.json")
    let run = try sandbox.margin([
      "simulate", "prices.csv", "--models", "historical", "--window", "100", "--population",
      "clients.json", "--contract", "inverse", "--fund", "0", "--losses", "none", "--format", "csv",
    ])
    let lines = run.output.split(separator: "\n").map { $0.split(separator: ",") }
    let first = try #require(lines.dropFirst().first, "\(run.error)")
    let (mark, notional) = (Double(first[3]) ?? 0, Double(first[6]) ?? 0)
    #expect(mark > 50 && abs(notional * mark - 10_000) < 30)
    #expect(run.code == 0)
  }

  @Test(arguments: [
    (#"{"accounts":[]}"#, "(missing-field)"),
    (#"{"accounts":[{"side":"up","notional":1,"leverage":1}]}"#, "(unknown-side)"),
    (#"{"accounts":[{"side":"long","notional":0,"leverage":1}]}"#, "(invalid-number)"),
    (#"{"accounts":[{"side":"long","notional":1,"leverage":1,"size":2}]}"#, "(unknown-field)"),
    (#"{"schema":"margin.account/1","accounts":[]}"#, "(unknown-schema)"),
    (#"{"accounts":["#, "(malformed-json)"),
    (#"{"accounts":[{"side":"long","notional":1,"leverage":0.5}]}"#, "(invalid-number)"),
    (
      #"{"accounts":["#
        + Array(repeating: #"{"side":"long","notional":1e10,"leverage":1}"#, count: 11)
        .joined(separator: ",") + "]}", "(invalid-number)"
    ),
  ])
  func aFaultyPopulationIsRefused(_ text: String, _ code: String) throws {
    try sandbox.write(text, to: "clients.json")
    let run = try sandbox.margin(["simulate", "prices.csv", "--population", "clients.json"])
    #expect(run.code == 2 && run.error.contains(code), "\(run.error)")
  }

  @Test(arguments: [
    ["--participation", "2"], ["--losses", "everybody"], ["--path", "up"], ["--fund", "-1"],
    ["--accounts", "0"], ["--top-up", "x"], ["--call-ratio", "0.5"],
  ])
  func aFaultyFlagIsRefused(_ flags: [String]) throws {
    let run = try sandbox.margin(["simulate", "prices.csv"] + flags)
    #expect(run.code == 2 && run.error.contains(flags[0]), "\(run.error)")
  }

  @Test func whatIsMissingIsNamed() throws {
    try sandbox.write("date,close\n2024-01-01,1\n2024-01-02,1.1\n2024-01-03,1.2\n", to: "short.csv")
    let short = try sandbox.margin(["simulate", "short.csv"])
    #expect(short.code == 2 && short.error.contains("no bar with margins"), "\(short.error)")
    let bare = try sandbox.margin(["simulate", "short.csv", "--impact", "0.1"])
    #expect(bare.code == 2 && bare.error.contains("no volumes"), "\(bare.error)")
    try sandbox.write("1\n1.1\n1.2\n1.3\n", to: "undated.csv")
    let undated = try sandbox.margin(["simulate", "undated.csv"])
    #expect(undated.code == 2 && undated.error.contains("no dated prices"), "\(undated.error)")
  }
}
