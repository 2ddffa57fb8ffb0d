/// A European option under scenarios, priced by Black's model at its implied volatility.
public struct OptionRevaluation: Revaluation {
  /// The option.
  public let option: VanillaOption
  /// The implied volatility of today, annual.
  public let volatility: Double
  /// What premium and payoff are paid in.
  public let settlement: SettlementCurrency

  /// An option at its implied volatility.
  public init(
    _ option: VanillaOption, volatility: Double, settlement: SettlementCurrency = .quote
  ) {
    self.option = option
    self.volatility = volatility
    self.settlement = settlement
  }

  /// An option.
  public var family: RevaluationFamily { .option }

  /// The years to its expiry.
  public var years: Double { option.years }

  /// The premium: V, or V/F in coin.
  public func value(at forward: Double) -> Double { price(at: forward, volatility: volatility) }

  /// Δ, in coin Δ − V/F.
  public func delta(at forward: Double) -> Double {
    let delta = Black76(option, forward: forward, volatility: volatility).delta
    return settlement == .coin ? delta - value(at: forward) : delta
  }

  /// The change of the premium at the moved price and volatility.
  public func profit(
    of amount: Double, at forward: Double, in scenario: Scenario, _ shock: VolatilityShock,
    from value: Double
  ) -> Double {
    let moved = shock.shocked(volatility, scenario.volatility, years: option.years)
    return amount * (price(at: forward * (1 + scenario.move), volatility: moved) - value)
  }

  private func price(at forward: Double, volatility: Double) -> Double {
    let price = Black76(option, forward: forward, volatility: volatility).price
    return settlement == .coin ? price / forward : price
  }
}

extension Revaluation where Self == OptionRevaluation {
  /// An option whose premium and payoff are in the quote currency.
  public static func option(_ option: VanillaOption, volatility: Double) -> Self {
    OptionRevaluation(option, volatility: volatility)
  }

}
