/// What one unit of a contract gains in a scenario: how its value moves with the price and the implied volatility.
///
/// A contract type that scenarios can revalue conforms; ``FutureRevaluation`` and ``OptionRevaluation`` are those of the package.
public protocol Revaluation: Hashable, Sendable {
  /// Whether charges count it among the futures or among the options.
  var family: RevaluationFamily { get }
  /// What the profit is paid in.
  var settlement: SettlementCurrency { get }
  /// The years to its expiry; zero for a perpetual.
  var years: Double { get }

  /// The value of one unit today, in the settling currency: the premium of an option, nothing of a future.
  func value(at forward: Double) -> Double

  /// The size of the future that moves as one unit does; in coin the premium moves with it.
  func delta(at forward: Double) -> Double

  /// The profit of an amount in a scenario before its weight, in the settling currency.
  ///
  /// - Parameters:
  ///   - amount: Units of the base, below zero for a short.
  ///   - forward: The forward price today.
  ///   - scenario: The move of price and volatility.
  ///   - shock: The rule of volatilities.
  ///   - value: The value of one unit today, which is the same in all scenarios.
  /// - Returns: The profit, below zero for a loss.
  func profit(
    of amount: Double, at forward: Double, in scenario: Scenario, _ shock: VolatilityShock,
    from value: Double
  ) -> Double
}

/// What charges beside the worst scenario are on.
public enum RevaluationFamily: Hashable, Sendable {
  /// Futures and perpetuals.
  case future
  /// Options.
  case option
}

/// A position that scenarios revalue, of one underlying.
public struct ScenarioPosition: Sendable {
  /// What one unit of it gains.
  public let revaluation: any Revaluation
  /// The units of the base, below zero for a short.
  public let amount: Double
  /// The forward price of its expiry.
  public let forward: Double
  /// The price of the underlying today.
  public let index: Double

  /// A position; the index is the forward where it is not given.
  public init(
    _ revaluation: any Revaluation, amount: Double, forward: Double, index: Double? = nil
  ) {
    precondition(forward > 0 && amount.isFinite, "A forward is above 0, an amount finite")
    self.revaluation = revaluation
    self.amount = amount
    self.forward = forward
    self.index = index ?? forward
  }

  /// The profit of a scenario before its weight, in the settling currency.
  public func profit(in scenario: Scenario, _ shock: VolatilityShock) -> Double {
    profit(in: scenario, shock, from: value)
  }

  /// The profit of a scenario from a value of one unit today, which is the same in all of them.
  package func profit(
    in scenario: Scenario, _ shock: VolatilityShock, from value: Double
  ) -> Double {
    revaluation.profit(of: amount, at: forward, in: scenario, shock, from: value)
  }

  /// The value of one unit today: the premium of an option, nothing of a future.
  package var value: Double { revaluation.value(at: forward) }

  /// What the position is worth today: the premium of options, nothing for futures.
  public var markToMarket: Double { amount * value }

  /// The size of the future that moves as the position does; in coin the premium moves with it.
  public var delta: Double { amount * revaluation.delta(at: forward) }

  /// The years to its expiry; zero for a perpetual.
  public var years: Double { revaluation.years }

  /// Whether it is a future.
  public var isFuture: Bool { revaluation.family == .future }

  /// What one unit of the base is worth today in the settling currency: the index, or 1 in coin.
  public var baseValue: Double {
    switch revaluation.settlement {
    case .quote: index
    case .coin: 1
    }
  }
}
