public import RiskMeasures

/// A floor at a quantile of historical one-bar losses: max(rate, jump).
///
/// The jump is the equally weighted quantile of one-bar losses of the side, at its own confidence
/// level, over a long lookback window: a price gap cannot be traded through however short the
/// margin period of risk.
public struct JumpFloor: MarginStep, MarginStepState {
  /// The confidence level of the quantile.
  public let level: ConfidenceLevel
  /// The lookback window, in years.
  public let lookbackYears: Double

  /// Creates a floor at the quantile of one-bar losses.
  public init(level: ConfidenceLevel, lookbackYears: Double = 10) {
    precondition(lookbackYears > 0, "A jump floor looks back over more than 0 years")
    self.level = level
    self.lookbackYears = lookbackYears
  }

  /// The name of the step: `jump floor`.
  public var name: String { "jump floor" }

  /// The jump reference measure.
  public var needs: [ReferenceNeed] { [need] }

  private var need: ReferenceNeed { .jump(level: level, years: lookbackYears) }

  /// The larger of the rate and the jump.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    StepOutcome(rate: max(rate, inputs.reference(need).value))
  }
}
