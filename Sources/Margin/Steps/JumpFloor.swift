public import RiskMeasures

/// A minimum at what one bar has lost on its worst days: max(rate, jump).
///
/// The jump is the quantile of one-bar losses of the side at a level of its own over a long lookback, with
/// equal weights: a gap that no period of risk, however short, can trade through.
public struct JumpFloor: MarginStep, MarginStepState {
  /// The level of the quantile.
  public let level: ConfidenceLevel
  /// The years looked back.
  public let lookbackYears: Double

  /// A floor at the quantile of single bars.
  public init(level: ConfidenceLevel, lookbackYears: Double = 10) {
    precondition(lookbackYears > 0, "A jump floor looks back over more than 0 years")
    self.level = level
    self.lookbackYears = lookbackYears
  }

  /// `jump floor`.
  public var name: String { "jump floor" }

  /// The jump reference.
  public var needs: [ReferenceNeed] { [need] }

  private var need: ReferenceNeed { .jump(level: level, years: lookbackYears) }

  /// The larger of the rate and the jump.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    StepOutcome(rate: max(rate, inputs.reference(need).value))
  }
}
