internal import Margin

// The shapes written.

extension TierDocument {
  /// The document in a shape, byte for byte as it was read where the shape is its own; and what the shape does not hold.
  ///
  /// - Throws: ``InputFileError`` where the numbers would mean something else in the shape.
  public func written(
    as target: TierFormat
  ) throws(InputFileError) -> (text: String, losses: [String]) {
    if target == format, let json { return (json.value.written(json.layout) + json.ending, []) }
    var losses: [String] = []
    for table in tables {
      if let clash = table.clash(with: target) {
        throw InputFileError(table.symbol, code: clash.code, clash.message)
      }
      losses += table.losses(in: target).map {
        "\(table.symbol): \(target.rawValue) does not hold \($0)"
      }
    }
    return (text(as: target), losses)
  }

  private func text(as target: TierFormat) -> String {
    switch target {
    case .csv: return csv
    case .ccxt:
      return JSONText.object(
        tables.map { .init(name: JSONText.escaped($0.symbol), value: .array($0.ccxt)) }
      ).written(.indented(2)) + "\n"
    case .binanceUSDM, .binanceCOINM:
      return JSONText.array(tables.map { $0.binance(byQuantity: target == .binanceCOINM) })
        .written(.indented(2)) + "\n"
    case .hyperliquid:
      let values = tables.map(\.hyperliquid)
      return (values.count == 1 ? values[0] : .array(values)).written(.indented(2)) + "\n"
    }
  }

  /// The tables of some symbols; the rest of the document is left out.
  public func only(_ symbols: Set<String>) -> TierDocument {
    guard !tables.allSatisfy({ symbols.contains($0.symbol) }) else { return self }
    let kept = tables.filter { symbols.contains($0.symbol) }
    guard let json, format == .ccxt, let members = json.value.members else {
      return TierDocument(tables: kept, format: format)
    }
    let value = JSONText.object(members.filter { symbols.contains($0.plainName) })
    return TierDocument(tables: kept, format: format, json: (value, json.layout, json.ending))
  }

  /// The tables as CSV, which holds all of them.
  public var csv: String {
    var lines = ["symbol,tier,min_notional,max_notional,mmr,cum,max_leverage,currency,rule,unit"]
    for table in tables {
      for (index, tier) in table.tiers.enumerated() {
        lines.append(
          [
            table.symbol, "\(index + 1)", "\(tier.floor)", tier.cap.map { "\($0)" } ?? "",
            "\(tier.rate)", "\(table.deductions[index])", "\(tier.maximumLeverage)",
            table.currency, table.rule.rawValue, table.unit.rawValue,
          ].joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

// MARK: - What a shape does not hold

extension TierTable {
  /// Whether a unified symbol settles in its base: `BTC/USD:BTC`.
  static func settlesInBase(_ symbol: String) -> Bool {
    let halves = symbol.split(separator: ":")
    guard halves.count == 2, let base = symbol.split(separator: "/").first else { return false }
    return halves[1].split(separator: "-").first == base
  }

  /// Why the numbers would mean something else in a shape; nil where they do not.
  fileprivate func clash(with target: TierFormat) -> (code: String, message: String)? {
    let held: TierUnit? =
      switch target {
      case .csv: nil
      case .ccxt: Self.settlesInBase(symbol) ? .base : .quote
      case .binanceUSDM, .hyperliquid: .quote
      case .binanceCOINM: .base
      }
    if let held, held != unit {
      return (
        "unit-mismatch",
        "counts in \(unit.rawValue), \(target.rawValue) in \(held.rawValue); write csv, or convert the amounts"
      )
    }
    if rule == .cliff, target != .csv, target != .ccxt {
      return (
        "rule-mismatch", "adds up by cliff, \(target.rawValue) by marginal; write csv"
      )
    }
    guard target == .hyperliquid else { return nil }
    for (index, tier) in tiers.enumerated()
    where tier.rate != Tier.halfInitialRate(ofLeverage: tier.maximumLeverage) {
      return (
        "rate-mismatch",
        "tier \(index + 1) has rate \(tier.rate), hyperliquid half of 1/\(tier.maximumLeverage); write another shape"
      )
    }
    return nil
  }

  /// What a reader of the shape would not learn.
  fileprivate func losses(in target: TierFormat) -> [String] {
    var losses: [String] = []
    if target == .ccxt, rule == .cliff { losses.append("the rule; read it with --rule cliff") }
    if target == .hyperliquid, let cap = tiers.last?.cap { losses.append("the last cap, \(cap)") }
    if ![.csv, .ccxt].contains(target), !currency.isEmpty {
      losses.append("the currency, \(currency)")
    }
    return losses
  }
}

extension Tier {
  /// The maintenance rate of Hyperliquid, 1/(2L), cut after twelve decimals.
  static func halfInitialRate(ofLeverage leverage: DecimalNumber) -> DecimalNumber {
    DecimalNumber(1).dividedDown(by: DecimalNumber(2) * leverage, decimals: 12)
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
          value: .object(
            rule == .cliff ? [] : [.init(name: "cum", value: Self.text(deductions[index]))])),
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
