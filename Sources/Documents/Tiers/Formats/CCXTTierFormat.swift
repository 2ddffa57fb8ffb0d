internal import Margin
internal import Text

extension TierFormat {
  /// CCXT: an object of symbols with arrays of unified tiers, or one such array.
  public static let ccxt = TierFormat(CCXTTierFormat())
}

/// The unified tiers of CCXT; sizes are in base units if a market settles in its base, such as
/// `BTC/USD:BTC`.
struct CCXTTierFormat: JSONTierFormat {
  let name = "ccxt"
  let rules = TierRule.allCases

  func unit(of symbol: String) -> TierUnit? { Self.settlesInBase(symbol) ? .base : .quote }

  /// Whether a unified symbol settles in its base.
  private static func settlesInBase(_ symbol: String) -> Bool {
    let halves = symbol.split(separator: ":")
    guard halves.count == 2, let base = symbol.split(separator: "/").first else { return false }
    return halves[1].split(separator: "-").first == base
  }

  func matches(_ document: JSON) -> Bool {
    let tiers = document.elements ?? document.members?.first?.value.elements
    return tiers?.first?["minNotional"] != nil
  }

  func lists(in document: JSON) -> [(symbol: String, tiers: [JSON])]? {
    if let tiers = document.elements {
      return [(tiers.first?["symbol"]?.string ?? "unnamed", tiers)]
    }
    guard let members = document.members else { return nil }
    let lists = members.compactMap { member in
      member.value.elements.map { (symbol: member.name, tiers: $0) }
    }
    return lists.count == members.count ? lists : nil
  }

  func tier(_ fields: TierFields, before next: TierFields?) throws(InputError) -> Tier {
    Tier(
      floor: try fields.required("minNotional"), cap: try fields.optional("maxNotional"),
      rate: try fields.required("maintenanceMarginRate"),
      maximumLeverage: try fields.required("maxLeverage"),
      publishedDeduction: try fields.part("info")?.optional("cum"))
  }

  func losses(of table: TierTable) -> [String] {
    table.rule == .cliff ? ["the rule; read it with --rule cliff"] : []
  }

  func only(_ symbols: Set<String>, in document: JSON) -> JSON? {
    document.object.map { .object($0.filter { symbols.contains($0.name) }) }
  }

  func json(of tables: [TierTable]) -> JSON {
    .object(JSONObject(tables.map { ($0.symbol, .array(Self.tiers(of: $0))) }))
  }

  /// The unified tiers; `info` contains the recomputed deduction.
  private static func tiers(of table: TierTable) -> [JSON] {
    table.tiers.enumerated().map { index, tier in
      let deduction = table.deductions[index].text
      return .object([
        "tier": .integer(index + 1), "symbol": .string(table.symbol),
        "currency": .string(table.currency), "minNotional": tier.floor.digits,
        "maxNotional": tier.cap?.digits ?? .null, "maintenanceMarginRate": tier.rate.digits,
        "maxLeverage": tier.maximumLeverage.digits,
        "info": .object(table.rule == .cliff ? [:] : ["cum": deduction]),
      ])
    }
  }
}

extension DecimalNumber {
  /// The number as JSON, digit by digit.
  var digits: JSON { .digits("\(self)") }

  /// The number in quotes.
  var text: JSON { .string("\(self)") }
}
