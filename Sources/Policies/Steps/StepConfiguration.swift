internal import Margin
internal import Text

/// One step of a policy, as one table of the file named after the step.
public struct StepConfiguration: Sendable {
  /// The name of the step in files.
  public let name: String

  let parameters: any StepParameters

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
  }
}

extension PolicyKeys {
  package static let step = KeyRule.oneOf(
    StepSpecification.all.map { .init($0.name, .table, .table($0.keys), $0.summary) },
    noun: "step")
}
