import ArgumentParser
import Calibration
internal import Policies

/// Options for models and their parameters.
struct ModelFlags: ParsableArguments {
  private static let innovationNames = ModelConfiguration.values(of: "innovations")
  /// The seed where neither an option nor a policy sets one.
  static let usualSeed = 1
  private static let startUpNames = ModelConfiguration.values(of: "start-up")
  private static let conventionNames = ModelConfiguration.values(of: "returns")

  @Option(
    .models, "Models by name (see margin help models), or a TOML file of [[model]] tables.",
    name: "a,b,c|file")
  var models: ModelSelection?

  @Option(
    .name(of: ModelFlags.innovationNames),
    "Distribution of standardized returns.", name: "name")
  var innovations: String?

  @Option(
    .name(of: ModelFlags.conventionNames),
    "Return convention; difference gives margins in price units.", name: "name",
    otherwise: "that of the model")
  var convention: String?

  @Option(
    .integer(like: 500), "Lookback window, in observations.", name: "n",
    otherwise: "that of the model")
  var window: Int?

  @Option(
    .probability(like: 0.97), "Weight of the previous variance (EWMA decay), between 0 and 1.",
    name: "factor",
    otherwise: "that of the model")
  var decay: Double?

  @Option(
    .name(of: ModelFlags.startUpNames),
    "Initial variance of the recursion.", name: "rule")
  var startUp: String?

  @Option(
    .integer(0 ... Int.max, like: 1), "Random seed.", name: "n",
    otherwise: "\(usualSeed), or that of the policy file")
  var seed: Int?

  /// Returns the models named or listed in a file; empty where the flag is absent.
  ///
  /// - Throws: `InputError` for invalid content of a file.
  func choices() throws -> [ModelChoice] {
    switch models {
    case .names(let names): names.map(ModelChoice.named)
    case .file(let path): try ModelList(contentsOf: path).models.map(ModelChoice.listed)
    case nil: []
    }
  }

  /// Applies the flags to a job, with the first model as the policy's.
  func apply(_ choices: [ModelChoice], to job: inout CalibrationJob) {
    switch choices.first {
    case .named(let name): job.flags.model = name
    case .listed(let model): job.listedModel = model
    case nil: break
    }
    job.flags.innovations = innovations
    job.flags.convention = convention
    job.flags.window = window
    job.flags.decay = decay
    job.flags.startUp = startUp
    job.flags.seed = seed
  }

  /// The model options, and whether each is given.
  var given: [(flag: String, isGiven: Bool)] {
    [
      ("--models", models != nil), ("--convention", convention != nil),
      ("--window", window != nil), ("--innovations", innovations != nil), ("--decay", decay != nil),
      ("--start-up", startUp != nil),
    ]
  }

  /// The key of a model's table that an option sets.
  private static func key(of flag: String) -> String {
    flag == "--convention" ? "returns" : String(flag.dropFirst(2))
  }

  /// Rejects a parameter that none of the models has.
  func checkUse(by models: [String]) throws(ToolFailure) {
    for case (let flag, true) in given.dropFirst() {
      let takers = ModelConfiguration.names(taking: Self.key(of: flag))
      guard !models.contains(where: takers.contains) else { continue }
      throw ToolFailure(
        flag, "\(models.joined(separator: ", ")) has no such parameter",
        remedy: "remove the option, or choose one of " + takers.joined(separator: ", "))
    }
  }
}

/// The value of `--models`: names or a file.
enum ModelSelection: Sendable {
  case names([String])
  case file(String)
}

extension ValueForm<ModelSelection> {
  /// A value form for names of models, or the path of a file that lists them.
  static var models: Self {
    let names = ValueForm<[String]>.list(
      of: .name(of: ModelConfiguration.names), like: "historical,ewma")
    return ValueForm(
      expected: names.expected, completion: names.completion,
      read: { text throws(ValueFault) in
        if case .file(let path) = PolicySource(argument: text) { return .file(path) }
        return .names(try names.value(of: text))
      })
  }
}
