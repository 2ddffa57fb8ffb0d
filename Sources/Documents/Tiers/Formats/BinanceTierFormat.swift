internal import Margin
internal import Text

extension TierFormat {
  /// Binance USD-M: tiers by notional, with cumulative deductions.
  public static let binanceUSDM = TierFormat(BinanceTierFormat(quantity: nil))
  /// Binance COIN-M: tiers by coin quantity.
  public static let binanceCOINM = TierFormat(BinanceTierFormat(quantity: .base))
}

/// The leverage tiers of Binance, by notional or by quantity.
struct BinanceTierFormat: JSONTierFormat {
  /// The unit of tiers by quantity; nil for tiers by notional.
  let quantity: TierUnit?

  var name: String { quantity == nil ? "binance-usdm" : "binance-coinm" }

  func unit(of symbol: String) -> TierUnit? { quantity ?? .quote }

  func matches(_ document: JSON) -> Bool {
    guard let bracket = document.elements?.first?["brackets"]?.elements?.first else { return false }
    return (bracket["qtyCap"] != nil) == (quantity != nil)
  }

  func lists(in document: JSON) -> [(symbol: String, tiers: [JSON])]? {
    let entries = document.elements ?? document.members.map { _ in [document] }
    let lists = entries?.compactMap { entry -> (symbol: String, tiers: [JSON])? in
      guard let symbol = entry["symbol"]?.string ?? entry["pair"]?.string,
        let tiers = entry["brackets"]?.elements
      else { return nil }
      return (symbol, tiers)
    }
    return lists?.count == entries?.count ? lists : nil
  }

  func tier(_ fields: TierFields, before next: TierFields?) throws(InputError) -> Tier {
    let quantityFloor = fields.value["qtylFloor"] != nil ? "qtylFloor" : "qtyFloor"
    return Tier(
      floor: try fields.required(quantity == nil ? "notionalFloor" : quantityFloor),
      cap: try fields.optional(quantity == nil ? "notionalCap" : "qtyCap"),
      rate: try fields.required("maintMarginRatio"),
      maximumLeverage: try fields.required("initialLeverage"),
      publishedDeduction: try fields.optional("cum"))
  }

  func json(of tables: [TierTable]) -> JSON { .list(tables, entry) }

  private func entry(_ table: TierTable) -> JSON {
    let brackets = table.tiers.enumerated().map { index, tier in
      JSON.object(
        JSONObject([
          ("bracket", .integer(index + 1)), ("initialLeverage", tier.maximumLeverage.digits),
          (quantity == nil ? "notionalCap" : "qtyCap", tier.cap?.digits ?? .null),
          (quantity == nil ? "notionalFloor" : "qtylFloor", tier.floor.digits),
          ("maintMarginRatio", tier.rate.digits), ("cum", table.deductions[index].digits),
        ]))
    }
    return .object(["symbol": .string(table.symbol), "brackets": .array(brackets)])
  }
}
