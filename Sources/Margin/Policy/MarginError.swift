/// Why a policy, or a margin on one date, could not be had.
public enum MarginError: Error, Hashable, Sendable {
  /// The expected shortfall of this side diverges; no finite margin follows from it.
  case expectedShortfallInfinite
  /// The measure is not a number, or is an infinite value at risk.
  case measureNotFinite(RiskMeasure)
  /// The driver gave no reference for a step that needs one.
  case missingReference(step: String, need: ReferenceNeed)
  /// The reference for a step is not finite.
  case referenceNotFinite(step: String, need: ReferenceNeed)
  /// The rate after the steps is beyond ``MarginRate/largestFraction``.
  case rateTooLarge
  /// A step could undo the policy's hard minimum.
  case stepUndoesHardMinimum(step: String)

  /// The stable name of the reason, for programs.
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
