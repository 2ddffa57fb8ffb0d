import MarketData

/// Small inputs of every kind, for tests that run every command.
enum SampleFiles {
  /// Writes the files into a folder.
  static func write(to sandbox: Sandbox) throws {
    for (name, text) in files { try sandbox.write(text, to: name) }
    for (name, text) in VendorSamples.files { try sandbox.write(text, to: name) }
    for (name, text) in try made.get() { try sandbox.write(text, to: name) }
  }

  private static let files = [
    "p.csv": bars,
    "q.csv": Prices.csv(700, seed: 9, late: 0.02), "week.csv": week,
    "holidays.txt": "# Closed\n2020-05-01  # Labor Day\n\n2021-02-24\n",
    "r.csv": "date,r\n"
      + Prices.csv(300).split(separator: "\n").dropFirst().enumerated().map { day, row in
        "\(row.prefix(10)),\(Double(day * 37 % 101) / 1000 - 0.05)\n"
      }.joined(),
    "facts.csv": "instrument,multiplier,currency,tick,group\nq,10,USD,0.25,a\n",
    "groups.toml": "preset = \"plain\"\n[[group]]\nname = \"g\"\nproduct-group = \"a\"\n"
      + "margin = { level = 0.9, period-of-risk = { count = 3, unit = \"bars\" } }\n",
    "loose.toml": "preset = \"plain\"\n[margin]\nlevel = 0.95\n",
    "initial.toml": "[grid]\n\"margin.initial\" = [1.1, 1.2]\n",
    "decay.toml": "[grid]\n\"model.volatility-weighted-historical.decay\" = [0.94, 0.99]\n",
    "wide.toml": "[grid]\n\"model.volatility-weighted-historical.decay\" = [0.9, 0.99]\n",
    "ab.toml": "inputs = [\"a.csv\", \"b.csv\"]\n", "stdin.toml": "inputs = [\"/dev/stdin\"]\n",
    "k.toml": "inputs = [\"p.csv\"]\n", "own.toml": "preset = \"plain\"\n",
    "t.csv": tiers("X,0,100,0.01,50", "X,100,1000,0.02,20"),
    "t2.csv": tiers("X,0,100,0.015,50", "X,100,1000,0.03,20"),
    "falling.csv": tiers("X,0,100,0.02,50", "X,100,1000,0.01,20"),
    "gap.csv": tiers("X,0,100,0.01,50", "X,150,1000,0.02,20"),
    "p.tiers.csv": tiers("p,0,500000,0.03,20", "p,500000,30000000,0.1,8", "Y,0,9,0.02,20"),
    "p2.tiers.csv": tiers("p,0,500000,0.04,20", "p,500000,30000000,0.1,8"),
    "a.json": account(""), "b.json": account(#","leverage":5"#),
    "c.json": account("", mode: "portfolio"),
    "clients.json": #"{"schema":"margin.population/1","accounts":["#
      + Array(
        repeating: #"{"side":"short","notional":300000,"leverage":7,"owner":"a"}"#, count: 2
      ).joined(separator: ",") + "]}",
  ]

  /// What the tool makes of the prices: schedules, forecasts, a record.
  private static let made = Result {
    let sandbox = try Sandbox()
    for (name, text) in files { try sandbox.write(text, to: name) }
    for line in [
      "calibrate p.csv --output s.json", "calibrate p.csv --level 0.9 --output low.json",
      "calibrate p.csv --horizon 9 --output s5.json", "calibrate q.csv --output q.json",
      "calibrate p.csv --history --output h.csv",
      "verify k.toml --record --reason new --output record.txt",
      "backtest p.csv --tests kupiec --export-forecasts f.csv --output backtest.txt",
      "account scenarios paradex-2025 --output scenarios.json",
    ] { _ = try sandbox.margin(line.split(separator: " ").map(String.init)) }
    return try [
      "s.json", "low.json", "s5.json", "q.json", "h.csv", "k.recorded.json", "f.csv",
      "scenarios.json",
    ].map { ($0, try sandbox.read($0)) }
  }

  /// Bars with volumes, an adjusted close, a missing price and a fall.
  private static let bars: String = {
    var rows = "date,open,high,low,close,adjusted close,volume\n"
    var price = 100.0
    for (day, line) in Prices.csv(600, late: 0.02).split(separator: "\n").dropFirst().enumerated() {
      let date = line.split(separator: ",")[0]
      let close = day == 560 ? price * 0.75 : price * (day % 2 == 0 ? 1.012 : 0.991)
      let printed = day == 300 ? "" : "\(close)"
      rows += "\(date),\(price),\(max(price, close) * 1.002),\(min(price, close) * 0.998),"
      rows += "\(printed),\(close * (1 - Double(day) / 6000)),\(1000 + day)\n"
      price = close
    }
    return rows
  }()

  /// Weekdays through 2021-02-23, without a price on a holiday.
  private static let week: String = {
    let rows = Prices.csv(420).split(separator: "\n").filter { row in
      CalendarDate("\(row.prefix(10))").map { !$0.weekday.isWeekend } ?? true
    }
    return rows.map { $0.hasPrefix("2020-05-01") ? "2020-05-01,\n" : "\($0)\n" }.joined()
  }()

  private static func tiers(_ rows: String...) -> String {
    "symbol,min_notional,max_notional,mmr,max_leverage\n"
      + rows.map { $0 + "\n" }.joined()
  }

  private static func account(_ more: String, mode: String = "cross") -> String {
    AccountText.account(
      #"{"instrument":"p","contract":"linear","side":"long","size":1,"entryPrice":100,"markPrice":100\#(more)}"#,
      mode: mode, collateral: #"{"asset":"USDT","amount":50,"price":1}"#)
  }
}
