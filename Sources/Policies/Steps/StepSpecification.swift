internal import Margin
internal import Text

/// All that a policy file can say of one step, in the one file of the step.
///
/// A step can be configured once it stands in ``all``.
package struct StepSpecification: Sendable {
  /// The name of the step in files.
  package let name: String
  /// What the step does, in a few words for a comment.
  package let summary: String
  /// What a reader must know to choose it.
  package let guide: Guide
  /// The keys of the table, with their units, ranges, defaults and comments.
  package let keys: [KeyRule.Key]
  /// Tables of keys that show a commented file how the step is written.
  let examples: [JSON]
  /// The parameters of a completed table of the keys.
  let decode: @Sendable (JSON) throws(JSONMismatch) -> any StepParameters

  /// A step whose table is decoded as a type; without examples the defaults are one.
  init<Parameters: StepParameters & Decodable>(
    _ type: Parameters.Type, _ name: String, summary: String, guide: Guide,
    keys: [KeyRule.Key],
    examples: [JSON] = [.object([:])]
  ) {
    self.name = name
    self.summary = summary
    self.guide = guide
    self.keys = keys
    self.examples = examples
    decode = { table throws(JSONMismatch) in try table.decoded(as: Parameters.self) }
  }

  /// The steps that can be configured, in their usual order.
  package static let all: [StepSpecification] = [
    .stressWeight, .stressFloor, .buffer, .floor, .surcharge, .damping, .hysteresis,
    .recalibration, .speedLimit, .jumpFloor, .spread, .fee, .impact, .concentration, .wrongWay,
    .event, .cap, .override,
  ]
}

/// The parameters of one step as a policy file writes them: the table named for the step.
protocol StepParameters: Sendable {
  /// The option of Article 28(1) of Regulation (EU) 153/2013 that the step is, or nil.
  var article28Option: Article28Option? { get }

  /// Refuses what the keys of the table at `path` say against each other.
  func check(at path: DocumentPath) throws(KeyFault)

  /// The step; called once ``check(at:)`` refused nothing.
  func step() -> any MarginStep
}

extension StepParameters {
  /// None.
  var article28Option: Article28Option? { nil }

  /// Refuses nothing: the ranges of the keys say it all.
  func check(at path: DocumentPath) throws(KeyFault) {}
}
