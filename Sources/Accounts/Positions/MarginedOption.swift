public import Instruments

/// Options of one series, margined by a rule; a long keeps nothing beyond its premium.
public struct MarginedOption: MarginedPosition, Hashable {
  /// What is held.
  public let option: OptionPosition
  /// What a short must keep.
  public let rule: OptionMarginRule

  /// Options under a rule.
  public init(_ option: OptionPosition, rule: OptionMarginRule = .standard) {
    self.option = option
    self.rule = rule
  }

  /// What one option is marked at.
  public var mark: Double { option.mark }
  /// The index.
  public var underlyingPrice: Double { option.index }
  /// What premium and payoff are paid in.
  public var settlement: SettlementCurrency { option.settlement }
  /// `long` or `short`.
  public var sideName: String { option.side.rawValue }
  /// The number of options.
  public var size: Double? { option.size }
  /// The signed value at the mark.
  public var value: Double { option.value }
  /// The change of the value since the entry.
  public var unrealizedProfit: Double { option.unrealizedProfit }
  /// The value of the futures that move as the position does.
  public var notional: Double { option.notional }
  /// Whether it is a long call or a short put.
  public var gainsWithPrice: Bool { option.gainsWithPrice }
  /// The position as scenarios revalue it.
  public var scenarioPosition: ScenarioPosition? { option.scenarioPosition }

  /// The initial margin of a short, zero of a long.
  public var initialMargin: Double? {
    guard option.side == .short else { return 0 }
    return option.size
      * rule.initialMargin(of: option.settledOption, index: option.baseValue, mark: option.mark)
  }

  /// The maintenance margin of a short, zero of a long.
  public var maintenanceMargin: Double? {
    guard option.side == .short else { return 0 }
    return option.size
      * rule.maintenanceMargin(of: option.settledOption, index: option.baseValue, mark: option.mark)
  }

  /// The options after their underlying has moved by a factor.
  public func moved(by factor: Double) -> MarginedOption {
    MarginedOption(option.moved(by: factor), rule: rule)
  }
}
