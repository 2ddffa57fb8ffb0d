/// The initial and maintenance rate of one instrument and side in a schedule.
///
/// Both are fractions of notional. The maintenance rate is at most the initial rate, and neither is
/// negative.
public struct MarginRates: Hashable, Sendable {
  /// The rate to open a position.
  public let initial: MarginRate
  /// The rate to keep a position.
  public let maintenance: MarginRate

  /// Creates the rates; nil if maintenance exceeds initial or a rate is negative.
  public init?(initial: MarginRate, maintenance: MarginRate) {
    guard maintenance >= .zero, initial >= maintenance else { return nil }
    self.initial = initial
    self.maintenance = maintenance
  }

  /// The initial or the maintenance rate.
  public subscript(kind: MarginRateKind) -> MarginRate {
    switch kind {
    case .initial: initial
    case .maintenance: maintenance
    }
  }

  /// The maximum leverage at which a position can be opened; nil for zero initial margin.
  ///
  /// ⌊10⁸ / millionths⌋ hundredths, before the leverage steps of a policy are applied.
  public var maximumLeverage: Leverage? {
    LeverageRounding.hundredths.maximumLeverage(forInitialMargin: initial)
  }
}

/// The two published rates.
public enum MarginRateKind: String, Hashable, Sendable, Codable, CaseIterable {
  case initial, maintenance
}
