/// A position that scenarios revalue, of one underlying.
public struct ScenarioPosition: Hashable, Sendable {
  /// What it is.
  public enum Instrument: Hashable, Sendable {
    /// A future or perpetual, settled in the quote currency.
    case future
    /// A future or perpetual of a size in coin at the mark, settled in coin.
    case inverseFuture
    /// An option at its implied volatility; its premium is a value of today.
    case option(VanillaOption, volatility: Double)
    /// The same, with its premium and payoff in coin.
    case inverseOption(VanillaOption, volatility: Double)
  }

  /// What it is.
  public let instrument: Instrument
  /// n in units of the base, below zero for a short.
  public let amount: Double
  /// F, the price of its expiry.
  public let forward: Double
  /// S, the price of the underlying today.
  public let index: Double
  /// T in years; zero for a perpetual.
  public let years: Double

  /// A position; the index is the forward and a future a perpetual where they are not told.
  public init(
    _ instrument: Instrument, amount: Double, forward: Double, index: Double? = nil,
    years: Double = 0
  ) {
    precondition(forward > 0 && amount.isFinite, "A forward is above 0, an amount finite")
    self.instrument = instrument
    self.amount = amount
    self.forward = forward
    self.index = index ?? forward
    switch instrument {
    case .future, .inverseFuture: self.years = years
    case .option(let option, _), .inverseOption(let option, _): self.years = option.years
    }
  }

  /// The profit of a scenario before its weight, in the settling currency.
  public func profit(in scenario: Scenario, _ shock: VolatilityShock) -> Double {
    profit(in: scenario, shock, from: value)
  }

  /// The profit of a scenario from a value of one today, which is the same in all of them.
  package func profit(
    in scenario: Scenario, _ shock: VolatilityShock, from value: Double
  ) -> Double {
    switch instrument {
    case .future: return amount * forward * scenario.move
    case .inverseFuture: return amount * (1 - 1 / (1 + scenario.move))
    case .option(let option, let volatility):
      let moved = shock.shocked(volatility, scenario.volatility, years: option.years)
      return amount
        * (Black76(option, forward: forward * (1 + scenario.move), volatility: moved).price - value)
    case .inverseOption(let option, let volatility):
      let moved = shock.shocked(volatility, scenario.volatility, years: option.years)
      let price = forward * (1 + scenario.move)
      return amount * (Black76(option, forward: price, volatility: moved).price / price - value)
    }
  }

  /// The value of one today: the premium of an option, nothing of a future.
  package var value: Double {
    switch instrument {
    case .future, .inverseFuture: 0
    case .option(let option, let volatility):
      Black76(option, forward: forward, volatility: volatility).price
    case .inverseOption(let option, let volatility):
      Black76(option, forward: forward, volatility: volatility).price / forward
    }
  }

  /// What the position is worth today: the premium of options, nothing for futures.
  public var markToMarket: Double { amount * value }

  /// The size of the future that moves as the position does; in coin the premium moves with it.
  public var delta: Double {
    switch instrument {
    case .future, .inverseFuture: amount
    case .option(let option, let volatility):
      amount * Black76(option, forward: forward, volatility: volatility).delta
    case .inverseOption(let option, let volatility):
      amount * (Black76(option, forward: forward, volatility: volatility).delta - value)
    }
  }

  /// Whether it is a future.
  public var isFuture: Bool {
    switch instrument {
    case .future, .inverseFuture: true
    case .option, .inverseOption: false
    }
  }

  /// What one of the base is worth today in the settling currency: S, or 1 in coin.
  public var unit: Double {
    switch instrument {
    case .future, .option: index
    case .inverseFuture, .inverseOption: 1
    }
  }
}
