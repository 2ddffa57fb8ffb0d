internal import RiskModels
internal import Text

/// The specification of one model in a policy file, in the model's own file.
///
/// A model can be configured once it stands in ``all``.
package struct ModelSpecification: Sendable {
  /// The name in files, flags and output.
  package let name: String
  /// What the model is, in a few words for a comment.
  package let summary: String
  /// What a reader must know to choose it.
  package let guide: Guide
  /// The keys of the table, with their units, ranges, defaults and comments.
  ///
  /// `--window`, `--decay`, `--innovations` and `--start-up` apply to the models that have the key.
  package let keys: [KeyRule.Key]
  /// The rules that lead the model to a horizon of several bars.
  let horizonRules: [HorizonRule]
  /// Decodes the parameters from a completed table.
  let decode: @Sendable (JSON) throws(JSONMismatch) -> any ModelParameters

  init(
    _ name: String, summary: String, guide: Guide, keys: [KeyRule.Key], horizonRules: [HorizonRule],
    decode: @escaping @Sendable (JSON) throws(JSONMismatch) -> any ModelParameters
  ) {
    self.name = name
    self.summary = summary
    self.guide = guide
    self.keys = keys
    self.horizonRules = horizonRules
    self.decode = decode
  }

  /// A model whose table is decoded as a type.
  init<Parameters: ModelParameters & Decodable>(
    _ type: Parameters.Type, _ name: String, summary: String, guide: Guide, keys: [KeyRule.Key],
    horizonRules: [HorizonRule]
  ) {
    self.init(name, summary: summary, guide: guide, keys: keys, horizonRules: horizonRules) {
      table throws(JSONMismatch) in try table.decoded(as: Parameters.self)
    }
  }

  /// The models except combinations, in the order of the documentation.
  static let uncombined: [ModelSpecification] = [
    .historical, .ageWeighted, .volatilityWeighted, .filteredHistorical, .normal, .studentT,
    .cornishFisher, .ewma, .riskMetrics2006, .asymmetricEWMA, .garch, .gjrGARCH, .egarch, .aparch,
    .scoreDriven, .extremeValue, .caviar, .monteCarlo,
  ]

  /// The models that can be configured, in the order of the documentation.
  package static let all = uncombined + [.combination]
}
