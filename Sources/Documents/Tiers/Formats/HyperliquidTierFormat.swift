internal import Margin
internal import Text

extension TierFormat {
  /// Hyperliquid margin tables: lower bounds and leverages; the maintenance rate is half the
  /// minimum initial rate.
  public static let hyperliquid = TierFormat(HyperliquidTierFormat())
}

/// The margin tables of Hyperliquid.
struct HyperliquidTierFormat: JSONTierFormat {
  let name = "hyperliquid"

  func matches(_ document: JSON) -> Bool {
    document["marginTiers"] != nil
      || document.elements?.first?.elements?.last?["marginTiers"] != nil
  }

  func lists(in document: JSON) -> [(symbol: String, tiers: [JSON])]? {
    let entries = document.elements ?? [document]
    let lists = entries.compactMap { entry -> (symbol: String, tiers: [JSON])? in
      let body = entry.elements?.last ?? entry
      guard let tiers = body["marginTiers"]?.elements else { return nil }
      let name = body["description"]?.string ?? ""
      return (name.isEmpty ? entry.elements?.first?.numeral ?? "unnamed" : name, tiers)
    }
    return lists.count == entries.count ? lists : nil
  }

  func tier(_ fields: TierFields, before next: TierFields?) throws(InputError) -> Tier {
    let leverage = try fields.required("maxLeverage")
    guard leverage > .zero else {
      throw InputError(fields.location, .invalidNumber(tier: nil, field: "leverage"))
    }
    return Tier(
      floor: try fields.required("lowerBound"), cap: try next?.required("lowerBound"),
      rate: Self.rate(ofLeverage: leverage), maximumLeverage: leverage)
  }

  /// The maintenance rate 1/(2L), truncated to twelve decimals.
  private static func rate(ofLeverage leverage: DecimalNumber) -> DecimalNumber {
    DecimalNumber(1).dividedDown(by: DecimalNumber(2) * leverage, decimals: 12)
  }

  func clash(with table: TierTable) -> TierClash? {
    for (index, tier) in table.tiers.enumerated()
    where tier.rate != Self.rate(ofLeverage: tier.maximumLeverage) {
      return TierClash(
        code: "rate-mismatch",
        sentence: "tier \(index + 1) has rate \(tier.rate), but hyperliquid requires half of "
          + "1/\(tier.maximumLeverage); use another format")
    }
    return nil
  }

  func losses(of table: TierTable) -> [String] {
    let cap = table.tiers.last?.cap.map { ["the last cap, \($0)"] } ?? []
    return cap + (table.currency.isEmpty ? [] : ["the currency, \(table.currency)"])
  }

  func json(of tables: [TierTable]) -> JSON {
    let values = tables.map { table in
      JSON.object([
        "description": .string(table.symbol),
        "marginTiers": .list(table.tiers) { tier in
          .object(["lowerBound": tier.floor.text, "maxLeverage": tier.maximumLeverage.digits])
        },
      ])
    }
    return values.count == 1 ? values[0] : .array(values)
  }
}
