internal import Accounts
internal import Instruments
internal import MarketData
internal import Text

/// The margin rules of options, by name.
enum OptionRuleName: String, CaseIterable {
  case standard, bybit, derive

  var rule: OptionMarginRule {
    switch self {
    case .standard: .standard
    case .bybit: .bybit
    case .derive: .derive
    }
  }
}

extension JSONFields {
  /// A position in options with strike, expiry, index, volatility and rule.
  func option(_ mode: Account.Mode) throws(InputError) -> Account.Holding {
    try refuseOthers(than: [
      "instrument", "underlying", "contract", "side", "size", "entryPrice", "markPrice", "margin",
      "kind", "strike", "years", "volatility", "index", "forward", "settlement", "rule",
    ])
    let instrument = try name("instrument")
    let side = try choice("side", Side.self)
    let option = VanillaOption(
      try choice("kind", VanillaOption.Kind.self),
      strike: try required("strike", in: Self.positive),
      years: try required("years", in: 0 ... 100))
    let size = try required("size", in: Self.positive)
    let index = try required("index", in: Self.positive)
    let forward = try number("forward", in: Self.positive)
    let volatility = try required("volatility", in: 1e-6 ... 100)
    let settlement =
      value["settlement"] == nil ? .quote : try choice("settlement", SettlementCurrency.self)
    let rule = value["rule"] == nil ? .standard : try choice("rule", OptionRuleName.self)
    let position = OptionPosition(
      option, side, size: size, index: index, forward: forward, volatility: volatility,
      mark: try number("markPrice", in: Self.amounts),
      entryPrice: try number("entryPrice", in: Self.amounts),
      settlement: settlement)
    let margin = try statedMargin(mode)
    guard mode != .isolated || margin != nil || side == .long else {
      throw error("missing-field", "missing field \"margin\"; write the margin of the position")
    }
    return Account.Holding(
      InstrumentID(rawValue: instrument), MarginedOption(position, rule: rule.rule),
      underlying: InstrumentID(rawValue: try name("underlying")), margin: margin ?? 0)
  }

  /// A spot pair with amounts owned and owed of both assets.
  func pair(_ mode: Account.Mode) throws(InputError) -> Account.Holding {
    try refuseOthers(than: [
      "instrument", "underlying", "contract", "markPrice", "quoteOwned", "quoteOwed", "baseOwned",
      "baseOwed", "maintenanceRate", "feeRate",
    ])
    guard mode != .portfolio else {
      throw error(
        "pair-in-portfolio", "is a spot pair; use isolated or cross mode")
    }
    let quote = SpotPair.Balance(
      owned: try number("quoteOwned", in: Self.amounts) ?? 0,
      owed: try number("quoteOwed", in: Self.amounts) ?? 0)
    let base = SpotPair.Balance(
      owned: try number("baseOwned", in: Self.amounts) ?? 0,
      owed: try number("baseOwed", in: Self.amounts) ?? 0)
    let mark = try required("markPrice", in: Self.positive)
    let pair = MarginedPair(
      SpotPair(quote: quote, base: base), mark: mark,
      rate: try required("maintenanceRate", in: 0 ... 0.9),
      feeRate: try number("feeRate", in: 0 ... 0.1) ?? 0)
    return Account.Holding(
      InstrumentID(rawValue: try name("instrument")), pair, underlying: try underlying())
  }
}
