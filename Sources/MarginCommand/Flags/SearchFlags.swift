import ArgumentParser
import Calibration

/// Options for the constraints on a policy and for the search.
struct SearchFlags: ParsableArguments {
  private static let usual = TuneSettings()

  @Option(
    .probability(like: 0.99), "Coverage that its lower confidence bound must reach.",
    name: "fraction")
  var coverage = usual.coverage

  @Option(
    .probability(above: 0.5, like: 0.95), "Confidence of that bound, above 0.5.", name: "fraction")
  var confidence = usual.confidence

  @Option(
    .number(above: 0, like: 8), "Largest peak-to-trough ratio of the margin rate.",
    name: "ratio")
  var peakToTrough: Double?

  @Option(
    .number(above: 0, like: 0.5),
    "Largest relative rise of the margin rate, 0.5 for 50 %.", name: "fraction")
  var rise: Double?

  @Option(.integer(1 ... 10_000, like: 5), "Period of --rise, in days.", name: "n")
  var riseDays = usual.riseDays

  @Option(.integer(1 ... 1_000_000, like: 750), "Dates before the first outer fold.", name: "n")
  var firstDays = usual.firstDays

  @Option(.integer(1 ... 1_000_000, like: 250), "Dates of an outer fold.", name: "n")
  var foldDays = usual.foldDays

  @Option(
    .integer(0 ... 1_000_000, like: 250), "Last dates, held out for one final test.", name: "n")
  var testDays = usual.testDays

  @Option(
    .integer(0 ... 100_000, like: 20), "Policies that a local search may add to the grid.",
    name: "n")
  var evaluations = usual.evaluations

  var settings: TuneSettings {
    var settings = Self.usual
    settings.coverage = coverage
    settings.confidence = confidence
    settings.peakToTrough = peakToTrough
    settings.rise = rise
    settings.riseDays = riseDays
    settings.firstDays = firstDays
    settings.foldDays = foldDays
    settings.testDays = testDays
    settings.evaluations = evaluations
    return settings
  }
}
