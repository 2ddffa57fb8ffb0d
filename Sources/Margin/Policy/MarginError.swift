/// Why a policy is invalid or a margin cannot be calculated on a date.
public enum MarginError: Error, Hashable, Sendable {
  /// The expected shortfall of this side diverges, so there is no finite margin.
  case expectedShortfallInfinite
  /// The measure is not a number, or the value at risk is infinite.
  case measureNotFinite(RiskMeasure)
  /// The driver supplied no reference measure for a step that needs one.
  case missingReference(step: String, need: ReferenceNeed)
  /// The reference measure of a step is not finite.
  case referenceNotFinite(step: String, need: ReferenceNeed)
  /// The rate after the steps exceeds ``MarginRate/largestFraction``.
  case rateTooLarge
  /// A step could set a rate below the policy's hard minimum.
  case stepUndoesHardMinimum(step: String)

  /// The stable identifier of the error, for programs.
  public var reason: String {
    switch self {
    case .expectedShortfallInfinite: "expected-shortfall-infinite"
    case .measureNotFinite: "measure-not-finite"
    case .missingReference: "missing-reference"
    case .referenceNotFinite: "reference-not-finite"
    case .rateTooLarge: "rate-too-large"
    case .stepUndoesHardMinimum: "step-undoes-hard-minimum"
    }
  }
}
