internal import Margin

// The JSON shapes.

extension TierDocument {
  init(json bytes: [UInt8], path: String, _ reading: TierReadOptions) throws(InputFileError) {
    let value: JSONText
    do throws(JSONTextReader.Fault) {
      value = try JSONTextReader.read(bytes)
    } catch {
      throw InputFileError(
        "\(path):\(error.line):\(error.column)",
        code: error.problem.contains("twice") ? "duplicate-key" : "malformed-json",
        error.problem + "; mend the JSON")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let format: TierFormat
    if let named = reading.format {
      format = named
    } else {
      format = try Self.format(of: value, path: path)
    }
    var tables: [TierTable] = []
    for (symbol, tiers) in try Self.lists(in: value, format, path: path) {
      guard !tables.contains(where: { $0.symbol == symbol }) else {
        throw InputFileError(
          Self.place(path, tiers.first, symbol), code: "duplicate-key",
          "stands twice; keep one of its tables")
      }
      tables.append(try Self.table(symbol: symbol, tiers, format, path: path, reading))
    }
    guard !tables.isEmpty else {
      throw InputFileError(path, code: "no-tiers", "holds no table; name another file")
    }
    self.init(
      tables: tables, format: format,
      // What was mended is not what was read.
      json: reading.repair == .asked
        ? nil
        : (
          value, JSONText.Layout(of: text),
          String(text.reversed().prefix { $0.isWhitespace }.reversed())
        ))
  }

  /// `file:line: symbol`, the line that of a tier.
  private static func place(_ path: String, _ tier: JSONText?, _ symbol: String) -> String {
    (tier?.line).map { "\(path):\($0): \(symbol)" } ?? "\(path): \(symbol)"
  }

  private static func format(of value: JSONText, path: String) throws(InputFileError) -> TierFormat
  {
    if value["marginTiers"] != nil { return .hyperliquid }
    if let first = value.elements?.first {
      if first["minNotional"] != nil { return .ccxt }
      if let bracket = first["brackets"]?.elements?.first {
        return bracket["qtyCap"] != nil ? .binanceCOINM : .binanceUSDM
      }
      if first.elements?.last?["marginTiers"] != nil { return .hyperliquid }
    }
    if value.members?.first?.value.elements?.first?["minNotional"] != nil { return .ccxt }
    throw InputFileError(
      path, code: "unknown-shape",
      "is none of the known shapes of brackets; name one with --from")
  }

  /// The tiers of each symbol, as JSON.
  private static func lists(
    in value: JSONText, _ format: TierFormat, path: String
  ) throws(InputFileError) -> [(symbol: String, tiers: [JSONText])] {
    let unfit = InputFileError(
      path, code: "unknown-shape",
      "is not of the shape \(format.rawValue); name another with --from")
    switch format {
    case .ccxt:
      if let tiers = value.elements {
        return [(tiers.first?["symbol"]?.plain ?? "unnamed", tiers)]
      }
      guard let members = value.members else { throw unfit }
      var lists: [(String, [JSONText])] = []
      for member in members {
        guard let tiers = member.value.elements else { throw unfit }
        lists.append((JSONText.text(member.name).plain ?? member.name, tiers))
      }
      return lists
    case .binanceUSDM, .binanceCOINM:
      guard let entries = value.elements ?? value.members.map({ _ in [value] }) else { throw unfit }
      var lists: [(String, [JSONText])] = []
      for entry in entries {
        guard let symbol = entry["symbol"]?.plain ?? entry["pair"]?.plain,
          let tiers = entry["brackets"]?.elements
        else { throw unfit }
        lists.append((symbol, tiers))
      }
      return lists
    case .hyperliquid:
      let entries = value.elements ?? [value]
      var lists: [(String, [JSONText])] = []
      for entry in entries {
        let body = entry.elements?.last ?? entry
        guard let tiers = body["marginTiers"]?.elements else { throw unfit }
        let number = entry.elements?.first?.digits
        let name = body["description"]?.plain ?? ""
        lists.append((name.isEmpty ? number ?? "unnamed" : name, tiers))
      }
      return lists
    case .csv: throw unfit
    }
  }

  private static func table(
    symbol: String, _ tiers: [JSONText], _ format: TierFormat, path: String,
    _ reading: TierReadOptions
  ) throws(InputFileError) -> TierTable {
    var read: [Tier] = []
    for (index, tier) in tiers.enumerated() {
      let next = index + 1 < tiers.count ? tiers[index + 1] : nil
      let place = place(path, tier, symbol)
      read.append(try self.tier(tier, before: next, format, "\(place), tier \(index + 1)"))
    }
    do throws(TierFault) {
      return try TierTable(
        symbol: symbol, currency: tiers.first?["currency"]?.plain ?? "",
        unit: unit(of: symbol, format), rule: reading.rule,
        tiers: reading.repair == .asked ? TierTable.repaired(read) : read,
        allowing: reading.allowance)
    } catch {
      // Mended tiers are no longer in the order of the file.
      let number = reading.repair == .asked ? nil : error.tier
      throw InputFileError(
        place(path, number.map { tiers[$0 - 1] } ?? tiers.first, symbol), error)
    }
  }

  /// COIN-M counts coins, and so does CCXT where a market settles in its base: `BTC/USD:BTC`.
  private static func unit(of symbol: String, _ format: TierFormat) -> TierUnit {
    if format == .binanceCOINM { return .base }
    return format == .ccxt && TierTable.settlesInBase(symbol) ? .base : .quote
  }

  private static func tier(
    _ tier: JSONText, before next: JSONText?, _ format: TierFormat, _ place: String
  ) throws(InputFileError) -> Tier {
    switch format {
    case .ccxt:
      return Tier(
        floor: try required(tier, "minNotional", place),
        cap: try optional(tier, "maxNotional", place),
        rate: try required(tier, "maintenanceMarginRate", place),
        maximumLeverage: try required(tier, "maxLeverage", place),
        publishedDeduction: try tier["info"].flatMap { info throws(InputFileError) in
          try optional(info, "cum", place)
        })
    case .hyperliquid:
      let leverage = try required(tier, "maxLeverage", place)
      guard leverage > .zero else {
        throw InputFileError(place, .invalidNumber(tier: nil, field: "leverage"))
      }
      return Tier(
        floor: try required(tier, "lowerBound", place),
        cap: try next.flatMap { next throws(InputFileError) in
          try required(next, "lowerBound", place)
        },
        rate: Tier.halfInitialRate(ofLeverage: leverage),
        maximumLeverage: leverage)
    case .binanceUSDM, .binanceCOINM, .csv:
      let isCoin = format == .binanceCOINM
      let floor = tier["qtylFloor"] != nil ? "qtylFloor" : "qtyFloor"
      return Tier(
        floor: try required(tier, isCoin ? floor : "notionalFloor", place),
        cap: try optional(tier, isCoin ? "qtyCap" : "notionalCap", place),
        rate: try required(tier, "maintMarginRatio", place),
        maximumLeverage: try required(tier, "initialLeverage", place),
        publishedDeduction: try optional(tier, "cum", place))
    }
  }

  private static func required(
    _ tier: JSONText, _ key: String, _ place: String
  ) throws(InputFileError) -> DecimalNumber {
    guard let value = try optional(tier, key, place) else {
      throw InputFileError(place, code: "missing-field", "has no \(key); write it")
    }
    return value
  }

  private static func optional(
    _ tier: JSONText, _ key: String, _ place: String
  ) throws(InputFileError) -> DecimalNumber? {
    guard let found = tier[key], found != .literal("null") else { return nil }
    guard let digits = found.digits, let value = DecimalNumber(digits) else {
      throw InputFileError(
        place, code: "invalid-number", "\(key) is no decimal number; write one such as 0.004")
    }
    return value
  }
}
