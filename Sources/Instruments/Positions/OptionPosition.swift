/// A position in options of one series, revalued with the Black (1976) model at its implied
/// volatility.
///
/// The premium was exchanged at entry, so the position's value is s q mark, negative for a short.
/// In coin the mark is V/F.
public struct OptionPosition: Hashable, Sendable {
  /// The option, with its strike in the quote currency.
  public let option: VanillaOption
  /// Long or short.
  public let side: Side
  /// The number of options in base units; above zero.
  public let size: Double
  /// The price of the underlying, on which margins are based.
  public let index: Double
  /// The forward price of the expiry.
  public let forward: Double
  /// The annual implied volatility.
  public let volatility: Double
  /// The mark price of one option, in the settlement currency.
  public let mark: Double
  /// The premium of one option at entry, in the settlement currency.
  public let entryPrice: Double
  /// The currency of premium and payoff.
  public let settlement: SettlementCurrency

  /// A position; the mark and the entry price default to the model price.
  ///
  /// - Precondition: Sizes, prices and the volatility are above 0; marks and premiums are not negative.
  public init(
    _ option: VanillaOption, _ side: Side, size: Double, index: Double, forward: Double? = nil,
    volatility: Double, mark: Double? = nil, entryPrice: Double? = nil,
    settlement: SettlementCurrency = .quote
  ) {
    precondition(
      size > 0 && index > 0 && volatility > 0, "size, index and volatility must be above 0")
    precondition((mark ?? 0) >= 0 && (entryPrice ?? 0) >= 0, "premiums must not be negative")
    self.option = option
    self.side = side
    self.size = size
    self.index = index
    self.forward = forward ?? index
    self.volatility = volatility
    self.settlement = settlement
    let model = OptionRevaluation(option, volatility: volatility, settlement: settlement)
    self.mark = mark ?? model.value(at: self.forward)
    self.entryPrice = entryPrice ?? self.mark
  }

  /// The value s q mark, in the settlement currency.
  public var value: Double { sign * size * mark }

  /// The unrealized profit s q (mark − entry premium), in the settlement currency.
  public var unrealizedProfit: Double { sign * size * (mark - entryPrice) }

  /// The delta-equivalent notional: |q Δ| times the index, or |q Δ| in coin.
  public var notional: Double {
    abs(size * Black76(option, forward: forward, volatility: volatility).delta) * baseValue
  }

  /// Whether the position gains when the underlying rises.
  public var gainsWithPrice: Bool { (option.kind == .call) == (side == .long) }

  /// The position after the index and the forward move by a factor, at unchanged volatility and
  /// time.
  ///
  /// The mark moves as the model price does, so a factor of one changes nothing except rounding.
  public func moved(by factor: Double) -> OptionPosition {
    let model = OptionRevaluation(option, volatility: volatility, settlement: settlement)
    let (before, after) = (model.value(at: forward), model.value(at: forward * factor))
    return OptionPosition(
      option, side, size: size, index: index * factor, forward: forward * factor,
      volatility: volatility, mark: max(0, mark + after - before), entryPrice: entryPrice,
      settlement: settlement)
  }

  /// The position for scenario revaluation.
  public var scenarioPosition: ScenarioPosition {
    ScenarioPosition(
      OptionRevaluation(option, volatility: volatility, settlement: settlement),
      amount: side == .long ? size : -size, forward: forward, index: index)
  }

  private var sign: Double { side == .long ? 1 : -1 }
}

extension OptionPosition {
  /// The value of one base unit in the settlement currency: the index, or 1 in coin.
  package var baseValue: Double { settlement == .coin ? 1 : index }

  /// The option with its strike in the settlement currency.
  package var settledOption: VanillaOption {
    settlement == .coin
      ? VanillaOption(option.kind, strike: option.strike / index, years: option.years) : option
  }
}
