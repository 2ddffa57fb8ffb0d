/// The published rates of one instrument and side.
///
/// The maintenance margin is never above the initial margin.
public struct InstrumentMargin: Hashable, Sendable, Codable {
  /// The rate to keep a position.
  public let maintenance: MarginRate
  /// The rate to open a position.
  public let initial: MarginRate
  /// One over the initial margin, rounded down; nil for zero margin and below the lowest leverage step.
  public let maximumLeverage: Leverage?

  /// The margins that follow from the rate a policy's level is for.
  ///
  /// Where that is maintenance, initial = ratio × maintenance, or maintenance + the loss over a reaction time;
  /// where it is initial, maintenance = initial
  /// ÷ ratio, and never above initial; both are rounded up to the policy's step, in whole numbers.
  public init(
    covering published: MarginRate, reaction: Double? = nil, under policy: MarginPolicy
  ) {
    let step = policy.roundingStep.millionths
    let ratio = policy.initial.ratio?.millionths ?? 1_000_000
    switch policy.covers {
    case .maintenance where policy.initial.ratio == nil:
      maintenance = published
      let sum = published.fraction + max(0, reaction ?? 0)
      initial = MarginRate(roundingUp: sum, toMultipleOf: policy.roundingStep) ?? published
    case .maintenance:
      maintenance = published
      // In millionths of millionths: the product is exact, only the step rounds.
      let product = published.millionths * ratio
      initial = MarginRate(
        millionths: MarginRate.roundedUp(product, toMultipleOf: step * 1_000_000) / 1_000_000)
    case .initial:
      initial = published
      let perUnit = (published.millionths * 1_000_000 + ratio - 1) / ratio
      maintenance = min(
        published, MarginRate(millionths: MarginRate.roundedUp(perUnit, toMultipleOf: step)))
    case .both:
      maintenance = published
      initial = published
    }
    maximumLeverage = policy.leverageRounding.maximumLeverage(forInitialMargin: initial)
  }
}
