import ArgumentParser
import Calibration
internal import Policies

/// Which models, with which parameters.
struct ModelFlags: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Models by name: \(ModelConfiguration.names.joined(separator: ", ")); or a TOML file of \
      [[model]] tables, each with one model and its parameters.
      """,
      valueName: "a,b,c or file"))
  var models: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Law of a standardized return: normal, student-t, skewed-t or generalized-error.",
      valueName: "law"))
  var innovations: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The most observations that a model sees.", valueName: "n"))
  var window: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Decay of exponentially weighted volatility, between 0 and 1.", valueName: "decay"))
  var decay: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The first volatility: sample or backcast.", valueName: "rule"))
  var startUp: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Key of all random numbers. (default: 1)", valueName: "n"))
  var seed: String?

  /// The models named or listed in a file, none where the flag is absent.
  ///
  /// - Throws: `ToolFailure`, or `ConfigurationError` for what is wrong in a file.
  func choices() throws -> [ModelChoice] {
    if let models, PolicySource(argument: models) == .file(models) {
      return try ModelList(contentsOf: models).models.map(ModelChoice.listed)
    }
    return try FlagValue("--models", models)?.names(among: ModelConfiguration.names)
      .map(ModelChoice.named) ?? []
  }

  /// Sets the flags, and the first of the models as the policy's.
  func apply(_ choices: [ModelChoice], to job: inout CalibrationJob) throws(ToolFailure) {
    switch choices.first {
    case .named(let name): job.flags.model = name
    case .listed(let model): job.listedModel = model
    case nil: break
    }
    job.flags.innovations = innovations
    job.flags.window = try FlagValue("--window", window)?.whole(500)
    job.flags.decay = try FlagValue("--decay", decay)?.number(0.97)
    job.flags.startUp = startUp
    job.flags.seed = try FlagValue("--seed", seed)?.whole(1)
  }

  /// The one model of a schedule.
  func requireOneAtMost(_ choices: [ModelChoice]) throws(ToolFailure) {
    guard choices.count <= 1 else {
      throw ToolFailure(
        "--models", "a schedule is made by one model, and \(choices.count) are named",
        remedy: "name one, or compare them with margin estimate or margin backtest")
    }
  }

  /// Refuses a parameter that none of the models has.
  func checkUse(by models: [String]) throws(ToolFailure) {
    let given = [
      ("window", window), ("innovations", innovations), ("decay", decay), ("start-up", startUp),
    ]
    for case (let parameter, .some) in given {
      let takers = ModelConfiguration.names(taking: parameter)
      guard !models.contains(where: takers.contains) else { continue }
      throw ToolFailure(
        "--\(parameter)", "\(models.joined(separator: ", ")) has no such parameter",
        remedy: "leave the flag out, or choose one of " + takers.joined(separator: ", "))
    }
  }
}
