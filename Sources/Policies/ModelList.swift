public import Text

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
  public init(contentsOf path: String) throws(InputError) {
    try self.init(TOMLDocument(policyFile: path))
  }

  /// Reads a text; `file` is its name in messages.
  public init(toml text: String, file: String? = nil) throws(InputError) {
    try self.init(TOMLDocument(text, file: file))
  }

  private init(_ document: TOMLDocument) throws(InputError) {
    try document.refuse(document.faults(by: PolicyKeys.modelList, isPart: false))
    let values = document.root["model"]?.elements ?? []
    if values.isEmpty {
      try document.refuse([
        KeyFault(
          path: DocumentPath(["model"]), problem: "the file lists no model",
          remedy: PolicyKeys.modelListHint)
      ])
    }
    models = values.enumerated().map { index, value in
      ListedModel(
        number: index + 1, name: value.keys.first ?? "", value: value.plain, document: document)
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
  package let value: JSON
  private let document: TOMLDocument

  fileprivate init(number: Int, name: String, value: JSON, document: TOMLDocument) {
    self.number = number
    self.name = name
    self.value = value
    self.document = document
  }

  /// A fault below the table `model` of a policy, as one of this list.
  package func error(_ fault: KeyFault) -> InputError {
    let place = DocumentPath(["model"]).element(number).components
    return KeyFault(
      path: DocumentPath(place + fault.path.components.dropFirst()), isOfKey: fault.isOfKey,
      problem: fault.problem, remedy: fault.remedy
    ).error(in: document)
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
    .init(
      "model", .table, .list(model, hint: modelListHint), "the models to compare, in this order")
  ])
}
