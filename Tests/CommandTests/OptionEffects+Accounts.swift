import Testing

extension OptionEffects {
  /// Options of comparisons, accounts, tiers, replays and cases that change what is printed.
  static let accounts = [
    Runs("init", "--preset emir-etd"),
    Runs(
      "compare s.json low.json", "--threshold 0.01", "--leverages 2", "--format json",
      "--color always"),
    Runs(
      "compare s.json s5.json", "--maximum-step 0.05", "--path liquidation-free", "--collateral p"),
    Runs("compare s.json low.json --collateral p", "--collateral-threshold 0.01"),
    Runs("compare h.csv h.csv", "--as-of 2020-12-01,2021-08-01"),
    Runs(
      "account state --positions a.json --tiers p.tiers.csv", "--positions b.json",
      "--tiers p2.tiers.csv", "--format json", "--color always"),
    Runs("account state --positions a.json --schedule s.json", "--schedule s5.json"),
    Runs(
      "account state --positions c.json --scenarios paradex-2025", "--scenarios deribit-2024-06"),
    Runs(
      "account tiers t.csv", "--at 5", "--rule cliff", "--format csv", "--color always",
      "--compare t2.csv", "--to ccxt"),
    Runs("account tiers p.tiers.csv", "--symbol Y"),
    Runs("account scenarios", "--format json", "--color always"),
    Runs(
      "account build-tiers q.csv --caps 1e5,1e6 --volume 1e6", "--caps 1e5,2e6", "--volume 5e5",
      "--participation 0.05", "--detection-bars 3", "--outage-bars 3", "--spread 0.01",
      "--fee 0.01", "--impact 0.1", "--initial 4", "--to ccxt"),
    Runs(
      "account build-tiers q.csv --caps 1e5,1e6 --volume 1e6 --impact 0.1", "--impact-exponent 1"),
    Runs("verify k.toml", "--format json", "--color always"), Runs("init", "--case"),
  ]

  static let replays = [
    Runs(
      "simulate p.csv --models historical --window 100 --accounts 300 --fund 0 --impact 0.1",
      "--accounts 200", "--contract inverse", "--fund 1e6", "--path close", "--call-ratio 1.01",
      "--top-up 0", "--target-ratio 2", "--fee 0.02", "--slippage 0.05", "--impact 0.5",
      "--participation 0.001", "--funding 0.01", "--feedback 1", "--losses none",
      "--against plain", "--from 2021-06-01", "--to 2021-07-01"),
    Runs("simulate p.csv", "--population clients.json"),
    Runs("simulate p.csv --accounts 300", "--schedule s.json", "--tiers p.tiers.csv"),
    Runs("simulate p.csv --population clients.json --tiers p.tiers.csv", "--by-owner"),
  ]

  /// A run, the option that is added, and the exit status without and with it.
  struct Status: Sendable, CustomTestStringConvertible {
    let base: String
    let option: String
    let without: Int32
    let with: Int32
    var testDescription: String { "\(base) | \(option)" }

    init(_ base: String, _ option: String, _ without: Int32, _ with: Int32) {
      (self.base, self.option) = (base, option)
      (self.without, self.with) = (without, with)
    }
  }

  /// Options that decide whether a run succeeds; those with no effect beside others are refused.
  static let statuses =
    reading + priced.map { Status($0, "--memory 1M", 0, 2) }
    + [
      Status("data inspect p.csv", "--memory 1M", 0, 2),
      Status("data convert p.csv", "--memory 1M", 0, 2),
      Status("compare s.json s5.json", "--strict", 0, 1),
      Status("calibrate p.csv --policy emir-etd --window 120", "--strict-preset", 0, 2),
      Status(
        "backtest q.csv --models normal --tests kupiec --from 2021-12-01 --strict",
        "--allow-untested", 1, 0),
      Status(
        "backtest q.csv --level 0.9 --models normal --tests kupiec --significance 0.5", "--strict",
        0,
        1),
      Status("tune q.csv" + folds, "--peak-to-trough 1.0001", 0, 1),
      Status("tune q.csv" + folds, "--instruments facts.csv", 0, 2),
      Status("backtest --tests kupiec", "--forecasts f.csv", 2, 0),
      Status("account tiers t.csv", "--from ccxt", 0, 2),
      Status("account tiers t.csv --format csv", "--at 5", 0, 2),
      Status("account tiers t.csv --format csv", "--compare t2.csv", 0, 2),
      Status("account tiers falling.csv", "--allow-nonmonotone", 2, 0),
      Status("account tiers gap.csv", "--repair", 2, 0),
      Status("init --output own.toml", "--force", 2, 0),
      Status("tune p.csv" + folds + " --output-policy own.toml", "--force", 2, 0),
      Status("policy migrate own.toml --output groups.toml", "--force", 2, 0),
      Status("simulate p.csv", "--side long", 0, 2),
      Status("simulate p.csv", "--returns decimal", 0, 2),
      Status("account build-tiers p.csv --volume 1e7", "--side long", 0, 2),
      Status("account build-tiers p.csv --volume 1e7", "--horizon 5", 0, 2),
    ]
}
