public import Accounts
internal import Margin
internal import MarketData
internal import RiskMeasures

/// An account as a JSON file of schema `margin.account/1` holds it.
public struct AccountFile: Sendable {
  /// The account.
  public let account: Account

  /// Reads a file; rates that it does not hold come from tables of tiers, or from a schedule, by the name of the instrument.
  ///
  /// - Throws: ``TierFileError``, with file, line, field and remedy.
  public init(
    contentsOf path: String, tiers: TierDocument? = nil, schedule: ScheduleFile? = nil
  ) throws(TierFileError) {
    let sources = RateSources(tiers: tiers, schedule: schedule)
    let value = try AccountFields.document(at: path)
    let file = AccountFields(path: path, name: "the account", value: value)
    try file.refuseOthers(than: ["schema", "mode", "collateral", "positions"])
    if let schema = value["schema"]?.plain, schema != "margin.account/1" {
      throw file.error("unknown-schema", "has schema \(schema); write margin.account/1")
    }
    let mode = try file.choice("mode", Account.Mode.self)
    var collateral = 0.0
    for entry in try file.list("collateral") {
      let asset = AccountFields(path: path, name: "collateral", value: entry)
      try asset.refuseOthers(than: ["asset", "amount", "price", "haircut"])
      let amount = try asset.required("amount", in: AccountFields.finite)
      let worth = amount * (try asset.required("price", in: AccountFields.positive))
      collateral += try asset.haircut().value(of: worth)
      guard collateral.isFinite else {
        throw asset.error(
          "invalid-number", "is worth \(worth); write an amount and a price in range")
      }
    }
    var holdings: [Account.Holding] = []
    for entry in try file.list("positions") {
      let fields = AccountFields(path: path, name: "position \(holdings.count + 1)", value: entry)
      let holding = try fields.holding(mode, sources)
      let isInverse = holding.position.contract == .inverse
      if let first = holdings.first, (first.position.contract == .inverse) != isInverse {
        throw fields.error(
          "mixed-settlement",
          "settles in another currency than the first; write an account for each currency")
      }
      if mode == .cross, holdings.contains(where: { $0.instrument == holding.instrument }) {
        throw fields.error(
          "duplicate-instrument",
          "is the second in \(holding.instrument); net them, or use isolated mode")
      }
      holdings.append(holding)
    }
    account = Account(mode: mode, collateral: collateral, holdings: holdings)
  }
}

/// Where rates come from that a position does not give.
struct RateSources {
  let tiers: TierDocument?
  let schedule: ScheduleFile?

  func table(of instrument: String) -> TierTable? {
    tiers?.tables.first { $0.symbol == instrument }
  }

  func rates(of instrument: String, _ side: Side) -> MarginRates? {
    schedule?.margins.first { $0.instrument.rawValue == instrument && $0.side == side }?.rates
  }
}

/// The fields of one object of an account's file.
struct AccountFields {
  let path: String
  let name: String
  let value: JSONText

  func error(_ code: String, _ message: String) -> TierFileError {
    TierFileError(
      (value.line.map { "\(path):\($0)" } ?? path) + ": \(name)", code: code, message)
  }

  func refuseOthers(than known: Set<String>) throws(TierFileError) {
    guard let members = value.members else {
      throw error("malformed-json", "is no object; write one in braces")
    }
    for member in members where !known.contains(member.plainName) {
      throw error(
        "unknown-field",
        "has no field \(member.plainName); its fields are \(known.sorted().joined(separator: ", "))"
      )
    }
  }

  func list(_ key: String) throws(TierFileError) -> [JSONText] {
    guard let found = value[key] else { return [] }
    guard let elements = found.elements else {
      throw error("malformed-json", "\(key) is no list; write one in brackets")
    }
    return elements
  }

  func number(
    _ key: String, in range: ClosedRange<Double>
  ) throws(TierFileError) -> Double? {
    guard let found = value[key], found != .literal("null") else { return nil }
    guard let number = found.digits.flatMap(Double.init), number.isFinite, range.contains(number)
    else {
      let wanted =
        range.upperBound == .greatestFiniteMagnitude
        ? (range.lowerBound > 0
          ? "a number above 0" : range.lowerBound == 0 ? "a number from 0 on" : "a number")
        : "a number from \(range.lowerBound) to \(range.upperBound)"
      throw error("invalid-number", "\(key) is not \(wanted); write one")
    }
    return number
  }

  func required(
    _ key: String, in range: ClosedRange<Double>
  ) throws(TierFileError) -> Double {
    guard let number = try number(key, in: range) else {
      throw error("missing-field", "has no \(key); write it")
    }
    return number
  }

  func choice<Value: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Value.Type
  ) throws(TierFileError) -> Value where Value.RawValue == String {
    guard let chosen = value[key]?.plain.flatMap({ Value(rawValue: $0) }) else {
      throw error(
        "unknown-\(key)",
        "\(key) is none of \(Value.allCases.map(\.rawValue).joined(separator: ", ")); write one of them"
      )
    }
    return chosen
  }
}

extension AccountFields {
  static let positive = Double.leastNonzeroMagnitude ... Double.greatestFiniteMagnitude
  static let finite = -Double.greatestFiniteMagnitude ... Double.greatestFiniteMagnitude

  /// One haircut, or slices of the worth that end at `to`, each with its own.
  fileprivate func haircut() throws(TierFileError) -> HaircutSlices {
    guard let elements = value["haircut"]?.elements else {
      return HaircutSlices([.init(weight: 1 - (try number("haircut", in: 0 ... 1) ?? 0))])
    }
    var slices: [HaircutSlices.Slice] = []
    for element in elements {
      let slice = AccountFields(path: path, name: "haircut \(slices.count + 1)", value: element)
      try slice.refuseOthers(than: ["to", "haircut"])
      let end = try slice.number("to", in: Self.positive) ?? .infinity
      guard end > slices.last?.end ?? 0 else {
        throw slice.error("haircut-order", "does not end above the one before; put slices in order")
      }
      slices.append(.init(to: end, weight: 1 - (try slice.required("haircut", in: 0 ... 1))))
    }
    return HaircutSlices(slices)
  }

  /// A position with its mark, its rule and its own collateral.
  func holding(
    _ mode: Account.Mode, _ sources: RateSources
  ) throws(TierFileError) -> Account.Holding {
    try refuseOthers(than: [
      "instrument", "contract", "side", "size", "entryPrice", "markPrice", "multiplier", "leverage",
      "margin", "maintenanceRate", "maintenanceDeduction", "feeRate",
    ])
    guard let instrument = value["instrument"]?.plain, !instrument.isEmpty else {
      throw error("missing-field", "has no instrument; write its name")
    }
    let contract = try choice("contract", FuturesContract.self)
    let side = try choice("side", Side.self)
    let size = try required("size", in: Self.positive)
    let entry = try required("entryPrice", in: Self.positive)
    let multiplier = try number("multiplier", in: Self.positive) ?? 1
    let position: FuturesPosition
    do throws(InvalidPosition) {
      position = try FuturesPosition(
        contract, side, size: size, entryPrice: entry, multiplier: multiplier)
    } catch {
      throw self.error("invalid-number", error.message)
    }
    let mark = try required("markPrice", in: Self.positive)
    let table = sources.table(of: instrument)
    let scheduled =
      value["maintenanceRate"] == nil && value["maintenanceDeduction"] == nil && table == nil
      ? sources.rates(of: instrument, position.side) : nil
    let rule: MaintenanceRule
    if let scheduled {
      rule = try self.rule(of: scheduled)
    } else {
      rule = try self.rule(of: instrument, position, table)
    }
    let notional = position.notional(at: mark)
    guard notional.isFinite, notional > 0, position.unrealizedProfit(at: mark).isFinite else {
      throw error(
        "invalid-number", "is worth \(notional); write a size and prices that are in range")
    }
    if let kept = rule.margin(of: notional), kept < 0 {
      throw error(
        "invalid-number",
        "would keep \(kept), less than nothing: maintenanceDeduction is above rate times notional; lower it"
      )
    }
    let fee = try number("feeRate", in: 0 ... 0.1) ?? 0
    guard rule.largestRate + fee < 1 else {
      throw error(
        "invalid-number", "has a maintenance rate and a feeRate of 1 or more together; lower one")
    }
    let leverage = try leverage(allowed: table?.maximumLeverage(at: notional))
    let rate = max(leverage.map { 1 / $0 } ?? 0, scheduled?.initial.fraction ?? 0)
    return Account.Holding(
      InstrumentID(rawValue: instrument), position, mark: mark, rule: rule, initialRate: rate,
      fee: fee, margin: try ownMargin(of: position, mode))
  }

  /// The leverage that was chosen, else the largest that is allowed.
  private func leverage(allowed: DecimalNumber?) throws(TierFileError) -> Double? {
    let allowed = allowed?.doubleValue
    guard let chosen = try number("leverage", in: 1 ... 1000) else { return allowed }
    if let allowed, chosen > allowed {
      throw error(
        "leverage-above-tier",
        "has leverage \(chosen), its tier allows \(allowed); lower it")
    }
    return chosen
  }

  /// The collateral of an isolated position, or what its leverage asked at the entry; zero in cross mode.
  private func ownMargin(
    of position: FuturesPosition, _ mode: Account.Mode
  ) throws(TierFileError) -> Double {
    let margin = try number("margin", in: 0 ... .greatestFiniteMagnitude)
    guard mode == .isolated else {
      guard margin == nil else {
        throw error(
          "margin-in-cross",
          "has a margin of its own; put it under collateral, or use isolated mode")
      }
      return 0
    }
    if let margin { return margin }
    guard let leverage = try number("leverage", in: 1 ... 1000) else {
      throw error("missing-field", "has neither margin nor leverage; write its own collateral")
    }
    return position.notional(at: position.entryPrice) / leverage
  }

  private func rule(of rates: MarginRates) throws(TierFileError) -> MaintenanceRule {
    guard rates.maintenance.fraction <= 0.9 else {
      throw error(
        "invalid-number",
        "has a maintenance rate of \(rates.maintenance.fraction) in the schedule, above 0.9; write another"
      )
    }
    return MaintenanceRule(rate: rates.maintenance.fraction)
  }

  private func rule(
    of instrument: String, _ position: FuturesPosition, _ table: TierTable?
  ) throws(TierFileError) -> MaintenanceRule {
    if let rate = try number("maintenanceRate", in: 0 ... 0.9) {
      return MaintenanceRule(
        rate: rate,
        deduction: try number("maintenanceDeduction", in: 0 ... .greatestFiniteMagnitude) ?? 0)
    }
    guard value["maintenanceDeduction"] == nil else {
      throw error(
        "missing-field", "has a maintenanceDeduction without a maintenanceRate; write both or none")
    }
    guard let table else {
      throw error(
        "missing-field",
        "has no maintenanceRate, and no table or schedule of \(instrument) was given; write the rate, or name a file "
          + "with --tiers or --schedule"
      )
    }
    guard table.unit == (position.contract == .inverse ? .base : .quote) else {
      throw error(
        "unit-mismatch",
        "is \(position.contract.rawValue), its tiers count in \(table.unit.rawValue); name tiers in what it settles in"
      )
    }
    return MaintenanceRule(table)
  }
}

extension TierTable {
  /// The largest leverage at a notional; nil above the last cap.
  fileprivate func maximumLeverage(at notional: Double) -> DecimalNumber? {
    tiers.first { notional <= $0.cap?.doubleValue ?? .infinity }?.maximumLeverage
  }
}
