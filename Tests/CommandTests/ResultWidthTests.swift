import Foundation
import TestSupport
import Testing

/// Whole text results fit the page and lose no word by it.
struct ResultWidthTests {
  /// A command line per text result, by the name of its file in `Golden/results`, at 80 columns.
  ///
  /// `MARGIN_GOLDEN=write` in the environment of the tests writes the files.
  static let results = [
    "calibrate": "calibrate p.csv q.csv --policy emir-etd",
    "calibrate-history": "calibrate q.csv --history --from 2021-11-20 --format text",
    "calibrate-groups": "calibrate p.csv q.csv --policy groups.toml --instruments facts.csv",
    "explain": "explain q.csv --policy emir-etd --since 2021-06-01",
    "backtest": "backtest q.csv --p-values asymptotic",
    "backtest-models":
      "backtest p.csv q.csv --models historical,ewma,student-t --tests kupiec,tuff",
    "backtest-policies": "backtest q.csv --tests kupiec --policies plain,emir-etd",
    "estimate": "estimate q.csv --models historical,ewma,garch,student-t,extreme-value",
    "tune": "tune q.csv" + OptionEffects.folds.replacing("initial", with: "decay"),
    "stress": "stress q.csv --shock -0.4,0.4 --sensitivity",
    "simulate": "simulate p.csv --models historical --window 100 --accounts 300 --against plain",
    "compare": "compare s.json s5.json",
    "compare-history": "compare h.csv h.csv --as-of 2020-12-01,2021-08-01",
    "verify": "verify k.toml",
    "account": "account --positions a.json --tiers p.tiers.csv",
    "account-portfolio": "account --positions c.json --scenarios paradex-2025",
    "account-tiers": "account tiers t.csv --compare t2.csv",
    "account-build-tiers": "account build-tiers q.csv --caps 1e5,1e6 --volume 1e6",
    "account-scenarios": "account scenarios",
    "help-models": "help models", "help-model": "help models filtered-historical",
    "help-tests": "help tests", "help-test": "help tests kupiec", "help-steps": "help steps",
    "help-step": "help steps stress-weight", "help-presets": "help presets",
    "help-preset": "help presets emir-etd",
  ]

  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try SampleFiles.write(to: sandbox)
  }

  private func lines(_ line: String, columns: Int) throws -> [String] {
    let run = try sandbox.shell("COLUMNS=\(columns) \"$MARGIN\" \(line)")
    #expect(run.code == 0, "\(run.error)")
    return run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test(arguments: results.keys.sorted())
  func theResultFitsThePage(name: String) throws {
    let line = Self.results[name] ?? ""
    let wide = Set(try lines(line, columns: 140).flatMap(Self.words))
    for columns in [60, 80, 140] {
      let page = try lines(line, columns: columns)
      for row in page where row.count > columns {
        #expect(!row.trimmingCharacters(in: .whitespaces).contains(" "), "\(columns): \(row)")
      }
      // The list of the columns left out is not on the wide page.
      let kept = page.joined(separator: "\n").replacing(
        /Not shown at this\s+width:(.+\n)+/, with: "")
      for word in Self.words(of: kept) { #expect(wide.contains(word), "\(columns): \(word)") }
    }
  }

  /// The words and numbers of a text; rules differ in length.
  private static func words(of text: String) -> [Substring] {
    text.split(whereSeparator: \.isWhitespace).filter { !$0.allSatisfy { $0 == "─" } }
  }

  @Test(arguments: results.keys.filter { !$0.hasPrefix("help") }.sorted())
  func theWholeResultIsWhatWasReviewed(name: String) throws {
    let file = ReferenceFile.package().appending(
      path: "Tests/CommandTests/Golden/results/\(name).txt")
    let page = try lines(Self.results[name] ?? "", columns: 80).joined(separator: "\n")
    if ProcessInfo.processInfo.environment["MARGIN_GOLDEN"] == "write" {
      try Data(page.utf8).write(to: file)
    }
    #expect(try page == String(contentsOf: file, encoding: .utf8))
  }
}
