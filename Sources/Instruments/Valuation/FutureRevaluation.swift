/// A future or perpetual under scenarios; in coin its size is that at the mark price.
public struct FutureRevaluation: Revaluation {
  /// The currency of the profit.
  public let settlement: SettlementCurrency
  /// The time to expiry in years; zero for a perpetual.
  public let years: Double

  /// A future, or a perpetual by default.
  public init(settlement: SettlementCurrency = .quote, years: Double = 0) {
    self.settlement = settlement
    self.years = years
  }

  /// The futures family.
  public var family: RevaluationFamily { .future }

  /// Zero, because a future has no premium.
  public func value(at forward: Double) -> Double { 0 }

  /// Always one.
  public func delta(at forward: Double) -> Double { 1 }

  /// The profit n F R in the quote currency, or n (1 − 1/(1 + R)) in coin, for a simple return R.
  public func profit(
    of amount: Double, at forward: Double, in scenario: Scenario, _ shock: VolatilityShock,
    from value: Double
  ) -> Double {
    switch settlement {
    case .quote: amount * forward * scenario.move
    case .coin: amount * (1 - 1 / (1 + scenario.move))
    }
  }
}

extension Revaluation where Self == FutureRevaluation {
  /// A perpetual that settles in the quote currency.
  public static var future: Self { FutureRevaluation() }
  /// A perpetual of a size in coin at the mark, settled in coin.
  public static var inverseFuture: Self { FutureRevaluation(settlement: .coin) }
}

extension FuturesPosition {
  /// The position for scenario revaluation, with its size in base units, or in coin at the mark for
  /// an inverse contract.
  ///
  /// - Parameters:
  ///   - mark: The current price.
  ///   - years: The time to expiry in years; zero for a perpetual.
  /// - Returns: The position, with the mark as its index.
  public func scenarioPosition(at mark: Double, years: Double) -> ScenarioPosition {
    let size = contract == .inverse ? notional(at: mark) : self.size * multiplier
    return ScenarioPosition(
      FutureRevaluation(settlement: contract.settlement, years: years),
      amount: side == .long ? size : -size, forward: mark)
  }
}
