internal import Accounts
internal import Instruments
internal import Margin
internal import MarketData
internal import Text

/// The value to which a maintenance rate applies.
enum MaintenanceBasis: String, CaseIterable {
  case mark, entry
}

extension JSONFields {
  /// A future with its mark price, margin rule and own collateral.
  func future(
    _ contractName: String, _ payoff: Contract, _ mode: Account.Mode, _ sources: RateSources
  ) throws(InputError) -> Account.Holding {
    try refuseOthers(than: [
      "instrument", "underlying", "contract", "side", "size", "entryPrice", "markPrice",
      "multiplier", "leverage", "margin", "maintenanceRate", "maintenanceDeduction",
      "maintenanceBasis", "feeRate", "years",
    ])
    let instrument = try name("instrument")
    let position = try position(
      payoff, choice("side", Side.self),
      entry: required("entryPrice", in: Self.positive))
    let mark = try required("markPrice", in: Self.positive)
    let future = try future(instrument, contractName, position, mark: mark, mode, sources)
    let margin = try ownMargin(of: position, mode)
    return Account.Holding(
      InstrumentID(rawValue: instrument), future, underlying: try underlying(), margin: margin)
  }

  /// A position with the size and multiplier of the fields.
  func position(
    _ contract: Contract, _ side: Side, entry: Double
  ) throws(InputError) -> FuturesPosition {
    let size = try required("size", in: Self.positive)
    let multiplier = try number("multiplier", in: Self.positive) ?? 1
    do throws(InvalidPosition) {
      return try FuturesPosition(
        contract, side, size: size, entryPrice: entry, multiplier: multiplier)
    } catch {
      throw self.error("invalid-number", error.message)
    }
  }

  /// A position at a mark price, with the rule and rates of the fields or the sources.
  func future(
    _ instrument: String, _ contractName: String, _ position: FuturesPosition, mark: Double,
    _ mode: Account.Mode, _ sources: RateSources
  ) throws(InputError) -> MarginedFuture {
    let table = sources.table(of: instrument)
    let scheduled =
      value["maintenanceRate"] == nil && value["maintenanceDeduction"] == nil && table == nil
      ? sources.rates(of: instrument, position.side) : nil
    var rule: MaintenanceRule?
    if mode == .portfolio {
      try refuse(
        ["maintenanceRate", "maintenanceDeduction", "leverage"], "the scenarios determine it")
      rule = nil
    } else if let scheduled {
      rule = try self.rule(of: scheduled)
    } else {
      rule = try self.rule(of: instrument, contractName, position, table)
    }
    rule = try based(rule, position)
    let notional = position.notional(at: mark)
    if let kept = rule?.margin(of: notional), kept < 0 {
      throw error(
        "invalid-number",
        "has a negative maintenance margin \(kept): maintenanceDeduction exceeds rate times notional; lower it"
      )
    }
    let fee = try number("feeRate", in: 0 ... 0.1) ?? 0
    guard (rule?.largestRate ?? 0) + fee < 1 else {
      throw error(
        "invalid-number", "has a maintenance rate plus feeRate of 1 or more; lower one of them")
    }
    let leverage = try leverage(allowed: table?.maximumLeverage(at: notional))
    let rate = max(leverage.map { 1 / $0 } ?? 0, scheduled?.initial.fraction ?? 0)
    return MarginedFuture(
      position, mark: mark, rule: rule, initialRate: rate, feeRate: fee,
      years: try number("years", in: 0 ... 100) ?? 0)
  }

  /// The rule for the value at the mark, or for the value at entry as a constant amount.
  private func based(
    _ rule: MaintenanceRule?, _ position: FuturesPosition
  ) throws(InputError) -> MaintenanceRule? {
    guard value["maintenanceBasis"] != nil,
      try choice("maintenanceBasis", MaintenanceBasis.self) == .entry, let rule
    else { return rule }
    guard let kept = rule.margin(of: position.notional(at: position.entryPrice)) else {
      throw error(
        "beyond-last-tier", "exceeds the last cap of its tiers at entry; provide larger tiers")
    }
    return MaintenanceRule(fixed: max(0, kept))
  }

  /// The chosen leverage, else the maximum leverage allowed.
  private func leverage(allowed: DecimalNumber?) throws(InputError) -> Double? {
    let allowed = allowed?.doubleValue
    guard let chosen = try number("leverage", in: 1 ... 1000) else { return allowed }
    if let allowed, chosen > allowed {
      throw error(
        "leverage-above-tier",
        "has leverage \(chosen), but its tier allows \(allowed); lower it")
    }
    return chosen
  }

  /// The collateral of an isolated position, or the margin required at entry by its leverage; zero
  /// in cross mode.
  private func ownMargin(
    of position: FuturesPosition, _ mode: Account.Mode
  ) throws(InputError) -> Double {
    if let margin = try statedMargin(mode) { return margin }
    guard mode == .isolated else { return 0 }
    guard let leverage = try number("leverage", in: 1 ... 1000) else {
      throw error(
        "missing-field", "has neither margin nor leverage; write the margin of the position")
    }
    return position.notional(at: position.entryPrice) / leverage
  }

  /// The stated margin of a position; rejected if collateral is shared.
  func statedMargin(_ mode: Account.Mode) throws(InputError) -> Double? {
    let margin = try number("margin", in: Self.amounts)
    guard margin == nil || mode == .isolated else {
      throw error(
        "margin-in-cross", "has its own margin; move it to collateral, or use isolated mode")
    }
    return margin
  }

  private func rule(of rates: MarginRates) throws(InputError) -> MaintenanceRule {
    guard rates.maintenance.fraction <= 0.9 else {
      throw error(
        "invalid-number",
        "has a maintenance rate of \(rates.maintenance.fraction) in the schedule, above 0.9; write a lower one"
      )
    }
    return MaintenanceRule(rate: rates.maintenance.fraction)
  }

  private func rule(
    of instrument: String, _ contractName: String, _ position: FuturesPosition,
    _ table: TierTable?
  ) throws(InputError) -> MaintenanceRule {
    if let rate = try number("maintenanceRate", in: 0 ... 0.9) {
      return MaintenanceRule(
        rate: rate,
        deduction: try number("maintenanceDeduction", in: Self.amounts) ?? 0)
    }
    guard value["maintenanceDeduction"] == nil else {
      throw error(
        "missing-field",
        "has a maintenanceDeduction without a maintenanceRate; write both or neither")
    }
    guard let table else {
      throw error(
        "missing-field",
        "missing field \"maintenanceRate\", and no tiers or schedule of \(instrument) were given; add the rate, or name a file "
          + "with --tiers or --schedule"
      )
    }
    guard table.unit == (position.contract == .inverse ? .base : .quote) else {
      throw error(
        "unit-mismatch",
        "is \(contractName), but its tiers are in \(table.unit.rawValue); provide tiers in its settlement currency"
      )
    }
    return MaintenanceRule(table)
  }
}

extension TierTable {
  /// The maximum leverage at a notional; nil above the last cap.
  fileprivate func maximumLeverage(at notional: Double) -> DecimalNumber? {
    tiers.first { notional <= $0.cap?.doubleValue ?? .infinity }?.maximumLeverage
  }
}
