public import MarketData
public import Text

extension ContractTerms {
  /// The facts in JSON.
  public var json: JSON {
    .object([
      "calendar": .text(calendar), "currency": .text(currency), "group": .text(group),
      "multiplier": .number(multiplier), "tick": .number(tick), "underlying": .text(underlying),
    ])
  }
}
