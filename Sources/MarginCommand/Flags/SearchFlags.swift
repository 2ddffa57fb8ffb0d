import ArgumentParser
import Calibration

/// What a policy must hold, and how it is searched for.
struct SearchFlags: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The coverage that its lower bound must reach. (default: 0.99)", valueName: "c"))
  var coverage: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The confidence of that bound. (default: 0.95)", valueName: "p"))
  var confidence: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The largest peak-to-trough ratio of the rate.", valueName: "x"))
  var peakToTrough: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The largest relative rise of the rate, 0.5 for 50 %.", valueName: "y"))
  var rise: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The days over which it rises. (default: 5)", valueName: "n"))
  var riseDays: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Dates before the first outer fold. (default: 750)", valueName: "n"))
  var firstDays: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Dates of an outer fold. (default: 250)", valueName: "n"))
  var foldDays: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The last dates, opened once. (default: 250)", valueName: "n"))
  var testDays: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most policies that each local search adds to the grid. (default: 20)", valueName: "n"))
  var evaluations: String?

  func settings() throws(ToolFailure) -> TuneSettings {
    var settings = TuneSettings()
    settings.coverage = try FlagValue("--coverage", coverage)?.probability(0.99) ?? 0.99
    settings.confidence = try FlagValue("--confidence", confidence)?.probability(0.95) ?? 0.95
    guard settings.confidence > 0.5 else {
      throw ToolFailure(
        "--confidence", "\(settings.confidence) is no more than a coin",
        remedy: "write a confidence above 0.5, for example 0.95")
    }
    settings.peakToTrough = try positive("--peak-to-trough", peakToTrough, 8)
    settings.rise = try positive("--rise", rise, 0.5)
    settings.riseDays = try FlagValue("--rise-days", riseDays)?.whole(in: 1 ... 10_000, 5) ?? 5
    settings.firstDays =
      try FlagValue("--first-days", firstDays)?.whole(in: 1 ... 1_000_000, 750) ?? 750
    settings.foldDays =
      try FlagValue("--fold-days", foldDays)?.whole(in: 1 ... 1_000_000, 250) ?? 250
    settings.testDays =
      try FlagValue("--test-days", testDays)?.whole(in: 0 ... 1_000_000, 250) ?? 250
    settings.evaluations =
      try FlagValue("--evaluations", evaluations)?.whole(in: 0 ... 100_000, 20) ?? 20
    return settings
  }

  private func positive(
    _ flag: String, _ text: String?, _ example: Double
  ) throws(ToolFailure) -> Double? {
    guard let value = try FlagValue(flag, text)?.number(example) else { return nil }
    guard value > 0 else {
      throw ToolFailure(flag, "\(value) is not above 0", remedy: "write a number like \(example)")
    }
    return value
  }
}
