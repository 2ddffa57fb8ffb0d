public import Instruments

/// A position in options of one series, margined by a rule and revalued by Black's model at its implied volatility.
///
/// Its premium was paid or received, so that it is worth s q mk: below zero for a short. In coin, mk = V/F.
public struct OptionPosition: Hashable, Sendable {
  /// The option, its strike in the quote currency.
  public let option: VanillaOption
  /// Long or short.
  public let side: Side
  /// q in units of the base, above zero.
  public let size: Double
  /// S, the index that margins are shares of.
  public let index: Double
  /// F, the price of the expiry.
  public let forward: Double
  /// σ, annual.
  public let volatility: Double
  /// mk, what one is marked at, in the settling currency.
  public let mark: Double
  /// The premium of one at the entry, in the settling currency.
  public let entryPrice: Double
  /// Whether premium and payoff are in coin.
  public let settlesInCoin: Bool
  /// What a short must keep.
  public let rule: OptionMarginRule

  /// A position; where no mark is given it is that of the model.
  ///
  /// - Precondition: Sizes, prices and the volatility are above 0, marks and premiums from 0 on.
  public init(
    _ option: VanillaOption, _ side: Side, size: Double, index: Double, forward: Double? = nil,
    volatility: Double, mark: Double? = nil, entryPrice: Double? = nil,
    settlesInCoin: Bool = false, rule: OptionMarginRule = .standard
  ) {
    precondition(size > 0 && index > 0 && volatility > 0, "Size, index and volatility are above 0")
    precondition((mark ?? 0) >= 0 && (entryPrice ?? 0) >= 0, "A premium is from 0 on")
    self.option = option
    self.side = side
    self.size = size
    self.index = index
    self.forward = forward ?? index
    self.volatility = volatility
    self.settlesInCoin = settlesInCoin
    self.rule = rule
    let model = Self.value(option, self.forward, volatility, settlesInCoin)
    self.mark = mark ?? model
    self.entryPrice = entryPrice ?? self.mark
  }

  /// s q mk, in the settling currency.
  public var value: Double { sign * size * mark }

  /// s q (mk − premium at the entry), in the settling currency.
  public var unrealizedProfit: Double { sign * size * (mark - entryPrice) }

  /// IM of a short, zero of a long.
  public var initialMargin: Double {
    guard side == .short else { return 0 }
    return size * rule.initialMargin(of: scaled, index: unit, mark: mark)
  }

  /// MM of a short, zero of a long.
  public var maintenanceMargin: Double {
    guard side == .short else { return 0 }
    return size * rule.maintenanceMargin(of: scaled, index: unit, mark: mark)
  }

  /// |q Δ| S, or |q Δ| in coin: the futures that move as the position does.
  public var notional: Double {
    abs(size * Black76(option, forward: forward, volatility: volatility).delta) * unit
  }

  /// Whether the position gains when the underlying rises.
  public var gainsWithPrice: Bool { (option.kind == .call) == (side == .long) }

  /// The position after the underlying has moved by a factor: index and forward with it, volatility and time as they are.
  ///
  /// The mark moves as the model does, so that a factor of one changes nothing.
  public func moved(by factor: Double) -> OptionPosition {
    let was = Self.value(option, forward, volatility, settlesInCoin)
    let now = Self.value(option, forward * factor, volatility, settlesInCoin)
    return OptionPosition(
      option, side, size: size, index: index * factor, forward: forward * factor,
      volatility: volatility, mark: max(0, mark + now - was), entryPrice: entryPrice,
      settlesInCoin: settlesInCoin, rule: rule)
  }

  private var sign: Double { side == .long ? 1 : -1 }
  /// What one of the base is worth in the settling currency.
  private var unit: Double { settlesInCoin ? 1 : index }
  /// The option in units of the settling currency.
  private var scaled: VanillaOption {
    settlesInCoin
      ? VanillaOption(option.kind, strike: option.strike / index, years: option.years) : option
  }

  private static func value(
    _ option: VanillaOption, _ forward: Double, _ volatility: Double, _ inCoin: Bool
  ) -> Double {
    let price = Black76(option, forward: forward, volatility: volatility).price
    return inCoin ? price / forward : price
  }
}
