/// A European option under scenarios, priced with the Black (1976) model at its implied volatility.
public struct OptionRevaluation: Revaluation {
  /// The option.
  public let option: VanillaOption
  /// The current annual implied volatility.
  public let volatility: Double
  /// The currency of premium and payoff.
  public let settlement: SettlementCurrency

  /// An option at its implied volatility.
  public init(
    _ option: VanillaOption, volatility: Double, settlement: SettlementCurrency = .quote
  ) {
    self.option = option
    self.volatility = volatility
    self.settlement = settlement
  }

  /// The options family.
  public var family: RevaluationFamily { .option }

  /// The time to expiry in years.
  public var years: Double { option.years }

  /// The premium V, or V/F in coin.
  public func value(at forward: Double) -> Double { price(at: forward, volatility: volatility) }

  /// The delta Δ, or Δ − V/F in coin.
  public func delta(at forward: Double) -> Double {
    let delta = Black76(option, forward: forward, volatility: volatility).delta
    return settlement == .coin ? delta - value(at: forward) : delta
  }

  /// The change of the premium at the shocked price and volatility.
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
