/// The two published rates of one instrument and side, as a schedule states them.
///
/// Fractions of notional. The maintenance rate is never above the initial rate and neither is negative.
public struct MarginRates: Hashable, Sendable {
  /// The rate to open a position.
  public let initial: MarginRate
  /// The rate to keep a position.
  public let maintenance: MarginRate

  /// The rates, or nil where maintenance is above initial or a rate is negative.
  public init?(initial: MarginRate, maintenance: MarginRate) {
    guard maintenance >= .zero, initial >= maintenance else { return nil }
    self.initial = initial
    self.maintenance = maintenance
  }

  /// The rate of a kind.
  public subscript(kind: MarginRateKind) -> MarginRate {
    switch kind {
    case .initial: initial
    case .maintenance: maintenance
    }
  }

  /// The highest leverage at which a position can be opened; nil where no margin is asked for.
  ///
  /// ⌊10⁸ / millionths⌋ hundredths, before any ladder of a policy.
  public var maximumLeverage: Leverage? {
    LeverageRounding.hundredths.maximumLeverage(forInitialMargin: initial)
  }
}

/// Which of the two published rates is meant.
public enum MarginRateKind: String, Hashable, Sendable, Codable, CaseIterable {
  case initial, maintenance
}
