public import Instruments

/// A position in one option series, margined by a rule.
///
/// A long position has no margin beyond its premium.
public struct MarginedOption: MarginedPosition, Hashable {
  /// The option position.
  public let option: OptionPosition
  /// The margin rule of a short position.
  public let rule: OptionMarginRule

  /// Creates a margined option.
  public init(_ option: OptionPosition, rule: OptionMarginRule = .standard) {
    self.option = option
    self.rule = rule
  }

  /// The mark price of one option.
  public var mark: Double { option.mark }
  /// The index price.
  public var underlyingPrice: Double { option.index }
  /// The currency of premium and payoff.
  public var settlement: SettlementCurrency { option.settlement }
  /// The name of the side: `long` or `short`.
  public var sideName: String { option.side.rawValue }
  /// The number of options.
  public var size: Double? { option.size }
  /// The signed value at the mark.
  public var value: Double { option.value }
  /// The change in value since entry.
  public var unrealizedProfit: Double { option.unrealizedProfit }
  /// The notional of the underlying futures.
  public var notional: Double { option.notional }
  /// Whether the position is a long call or a short put.
  public var gainsWithPrice: Bool { option.gainsWithPrice }
  /// The position for scenario revaluation.
  public var scenarioPosition: ScenarioPosition? { option.scenarioPosition }

  /// The initial margin of a short position; zero for a long one.
  public var initialMargin: Double? {
    guard option.side == .short else { return 0 }
    return option.size
      * rule.initialMargin(of: option.settledOption, index: option.baseValue, mark: option.mark)
  }

  /// The maintenance margin of a short position; zero for a long one.
  public var maintenanceMargin: Double? {
    guard option.side == .short else { return 0 }
    return option.size
      * rule.maintenanceMargin(of: option.settledOption, index: option.baseValue, mark: option.mark)
  }

  /// The position after its underlying's price is multiplied by a factor.
  public func moved(by factor: Double) -> MarginedOption {
    MarginedOption(option.moved(by: factor), rule: rule)
  }
}
