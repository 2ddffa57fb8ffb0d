public import MarketData

/// The published rates of one instrument and side.
///
/// The maintenance margin is never above the initial margin.
public struct InstrumentMargin: Hashable, Sendable, Codable {
  /// The rate to keep a position.
  public let maintenance: MarginRate
  /// The rate to open a position.
  public let initial: MarginRate
  /// 1 ÷ initial margin, rounded down; nil for zero margin, below the lowest leverage step, and in
  /// price units.
  public let maximumLeverage: Leverage?

  /// Creates the margins from the rate that the policy's level applies to.
  ///
  /// For a maintenance rate, initial = ratio × maintenance, or maintenance + the loss over a
  /// reaction time. For an initial rate, maintenance = initial ÷ ratio, at most initial. Both are
  /// rounded up to the policy's rounding step, in integer arithmetic. A largest loss limits the
  /// initial rate, but not below maintenance.
  public init(
    covering published: MarginRate, reaction: Double? = nil, under policy: MarginPolicy,
    in unit: LossUnit = .fraction, largestLoss: MarginRate? = nil
  ) {
    let initial: MarginRate
    let step = policy.roundingStep.millionths
    let ratio = policy.initial.ratio?.millionths ?? 1_000_000
    switch policy.covers {
    case .maintenance where policy.initial.ratio == nil:
      maintenance = published
      let sum = published.fraction + max(0, reaction ?? 0)
      initial = MarginRate(roundingUp: sum, toMultipleOf: policy.roundingStep) ?? published
    case .maintenance:
      maintenance = published
      // In units of 10⁻¹²: the product is exact, and only the rounding step rounds.
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
    let limited = min(initial, largestLoss ?? initial)
    self.initial = max(maintenance, limited)
    maximumLeverage =
      unit == .price
      ? nil : policy.leverageRounding.maximumLeverage(forInitialMargin: self.initial)
  }
}
