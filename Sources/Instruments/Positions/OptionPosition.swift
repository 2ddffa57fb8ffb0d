/// A position in options of one series, revalued by Black's model at its implied volatility.
///
/// Its premium was paid or received, so that it is worth s q mark: below zero for a short. In coin, the mark is V/F.
public struct OptionPosition: Hashable, Sendable {
  /// The option, its strike in the quote currency.
  public let option: VanillaOption
  /// Long or short.
  public let side: Side
  /// The number of options, in units of the base; above zero.
  public let size: Double
  /// The price of the underlying, which margins are shares of.
  public let index: Double
  /// The forward price of the expiry.
  public let forward: Double
  /// The implied volatility, annual.
  public let volatility: Double
  /// What one option is marked at, in the settling currency.
  public let mark: Double
  /// The premium of one option at the entry, in the settling currency.
  public let entryPrice: Double
  /// What premium and payoff are paid in.
  public let settlement: SettlementCurrency

  /// A position; where no mark is given it is that of the model.
  ///
  /// - Precondition: Sizes, prices and the volatility are above 0, marks and premiums from 0 on.
  public init(
    _ option: VanillaOption, _ side: Side, size: Double, index: Double, forward: Double? = nil,
    volatility: Double, mark: Double? = nil, entryPrice: Double? = nil,
    settlement: SettlementCurrency = .quote
  ) {
    precondition(size > 0 && index > 0 && volatility > 0, "Size, index and volatility are above 0")
    precondition((mark ?? 0) >= 0 && (entryPrice ?? 0) >= 0, "A premium is from 0 on")
    self.option = option
    self.side = side
    self.size = size
    self.index = index
    self.forward = forward ?? index
    self.volatility = volatility
    self.settlement = settlement
    let modelled = OptionRevaluation(option, volatility: volatility, settlement: settlement)
    self.mark = mark ?? modelled.value(at: self.forward)
    self.entryPrice = entryPrice ?? self.mark
  }

  /// s q mark, in the settling currency.
  public var value: Double { sign * size * mark }

  /// s q (mark − premium at the entry), in the settling currency.
  public var unrealizedProfit: Double { sign * size * (mark - entryPrice) }

  /// The value of the futures that move as the position does: |q Δ| times the index, or |q Δ| in coin.
  public var notional: Double {
    abs(size * Black76(option, forward: forward, volatility: volatility).delta) * baseValue
  }

  /// Whether the position gains when the underlying rises.
  public var gainsWithPrice: Bool { (option.kind == .call) == (side == .long) }

  /// The position after the underlying has moved by a factor: index and forward with it, volatility and time as they are.
  ///
  /// The mark moves as the model does, so that a factor of one changes nothing but last bits.
  public func moved(by factor: Double) -> OptionPosition {
    let model = OptionRevaluation(option, volatility: volatility, settlement: settlement)
    let (before, after) = (model.value(at: forward), model.value(at: forward * factor))
    return OptionPosition(
      option, side, size: size, index: index * factor, forward: forward * factor,
      volatility: volatility, mark: max(0, mark + after - before), entryPrice: entryPrice,
      settlement: settlement)
  }

  /// The position as scenarios revalue it.
  public var scenarioPosition: ScenarioPosition {
    ScenarioPosition(
      OptionRevaluation(option, volatility: volatility, settlement: settlement),
      amount: side == .long ? size : -size, forward: forward, index: index)
  }

  private var sign: Double { side == .long ? 1 : -1 }
}

extension OptionPosition {
  /// What one unit of the base is worth in the settling currency: the index, or 1 in coin.
  package var baseValue: Double { settlement == .coin ? 1 : index }

  /// The option with its strike in the settling currency.
  package var settledOption: VanillaOption {
    settlement == .coin
      ? VanillaOption(option.kind, strike: option.strike / index, years: option.years) : option
  }
}
