/// The revaluation of one unit of a contract under moves of price and implied volatility.
///
/// Contract types that scenarios can revalue conform; the package has ``FutureRevaluation`` and
/// ``OptionRevaluation``.
public protocol Revaluation: Hashable, Sendable {
  /// Whether charges count the contract among futures or options.
  var family: RevaluationFamily { get }
  /// The currency of the profit.
  var settlement: SettlementCurrency { get }
  /// The time to expiry in years; zero for a perpetual.
  var years: Double { get }

  /// The current value of one unit in the settlement currency: the premium of an option, zero for a
  /// future.
  func value(at forward: Double) -> Double

  /// The number of futures with the same price sensitivity as one unit; in coin this includes the
  /// premium's.
  func delta(at forward: Double) -> Double

  /// The profit of an amount in a scenario before weighting, in the settlement currency.
  ///
  /// - Parameters:
  ///   - amount: The number of base units, negative for a short.
  ///   - forward: The current forward price.
  ///   - scenario: The move of price and volatility.
  ///   - shock: The volatility shock rule.
  ///   - value: The current value of one unit, shared by all scenarios.
  /// - Returns: The profit, negative for a loss.
  func profit(
    of amount: Double, at forward: Double, in scenario: Scenario, _ shock: VolatilityShock,
    from value: Double
  ) -> Double
}

/// The families of contracts to which additional charges apply.
public enum RevaluationFamily: Hashable, Sendable {
  /// Futures and perpetuals.
  case future
  /// Options.
  case option
}

/// A position of one underlying that scenarios revalue.
public struct ScenarioPosition: Sendable {
  /// The revaluation of one unit.
  public let revaluation: any Revaluation
  /// The number of base units, negative for a short.
  public let amount: Double
  /// The forward price for its expiry.
  public let forward: Double
  /// The current price of the underlying.
  public let index: Double

  /// A position; the index defaults to the forward.
  public init(
    _ revaluation: any Revaluation, amount: Double, forward: Double, index: Double? = nil
  ) {
    precondition(forward > 0 && amount.isFinite, "forward must be above 0 and amount finite")
    self.revaluation = revaluation
    self.amount = amount
    self.forward = forward
    self.index = index ?? forward
  }

  /// The profit in a scenario before weighting, in the settlement currency.
  public func profit(in scenario: Scenario, _ shock: VolatilityShock) -> Double {
    profit(in: scenario, shock, from: value)
  }

  /// The profit in a scenario, given the current value of one unit, which all scenarios share.
  package func profit(
    in scenario: Scenario, _ shock: VolatilityShock, from value: Double
  ) -> Double {
    revaluation.profit(of: amount, at: forward, in: scenario, shock, from: value)
  }

  /// The current value of one unit: the premium of an option, zero for a future.
  package var value: Double { revaluation.value(at: forward) }

  /// The current value of the position: the premium of options, zero for futures.
  public var markToMarket: Double { amount * value }

  /// The number of futures with the same price sensitivity; in coin this includes the premium's.
  public var delta: Double { amount * revaluation.delta(at: forward) }

  /// The time to expiry in years; zero for a perpetual.
  public var years: Double { revaluation.years }

  /// Whether the contract is a future.
  public var isFuture: Bool { revaluation.family == .future }

  /// The current value of one base unit in the settlement currency: the index, or 1 in coin.
  public var baseValue: Double {
    switch revaluation.settlement {
    case .quote: index
    case .coin: 1
    }
  }
}
