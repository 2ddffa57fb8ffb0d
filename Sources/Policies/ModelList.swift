/// Models to compare, each with parameters of its own, as a file lists them.
///
/// ```toml
/// [[model]]
/// garch = { innovations = "student-t" }
/// [[model]]
/// garch = { innovations = "normal", window = 500 }
/// ```
///
/// Each table holds exactly one model, its keys those of a policy file's `model` table. A key that
/// is not written has the model's default, whatever the policy says; a flag wins over both.
public struct ModelList: Hashable, Sendable {
  /// The models, in the order of the file; at least one.
  public let models: [ListedModel]

  /// Reads a file.
  public init(contentsOf path: String) throws(ConfigurationError) {
    try self.init(ConfigurationDocument(contentsOf: path))
  }

  /// Reads a text; `file` is its name in messages.
  public init(toml text: String, file: String? = nil) throws(ConfigurationError) {
    try self.init(ConfigurationDocument(toml: text, file: file))
  }

  private init(_ document: ConfigurationDocument) throws(ConfigurationError) {
    do throws(ConfigurationProblem) {
      try PolicyKeys.modelList.check(document.value, isPart: false)
      guard case .list(let values)? = document.value.value(at: ["model"]), !values.isEmpty else {
        throw ConfigurationProblem(
          path: ConfigurationPath(["model"]), problem: "the file lists no model",
          hint: PolicyKeys.modelListHint)
      }
      models = values.enumerated().map { index, value in
        ListedModel(
          number: index + 1, name: value.keys.first ?? "", value: value, document: document)
      }
    } catch {
      throw document.error(error)
    }
  }
}

/// One model of a ``ModelList``, with the place where it is written.
public struct ListedModel: Hashable, Sendable {
  /// Its place in the list, from 1.
  public let number: Int
  /// The model's name.
  public let name: String
  /// The table that holds the model and nothing else.
  package let value: ConfigurationValue
  private let document: ConfigurationDocument

  fileprivate init(
    number: Int, name: String, value: ConfigurationValue, document: ConfigurationDocument
  ) {
    self.number = number
    self.name = name
    self.value = value
    self.document = document
  }

  /// A problem below the table `model` of a policy, as one of this list.
  package func error(_ problem: ConfigurationProblem) -> ConfigurationError {
    let place = ConfigurationPath(["model"]).element(number).components
    return document.error(
      ConfigurationProblem(
        path: ConfigurationPath(place + problem.path.components.dropFirst()),
        problem: problem.problem, hint: problem.hint))
  }

  /// An error at a key of the table `model` of no file, as one of this list; others as they are.
  package func placed(_ error: ConfigurationError) -> ConfigurationError {
    let path = ConfigurationPath(error.keyPath.split(separator: ".").map(String.init))
    guard error.source == nil, path.components.first == "model" else { return error }
    return self.error(
      ConfigurationProblem(path: path, problem: error.problem, hint: error.hint))
  }
}

/// A model as a command line asks for it.
public enum ModelChoice: Hashable, Sendable {
  /// By its name, with the policy file's parameters where it is the file's model.
  case named(String)
  /// From a file, with the parameters written there.
  case listed(ListedModel)

  /// The model's name.
  public var name: String {
    switch self {
    case .named(let name): name
    case .listed(let model): model.name
    }
  }
}

extension PolicyKeys {
  package static let modelListHint = "write [[model]] once for each model, with one model in each"

  /// The keys of a file of models.
  package static let modelList = KeyRule.table([
    .init("model", .list(model, hint: modelListHint), "the models to compare, in this order")
  ])
}
