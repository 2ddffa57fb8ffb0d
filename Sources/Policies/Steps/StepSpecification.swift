internal import Margin
internal import Text

/// The specification of one step in a policy file, in the step's own file.
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
  /// Decodes the parameters from a completed table.
  let decode: @Sendable (JSON) throws(JSONMismatch) -> any StepParameters

  /// A step whose table is decoded as a type; the default example is the table of defaults.
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

/// The parameters of one step, as the table of a policy file named after the step.
protocol StepParameters: Sendable {
  /// The Article 28(1) option of Regulation (EU) 153/2013 that the step implements, or nil.
  var article28Option: Article28Option? { get }

  /// The key of a rate that is a fraction of the price; nil if the step works in any unit.
  var keyOfPriceFraction: String? { get }

  /// The keys without effect beside the others.
  var inertKeys: InertKeys { get }

  /// Rejects keys of the table at `path` that contradict each other.
  func check(at path: DocumentPath) throws(KeyFault)

  /// The step; called after ``check(at:)`` succeeds.
  func step() -> any MarginStep
}

extension StepParameters {
  /// Nil.
  var article28Option: Article28Option? { nil }

  /// Nil.
  var keyOfPriceFraction: String? { nil }

  /// None.
  var inertKeys: InertKeys { [:] }

  /// Accepts everything, because the ranges of the keys are sufficient.
  func check(at path: DocumentPath) throws(KeyFault) {}
}
