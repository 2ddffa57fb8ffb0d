import Calibration
import Forecasting
import Foundation
import Margin
import MarketData
import Policies
import RiskMeasures
import Scheduling
import Statistics
import Text

/// A search over a short history, small enough for many.
enum FuzzedSearch {
  static let space = """
    [grid]
    "model.historical.window" = [100, 120]
    "step.buffer.share" = ["none", 0.25]

    """

  static func job(
    _ folder: FuzzFolder, _ space: TuneSpace, state: String? = nil
  ) async throws -> TuneJob {
    let prices = try folder.write(FuzzSamples.csv(261), to: "s.csv")
    var job = CalibrationJob(version: "fuzz")
    job.paths = [prices]
    job.flags.model = "historical"
    job.flags.window = 100
    job.flags.level = 0.95
    var settings = TuneSettings()
    settings.coverage = 0.9
    settings.firstDays = 60
    settings.foldDays = 30
    settings.testDays = 30
    settings.evaluations = 1
    settings.draws = 19
    return TuneJob(
      try await job.resolved().load(), space: space, settings: settings,
      state: try state.map { try TuneStateFile(path: $0) })
  }

  static func check(_ job: TuneJob, _ checks: inout FuzzChecks) async throws {
    let outcome = try await job.outcome(
      for: job.loaded.histories.map(\.instrument), progress: nil)
    for row in [outcome.incumbent, outcome.chosen, outcome.nearest?.row].compactMap(\.self)
      + outcome.frontier
    {
      checks.isFinite(row.score.meanMargin, "mean margin")
      checks.isFinite(row.score.coverageBound, "coverage bound")
      checks.isFinite(row.score.peakToTrough, "peak to trough")
      checks.isFinite(row.score.rise, "rise")
      checks.expect(row.score.meanMargin > 0, "a mean margin of \(row.score.meanMargin)")
    }
    checks.isFinite(outcome.overfitting, "overfitting")
    checks.isFinite(outcome.superiorAbility, "superior ability")
  }
}

/// Spaces of a search, some of them searched.
struct FuzzedSpaces: FuzzedInput {
  let name = "spaces"
  let fileName = "mutant.toml"
  let share = 300

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    [
      FuzzedSearch.space, "[grid]\n\"margin.level\" = [0.9, 0.95]\n",
      "[grid]\n\"margin.initial\" = [1.1, 1.2]\n",
      "[grid]\n\"step.speed-limit.factor\" = [1.5, 2]\n",
    ].map { Array($0.utf8) }
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let space = try TuneSpace(contentsOf: mutant.path)
    checks.expect(space.count > 0, "a space of \(space.count) policies")
    guard mutant.isOne(in: 10), space.count <= 8 else { return }
    try await FuzzedSearch.check(try await FuzzedSearch.job(mutant.folder, space), &checks)
  }
}

/// States of an interrupted search, each resumed.
struct FuzzedStates: FuzzedInput {
  let name = "states"
  let fileName = "mutant.jsonl"
  let share = 60

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    let path = "\(folder.path)/seed.jsonl"
    let job = try await FuzzedSearch.job(
      folder, try TuneSpace(toml: FuzzedSearch.space), state: path)
    _ = try await job.outcome(for: job.loaded.histories.map(\.instrument), progress: nil)
    return [try folder.bytes(of: "seed.jsonl")]
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let space = try TuneSpace(toml: FuzzedSearch.space)
    try await FuzzedSearch.check(
      try await FuzzedSearch.job(mutant.folder, space, state: mutant.path), &checks)
  }
}
