public import Text

/// A list of models to compare, each with its own parameters, from a file.
///
/// ```toml
/// [[model]]
/// garch = { innovations = "student-t" }
/// [[model]]
/// garch = { innovations = "normal", window = 500 }
/// ```
///
/// Each table holds exactly one model, with the keys of a policy file's `model` table. Missing keys
/// have the model's defaults, regardless of the policy; flags override both.
public struct ModelList: Hashable, Sendable {
  /// The models in file order; at least one.
  public let models: [ListedModel]

  /// Reads a file.
  public init(contentsOf path: String) throws(InputError) {
    try self.init(TOMLDocument(policyFile: path))
  }

  /// Parses TOML text; `file` is its name in messages.
  public init(toml text: String, file: String? = nil) throws(InputError) {
    try self.init(TOMLDocument(text, file: file))
  }

  private init(_ stated: TOMLDocument) throws(InputError) {
    let document = try stated.read(as: .models)
    try document.refuse(document.faults(by: PolicyKeys.modelList, isPart: false))
    let values = document.root["model"]?.elements ?? []
    if values.isEmpty {
      try document.refuse([
        KeyFault(
          path: DocumentPath(["model"]), problem: "the file contains no model",
          remedy: PolicyKeys.modelListHint)
      ])
    }
    models = values.enumerated().map { index, value in
      ListedModel(
        number: index + 1, name: value.keys.first ?? "", value: value.plain, document: document)
    }
  }
}

/// One model of a ``ModelList``, with its position in the file.
public struct ListedModel: Hashable, Sendable {
  /// The position in the list, counted from 1.
  public let number: Int
  /// The model's name.
  public let name: String
  /// The table that holds only the model.
  package let value: JSON
  private let document: TOMLDocument

  fileprivate init(number: Int, name: String, value: JSON, document: TOMLDocument) {
    self.number = number
    self.name = name
    self.value = value
    self.document = document
  }

  /// Converts a fault below a policy's `model` table into an error in this list.
  package func error(_ fault: KeyFault) -> InputError {
    let prefix = DocumentPath(["model"]).element(number).components
    return KeyFault(
      path: DocumentPath(prefix + fault.path.components.dropFirst()), isOfKey: fault.isOfKey,
      problem: fault.problem, remedy: fault.remedy
    ).error(in: document)
  }
}

/// A model requested on the command line.
public enum ModelChoice: Hashable, Sendable {
  /// A model by name, with the policy file's parameters if it is the file's model.
  case named(String)
  /// A model from a file, with the parameters given there.
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

  /// The keys of a model list.
  package static let modelList = KeyRule.table([
    .init(
      "model", .table, .list(model, hint: modelListHint), "the models to compare, in this order")
  ])
}
