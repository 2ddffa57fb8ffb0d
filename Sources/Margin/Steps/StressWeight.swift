/// A weight on the measure of a stressed period.
///
///     blended = (1 − w)·rate + w·stressed
///
/// *w* is ``weight``. By default the result is never below the rate that came in: a plain blend
/// lowers the margin whenever the present is worse than the stressed period. A mixture weighs the observations
/// themselves: it is the value at risk of (1 − w)·F + w·F_stressed, in place of the model's.
/// - SeeAlso: Regulation (EU) 153/2013, Article 28(1)(b).
public struct StressWeight: MarginStep, MarginStepState {
  /// The share of the stressed measure, in [0, 1].
  public let weight: Double
  /// What becomes of a blend below the rate.
  public let blend: Blend
  /// The stressed period.
  public let period: StressPeriod

  /// How the two measures are joined.
  public enum Blend: String, Hashable, Sendable, Codable, CaseIterable {
    /// The larger of the rate and the blend.
    case notBelowCurrent = "not-below-current"
    /// The blend, also where it is below the rate.
    case blend
    /// The quantile of the mixed distributions, also where it is below the rate; never below a hard minimum.
    case mixture
  }

  /// A step of the given weight.
  public init(
    weight: Double, blend: Blend = .notBelowCurrent, period: StressPeriod = .worst(length: 250)
  ) {
    precondition((0 ... 1).contains(weight), "A stress weight is in [0, 1], not \(weight)")
    self.weight = weight
    self.blend = blend
    self.period = period
  }

  /// `stress weight`.
  public var name: String { "stress weight" }

  /// The stressed reference; for a mixture its quantile too.
  public var needs: [ReferenceNeed] {
    blend == .mixture
      ? [.stressed(period), .mixture(period, weight: weight)] : [.stressed(period)]
  }

  /// Whether the blend may be below the rate.
  public var canUndoMinimum: Bool { blend == .blend }

  /// The blend of the rate and the stressed measure.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    if blend == .mixture {
      let mixed = inputs.reference(.mixture(period, weight: weight))
      // What the mixture adds to the measure is added to the rate, which steps before may have moved.
      return StepOutcome(rate: max(inputs.minimum, rate + mixed.value - max(0, inputs.measured)))
    }
    let stressed = inputs.reference(.stressed(period))
    let blended = (1 - weight) * rate + weight * max(0, stressed.value)
    return StepOutcome(rate: blend == .blend ? blended : max(rate, blended))
  }
}
