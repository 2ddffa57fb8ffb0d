/// A future or perpetual under scenarios; in coin its size is that at the mark.
public struct FutureRevaluation: Revaluation {
  /// What the profit is paid in.
  public let settlement: SettlementCurrency
  /// The years to its expiry; zero for a perpetual.
  public let years: Double

  /// A future; without years a perpetual.
  public init(settlement: SettlementCurrency = .quote, years: Double = 0) {
    self.settlement = settlement
    self.years = years
  }

  /// A future.
  public var family: RevaluationFamily { .future }

  /// Zero: nothing was paid for it.
  public func value(at forward: Double) -> Double { 0 }

  /// One.
  public func delta(at forward: Double) -> Double { 1 }

  /// n F R in the quote currency, n (1 − 1/(1 + R)) in coin, for a simple return R.
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
  /// The position as scenarios revalue it: a size in the base, of an inverse contract in coin at the mark.
  ///
  /// - Parameters:
  ///   - mark: The price of today.
  ///   - years: The years to its expiry; zero for a perpetual.
  /// - Returns: The position, its index the mark.
  public func scenarioPosition(at mark: Double, years: Double) -> ScenarioPosition {
    let size = contract == .inverse ? notional(at: mark) : self.size * multiplier
    return ScenarioPosition(
      FutureRevaluation(settlement: contract.settlement, years: years),
      amount: side == .long ? size : -size, forward: mark)
  }
}
