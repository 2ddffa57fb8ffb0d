/// A command of the tool whose result a regression case records.
public enum CaseCommand: String, Hashable, Sendable, CaseIterable {
  /// Margin schedules.
  case calibrate
  /// Fitted models.
  case estimate
  /// Backtests of models and margins.
  case backtest
  /// The waterfall of one instrument.
  case explain
  /// Margins under stress.
  case stress
  /// Accounts replayed through history.
  case simulate
  /// Policy searches.
  case tune
  /// Margins and liquidation prices of accounts.
  case account
  /// Tier tables.
  case tiers = "account tiers"
  /// Tier tables from prices.
  case buildTiers = "account build-tiers"

  /// The words of the command line that name the command.
  public var words: [String] { rawValue.split(separator: " ").map(String.init) }

  /// Whether the command reads input files by position instead of by options.
  var takesInputs: Bool { self != .account }
}

extension CaseCommand {
  /// Options that `margin verify` sets itself, or that write a file.
  static let reservedOptions: [String: String] = {
    var reasons: [String: String] = [:]
    for name in ["output", "format", "color", "quiet", "jobs", "help", "version"] {
      reasons[name] = "is set by margin verify"
    }
    for name in ["state", "output-policy", "export-forecasts", "disclosure"] {
      reasons[name] = "writes a file, which a case does not record"
    }
    return reasons
  }()

  /// Options that are keys of the case, by the name of the option.
  static let keysOfOptions = [
    "policy": "policy", "as-of": "as-of", "seed": "seed", "returns": "returns",
    "instrument": "instruments",
  ]
}
