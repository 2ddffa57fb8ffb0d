/// A weight on the measure of a stress period.
///
///     blended = (1 − w)·rate + w·stressed
///
/// *w* is ``weight``. By default the result is never below the incoming rate: a plain blend lowers
/// the margin whenever the current measure exceeds the stressed one. A mixture weights the
/// observations themselves: it is the value at risk of (1 − w)·F + w·F_stressed in place of the
/// model's.
/// - SeeAlso: Regulation (EU) 153/2013, Article 28(1)(b): a weight of at least 25 % on stressed
///   observations, which the mixture follows to the letter.
public struct StressWeight: MarginStep, MarginStepState {
  /// The weight of the stressed measure, in [0, 1].
  public let weight: Double
  /// How the two measures are combined.
  public let blend: Blend
  /// The stress period.
  public let period: StressPeriod

  /// The ways to combine the rate with the stressed measure.
  public enum Blend: String, Hashable, Sendable, Codable, CaseIterable {
    /// The larger of the rate and the blend.
    case notBelowCurrent = "not-below-current"
    /// The blend, even if it is below the rate.
    case blend
    /// The quantile of the mixture, even if below the rate, but at least the hard minimum.
    case mixture
  }

  /// Creates a step with the given weight.
  public init(
    weight: Double, blend: Blend = .notBelowCurrent, period: StressPeriod = .worst(length: 250)
  ) {
    precondition((0 ... 1).contains(weight), "A stress weight is in [0, 1], not \(weight)")
    self.weight = weight
    self.blend = blend
    self.period = period
  }

  /// The name of the step: `stress weight`.
  public var name: String { "stress weight" }

  /// The stressed reference measure, and for a mixture its quantile.
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
      // The mixture's increment over the measure is added to the rate, which earlier steps may have
      // changed.
      return StepOutcome(rate: max(inputs.minimum, rate + mixed.value - max(0, inputs.measured)))
    }
    let stressed = inputs.reference(.stressed(period))
    let blended = (1 - weight) * rate + weight * max(0, stressed.value)
    return StepOutcome(rate: blend == .blend ? blended : max(rate, blended))
  }
}
