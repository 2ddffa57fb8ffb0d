internal import Accounts
internal import Instruments
internal import MarketData
internal import Text

extension JSONFields {
  /// An open order; missing fields default to those of the position in its instrument.
  func order(
    besides positions: [JSONFields], _ mode: Account.Mode, _ sources: RateSources
  ) throws(InputError) -> Account.Order {
    try refuseOthers(than: [
      "instrument", "underlying", "contract", "side", "size", "price", "markPrice", "multiplier",
      "leverage", "maintenanceRate", "maintenanceDeduction", "years",
    ])
    let instrument = try name("instrument")
    let side = try choice("side", OrderSide.self)
    // The size is never taken from the position.
    _ = try required("size", in: Self.positive)
    let price = try required("price", in: Self.positive)
    let held = positions.first { $0.value["instrument"]?.string == instrument }
    let terms = merged(with: held)
    let contract = terms.value["contract"] == nil ? ContractReader.linear : try terms.contract()
    guard let payoff = contract.payoff else {
      throw error(
        "unsupported-order",
        "is an order in \(contract.name); use linear, inverse or quanto")
    }
    let position = try terms.position(payoff, side == .buy ? .long : .short, entry: price)
    let mark = try terms.required("markPrice", in: Self.positive)
    let filled = try terms.future(
      instrument, contract.name, position, mark: mark, mode, sources)
    return Account.Order(
      InstrumentID(rawValue: instrument), filled, underlying: try terms.underlying())
  }

  /// These fields, completed by those of a position.
  private func merged(with position: JSONFields?) -> JSONFields {
    guard let position, let members = value.members, let others = position.value.members else {
      return self
    }
    let own = Set(members.map(\.name))
    let kept = others.filter { !own.contains($0.name) && $0.name != "side" }
    return JSONFields(
      path: path, name: name, value: JSON(.object(JSONObject(members + kept)), at: value.position))
  }

  /// The ratios at which liquidation stages begin.
  func stages() throws(InputError) -> StageLadder {
    try refuseOthers(than: ["restricted", "backstop"])
    let usual = StageLadder()
    return StageLadder(
      restricted: try number("restricted", in: 1 ... 100) ?? usual.restricted,
      backstop: try number("backstop", in: 0 ... 1) ?? usual.backstop)
  }

  /// The target and the cost of a partial liquidation.
  func reduction() throws(InputError) -> AccountFile.Reduction {
    try refuseOthers(than: ["targetRatio", "cost"])
    return AccountFile.Reduction(
      targetRatio: try required("targetRatio", in: 0.1 ... 100),
      cost: try number("cost", in: 0 ... 1) ?? 0)
  }

  /// The terms of a margin call.
  func callTerms(
    _ mode: Account.Mode, ratio: Double
  ) throws(InputError) -> AccountFile.CallTerms {
    try refuseOthers(than: [
      "target", "settlement", "minimumTransfer", "cutOff", "deadline", "days", "time",
      "dayLoss",
    ])
    let settlement =
      value["settlement"] == nil
      ? .collateralized : try choice("settlement", MarginCallRule.Settlement.self)
    guard settlement == .collateralized || mode != .isolated else {
      throw error(
        "settlement-in-isolated",
        "applies to the daily loss of the whole account; use cross or portfolio mode for cash-daily"
      )
    }
    guard let text = value["time"]?.string, let time = Timestamp(text) else {
      throw error(
        "missing-field",
        "missing field \"time\"; write the time of the call, such as 2026-01-31T12:00:00Z")
    }
    let cutOff = try clock("cutOff") ?? 17 * 60
    let deadline = try clock("deadline") ?? 9 * 60
    let days = try number("days", in: 0 ... 30) ?? 1
    guard days == days.rounded() else {
      throw error("invalid-number", "days is not a whole number; write one, such as 2")
    }
    guard days > 0 || deadline >= cutOff else {
      throw error(
        "late-deadline",
        "is due before its cut-off on the same day; write a later deadline or a number of days")
    }
    let rule = MarginCallRule(
      to: value["target"] == nil ? .initial : try choice("target", MarginCallRule.Target.self),
      settlement: settlement, ratio: ratio,
      minimumTransfer: try number("minimumTransfer", in: Self.amounts) ?? 0, cutOff: cutOff,
      deadline: deadline, days: Int(days))
    return AccountFile.CallTerms(
      rule: rule, time: time, dayLoss: try number("dayLoss", in: Self.finite) ?? 0)
  }

  /// The minutes after midnight of a time of day such as 17:00.
  private func clock(_ key: String) throws(InputError) -> Int? {
    guard let text = value[key]?.string else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 2, let hour = Int(parts[0]),
      (0 ..< 24).contains(hour),
      let minute = Int(parts[1]), (0 ..< 60).contains(minute)
    else {
      throw error("invalid-time", "\(key) is not a time of day; write one, such as 17:00")
    }
    return hour * 60 + minute
  }
}
