import Calibration
import Forecasting
import Foundation
import Margin
import MarketData
import Policies
import RiskMeasures
import Scheduling
import Statistics
import TestSupport
import Testing
import Text

/// Every fit of every model, distribution of innovations and interval on the shipped series: an
/// answer or a refusal.
///
/// One date, 250 returns and no bootstrap in `make test`; fifty dates with every window in
/// `make fuzz`.
struct FitSweepTests {
  private static let names = FittedModels.names.filter { name in
    FuzzSettings.current.kind.map { $0 == "fits-\(name)" } ?? true
  }

  @Test(.tags(.slow), arguments: names)
  func everyFitIsAnAnswerOrARefusal(model: String) async throws {
    let series = try await FittedModels.series.value
    #expect(series.count >= 20)
    let settings = FuzzSettings.current
    let kind = "fits-\(model)"
    let log = try settings.log.map { try FuzzLog(folder: $0, kind: kind) }
    let combinations = FittedModels.combinations(of: model)
    #expect(!combinations.isEmpty)
    let windows = FittedModels.windows
    var outcome = FuzzRun.Outcome(kind: kind)
    for number in settings.fits(combinations) {
      try log?.begin(number)
      let round = number / combinations.count
      let date = round / windows.count
      let fit = SweptFit(
        model: combinations[number % combinations.count],
        window: windows[round % windows.count],
        history: series[date * 7 % series.count], share: Double(date * 37 % 100) / 100,
        bars: date % 5 == 4 ? 5 : 1)
      if settings.only != nil { print(fit.model, fit.window, fit.history.instrument, fit.end) }
      var checks = FuzzChecks()
      outcome.mutants += 1
      if try await fit.run(&checks) { outcome.read += 1 } else { outcome.refused += 1 }
      if let problem = checks.problems.first {
        outcome.failed.append("\(settings.replay(kind, number)): \(fit.description): \(problem)")
      }
    }
    try log?.end(outcome)
    #expect(outcome.failed.isEmpty, "\(outcome.failed.prefix(5).joined(separator: "\n"))")
    // CAViaR wants more returns beyond its quantile than 250 hold.
    if settings.only == nil { #expect(outcome.read > 0 || model == "caviar") }
  }

  @Test(.tags(.slow)) func aFlatLikelihoodOfASkewedTDoesNotStepOutOfItsDomain() async throws {
    let series = try await FittedModels.series.value
    let fit = SweptFit(
      model: "egarch = { innovations = \"skewed-t\", interval = \"delta\", window = WINDOW }",
      window: 250, history: series[0], share: 0, bars: 1)
    var checks = FuzzChecks()
    #expect(try await fit.run(&checks))
    #expect(checks.problems.isEmpty)
  }
}

extension FuzzSettings {
  /// The numbers of the fits of some combinations: dates × windows × combinations.
  ///
  /// All of fifty dates in a long run, else those of the second window on the first date that need
  /// no bootstrap.
  fileprivate func fits(_ combinations: [String]) -> [Int] {
    if let only { return [only] }
    let count = combinations.count
    guard isLong else {
      return combinations.indices.filter { !combinations[$0].contains("bootstrap") }
        .map { count + $0 }
    }
    return (0 ..< 50 * FittedModels.windows.count * count).filter { $0 >= first }
  }
}

/// One fit: a model with its parameters, on a window of a series up to a date.
private struct SweptFit {
  let model: String
  let window: Int
  let history: InstrumentHistory
  /// The share of the history after the first window.
  let share: Double
  let bars: Int

  /// The number of returns.
  var end: Int { min(history.count, window + 60 + Int(share * Double(history.count - window))) }
  var description: String { "\(model) window \(window) \(history.instrument) after \(end)" }

  /// Estimates as `margin estimate` does; false for a refusal.
  func run(_ checks: inout FuzzChecks) async throws -> Bool {
    let list = try ModelList(
      toml: "[[model]]\n" + model.replacing("WINDOW", with: "\(window)") + "\n")
    var settings = CalibrationJob(version: "fuzz")
    settings.flags.horizonBars = bars
    settings.flags.level = 0.95
    let job = try settings.resolved()
    let levels = [0.95, 0.99].compactMap { ConfidenceLevel($0) }
    let models: [LabeledModel]
    do throws(InputError) {
      models = try job.models(
        list.models.map(ModelChoice.listed), convention: .inverse, levels: levels)
    } catch {
      checks.isSaid(error.code, error.message)
      return false
    }
    let run = EstimateRun(models: models, levels: levels, plan: job.plan)
    let past = history.clipped(through: history.date(after: end))
    let estimate = await run.estimates(on: [past])[0]
    checks.expect(estimate.models.count + estimate.failures.count == 1, "neither one nor the other")
    for failure in estimate.failures { checks.isSaid(failure.reason, failure.message) }
    for model in estimate.models { checks.isSound(model) }
    return !estimate.models.isEmpty
  }
}

/// The models with the names that their keys can have, and the shipped series.
private enum FittedModels {
  static let windows = [100, 250, 500, 1_000]
  static let names = ModelSpecification.all.filter { model in
    model.name != "combination" && model.keys.contains { $0.name == "window" }
  }.map(\.name)

  /// Keys whose names make another fit.
  private static let varied: Set<String> = [
    "innovations", "interval", "on", "volatility", "specification", "mean", "start-up",
    "tail-model", "returns",
  ]

  /// The tables of a model: each name of each key with the first of all others, and each
  /// distribution with each interval.
  static func combinations(of name: String) -> [String] {
    guard let model = ModelSpecification.all.first(where: { $0.name == name }) else { return [] }
    let keys = model.keys.compactMap { key -> (String, [String])? in
      guard varied.contains(key.name), case .choice(let names) = key.rule else { return nil }
      return (key.name, names)
    }
    func values(_ key: String) -> [String?] {
      keys.first { $0.0 == key }.map { $0.1.map(Optional.init) } ?? [nil]
    }
    var chosen: [[String: String]] = []
    for innovations in values("innovations") {
      for interval in values("interval") {
        chosen.append(
          ["innovations": innovations, "interval": interval].compactMapValues(\.self))
      }
    }
    for (key, names) in keys where key != "innovations" && key != "interval" {
      chosen += names.map { [key: $0] }
    }
    return chosen.map { table in
      let pairs = table.sorted { $0.key < $1.key }.map { ", \($0.key) = \"\($0.value)\"" }
      return "\(name) = { window = WINDOW\(pairs.joined()) }"
    }
  }

  /// The shipped series, read once.
  static let series = Task {
    let files = [
      "equities/sp500.csv", "equities/nasdaq.csv", "equities/us-20-stocks.csv",
      "crypto/btc-usd.csv", "crypto/eth-usd.csv", "crypto/ltc-usd.csv", "commodities/wti.csv",
      "synthetic/synthetic-garch-t.csv", "synthetic/synthetic-normal.csv",
      "synthetic/synthetic-student-t.csv",
    ]
    return try await PriceLoader().load(
      paths: files.map { FuzzSamples.packaged("data/\($0)") }
    ).instrumentHistories
  }
}
