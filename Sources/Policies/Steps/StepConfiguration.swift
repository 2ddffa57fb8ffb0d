internal import Margin
internal import Text

/// One step of a policy, as one table of the file named after the step.
public struct StepConfiguration: Sendable {
  /// The name of the step in files.
  public let name: String

  let parameters: any StepParameters

  private let specification: StepSpecification

  /// The completed table of parameters.
  let table: JSON

  /// The names of all steps, in their usual order.
  package static var names: [String] { StepSpecification.all.map(\.name) }

  /// Decodes a completed table with exactly one step.
  init(_ value: JSON) throws(JSONMismatch) {
    guard let member = value.members?.first, value.keys.count == 1,
      let specification = StepSpecification.all.first(where: { $0.name == member.name })
    else {
      throw JSONMismatch(
        path: DocumentPath(), position: value.position, kind: .invalid("not exactly one step"))
    }
    name = specification.name
    parameters = try specification.decode(member.value)
    self.specification = specification
    table = member.value
  }

  /// Rejects keys of the table at `path` that contradict each other or have no effect.
  func check(at path: DocumentPath) throws(KeyFault) {
    try parameters.check(at: path)
    if let fault = parameters.inertKeys.fault(in: table, specification.keys, at: path) {
      throw fault
    }
  }
}

extension PolicyKeys {
  package static let step = KeyRule.oneOf(
    StepSpecification.all.map { .init($0.name, .table, .table($0.keys), $0.summary) },
    noun: "step")
}
