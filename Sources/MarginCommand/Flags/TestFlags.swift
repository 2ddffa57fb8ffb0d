import ArgumentParser
import Backtesting

/// Options for the backtests to run and their settings.
struct TestFlags: ParsableArguments {
  @Option(
    .list(of: .one(of: TestSuite.names) { $0.rawValue }, like: "kupiec,christoffersen"),
    "Tests to run (see margin help tests).", name: "a,b,c", otherwise: "all")
  var tests: [TestName] = []

  @Option(.probability(like: 0.05), "Significance level of the tests.", name: "fraction")
  var significance = TestSettings().significance

  @Option(.choice, "Kind of p-values; simulated if --draws is given.", name: "kind")
  var pValues: PValueKind?

  @Option(
    .integer(19 ... 1_000_000, like: 999), "Replications per p-value.", name: "n",
    otherwise: "\(usualDraws) simulated, \(usualReplications) of an estimation bootstrap")
  var draws: Int?

  private static let usualDraws = 999
  private static let usualReplications = 199

  enum PValueKind: String, CaseIterable {
    case recommended, asymptotic, simulated
    case estimationBootstrap = "estimation-bootstrap"
  }

  func settings() throws(ToolFailure) -> TestSettings {
    TestSettings(
      significance: significance, pValues: try pValueChoice(),
      tests: tests.isEmpty ? nil : Set(tests))
  }

  private func pValueChoice() throws(ToolFailure) -> PValueChoice {
    let kind = pValues ?? (draws == nil ? .recommended : .simulated)
    switch kind {
    case .simulated: return .simulated(draws: draws ?? Self.usualDraws)
    case .estimationBootstrap: return .estimationBootstrap(draws: draws ?? Self.usualReplications)
    case .recommended where draws == nil: return .recommended
    case .asymptotic where draws == nil: return .asymptotic
    case .recommended, .asymptotic:
      throw ToolFailure(
        "--draws", "has no effect on \(kind.rawValue) p-values",
        remedy: "add --p-values simulated, or remove it")
    }
  }
}
