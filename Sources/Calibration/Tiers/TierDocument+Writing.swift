internal import Margin

// The shapes written.

extension TierDocument {
  /// The document in a shape: byte for byte as it was read, where the shape is its own.
  public func written(as target: TierFormat) -> String {
    if target == format, let json { return json.value.written(json.layout) + json.ending }
    switch target {
    case .csv: return csv
    case .ccxt:
      return JSONText.object(
        tables.map { .init(name: $0.symbol, value: .array($0.ccxt)) }
      ).written(.indented(2)) + "\n"
    case .binanceUSDM, .binanceCOINM:
      return JSONText.array(tables.map { $0.binance(byQuantity: target == .binanceCOINM) })
        .written(.indented(2)) + "\n"
    case .hyperliquid:
      let values = tables.map(\.hyperliquid)
      return (values.count == 1 ? values[0] : .array(values)).written(.indented(2)) + "\n"
    }
  }

  private var csv: String {
    var lines = ["symbol,tier,min_notional,max_notional,mmr,cum,max_leverage,currency,rule"]
    for table in tables {
      for (index, tier) in table.tiers.enumerated() {
        lines.append(
          [
            table.symbol, "\(index + 1)", "\(tier.floor)", tier.cap.map { "\($0)" } ?? "",
            "\(tier.rate)", "\(table.deductions[index])", "\(tier.maximumLeverage)",
            table.currency, table.rule.rawValue,
          ].joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension TierTable {
  private static func number(_ value: DecimalNumber) -> JSONText { .number("\(value)") }

  private static func text(_ value: DecimalNumber) -> JSONText { .text("\(value)") }

  /// The unified tiers; `info` holds the recomputed deduction.
  fileprivate var ccxt: [JSONText] {
    tiers.enumerated().map { index, tier in
      .object([
        .init(name: "tier", value: .number("\(index + 1)")),
        .init(name: "symbol", value: .plain(symbol)),
        .init(name: "currency", value: .plain(currency)),
        .init(name: "minNotional", value: Self.number(tier.floor)),
        .init(name: "maxNotional", value: tier.cap.map(Self.number) ?? .literal("null")),
        .init(name: "maintenanceMarginRate", value: Self.number(tier.rate)),
        .init(name: "maxLeverage", value: Self.number(tier.maximumLeverage)),
        .init(
          name: "info",
          value: .object([.init(name: "cum", value: Self.text(deductions[index]))])),
      ])
    }
  }

  fileprivate func binance(byQuantity isQuantity: Bool) -> JSONText {
    .object([
      .init(name: "symbol", value: .plain(symbol)),
      .init(
        name: "brackets",
        value: .array(
          tiers.enumerated().map { index, tier in
            .object([
              .init(name: "bracket", value: .number("\(index + 1)")),
              .init(name: "initialLeverage", value: Self.number(tier.maximumLeverage)),
              .init(
                name: isQuantity ? "qtyCap" : "notionalCap",
                value: tier.cap.map(Self.number) ?? .literal("null")),
              .init(
                name: isQuantity ? "qtylFloor" : "notionalFloor", value: Self.number(tier.floor)),
              .init(name: "maintMarginRatio", value: Self.number(tier.rate)),
              .init(name: "cum", value: Self.number(deductions[index])),
            ])
          })),
    ])
  }

  fileprivate var hyperliquid: JSONText {
    .object([
      .init(name: "description", value: .plain(symbol)),
      .init(
        name: "marginTiers",
        value: .array(
          tiers.map { tier in
            .object([
              .init(name: "lowerBound", value: Self.text(tier.floor)),
              .init(name: "maxLeverage", value: Self.number(tier.maximumLeverage)),
            ])
          })),
    ])
  }
}
