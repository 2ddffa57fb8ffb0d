import ArgumentParser
import Text

@testable import MarginCommand

/// Command lines: parsed, not run.
struct FuzzedFlags: FuzzedInput {
  let name = "flags"
  let fileName = "mutant.txt"
  let share = 500

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    Self.lines.map { Array($0.split(separator: " ").joined(separator: "\n").utf8) }
  }

  private static let lines = [
    "calibrate p.csv q.csv --models historical --window 500 --level 0.99 --horizon 2 --side long",
    "calibrate p.csv --history --from 2020-01-01 --to 2021-01-01 --format csv --jobs 2 --quiet",
    "calibrate p.csv --policy emir-etd --strict-preset --missing carry --price adjusted-close",
    "calibrate p.csv --returns percent --bars 4h --holidays h.txt --max-age 5 --on hole=warn",
    "estimate p.csv --models garch,ewma --innovations student-t --convention log --decay 0.94",
    "backtest p.csv --tests kupiec --p-values asymptotic --significance 0.05 --refit-every 20",
    "backtest --forecasts f.csv --level 0.95,0.99",
    "explain p.csv --instrument p --since 2020-03-01 --side short",
    "compare a.json b.json --threshold 0.01 --leverages 2,5 --collateral p --maximum-step 0.05",
    "tune p.csv --space s.toml --coverage 0.99 --confidence 0.95 --peak-to-trough 8 --rise 0.5",
    "stress p.csv --format json --seed 3 --start-up backcast",
    "init --preset umr --output own.toml --force", "policy migrate own.toml --output x.toml",
    "verify k.toml --record", "account --positions a.json --tiers t.csv --color always",
    "account tiers t.csv --symbol BTC/USDT:USDT --at 10000,1e6 --rule cliff --repair --to csv",
    "account build-tiers p.csv --caps 1e5,1e6 --volume 1e7 --impact 0.1 --fee 0.0005",
    "account scenarios paradex-2025 --format json",
    "simulate p.csv --accounts 100 --contract inverse --fund 5 --call-ratio 1.2 --top-up 0.5",
    "data inspect p.csv --date-format DD/MM/YYYY --decimal comma --delimiter semicolon",
    "data convert p.csv --output q.csv", "data synthesize --seed 5", "help models garch",
  ]

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let words = mutant.text.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    do {
      _ = try UsageError.command(words)
      _ = try RootCommand.parseAsRoot(words)
    } catch let failure as ToolFailure {
      throw FuzzRefusal(message: failure.message)
    } catch {
      guard !RootCommand.exitCode(for: error).isSuccess else { return }
      throw FuzzRefusal(message: UsageError.message(error))
    }
  }
}

/// Profiles of readers, whose keys are options.
struct FuzzedProfiles: FuzzedInput {
  let name = "profiles"
  let fileName = "mutant.toml"
  let share = 300

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    [
      """
      [[reader]]
      files = "bloomberg/*.csv"
      date-format = "DD/MM/YYYY"
      decimal = "comma"
      on = "hole=warn"
      [[reader]]
      files = "*.csv"
      delimiter = "semicolon"
      """,
      "[[reader]]\nfiles = \"a*.csv\"\ndecimal = \"point\"\ntime-zone = \"America/New_York\"\n",
    ].map { Array($0.utf8) }
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let profiles = try ReaderProfileFile.profiles(mutant.path)
    checks.expect(!profiles.isEmpty, "no profiles")
  }
}
