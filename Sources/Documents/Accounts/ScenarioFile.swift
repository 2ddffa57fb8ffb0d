public import Accounts
internal import Instruments

/// A scenario margin rule as a JSON file of schema `margin.scenarios/1` holds them.
public struct ScenarioFile: Sendable {
  /// The rule.
  public let rule: ScenarioMarginRule

  /// Reads a file.
  ///
  /// - Throws: ``InputFileError``, with file, line, field and remedy.
  public init(contentsOf path: String) throws(InputFileError) {
    let value = try AccountFields.document(at: path)
    let file = AccountFields(path: path, name: "the scenarios", value: value)
    try file.refuseOthers(than: [
      "schema", "name", "date", "source", "rows", "volatility", "initialFactor",
      "maintenanceFactor", "charges", "omits",
    ])
    try file.refuseOther(thanSchema: "margin.scenarios/1")
    var rows: [Scenario] = []
    for entry in try file.list("rows") {
      rows.append(
        try AccountFields(path: path, name: "row \(rows.count + 1)", value: entry).scenario())
    }
    guard !rows.isEmpty else {
      throw file.error("missing-field", "has no rows; write at least one scenario")
    }
    var charges: [ScenarioMarginRule.Charge] = []
    for entry in try file.list("charges") {
      charges.append(
        try AccountFields(path: path, name: "charge \(charges.count + 1)", value: entry).charge())
    }
    let factors = (
      initial: try file.number("initialFactor", in: 0 ... 100) ?? 1,
      maintenance: try file.number("maintenanceFactor", in: 0 ... 100) ?? 1
    )
    guard factors.initial >= factors.maintenance else {
      throw file.error(
        "im-below-mm", "has a maintenanceFactor above its initialFactor; write them in order")
    }
    let shock = try value["volatility"].map { value throws(InputFileError) in
      try AccountFields(path: path, name: "the volatility", value: value).shock()
    }
    rule = ScenarioMarginRule(
      name: value["name"]?.plain ?? path, date: value["date"]?.plain ?? "",
      source: value["source"]?.plain ?? path,
      scan: ScenarioScan(
        rows, shock: shock ?? VolatilityShock(up: 0, down: 0), initialFactor: factors.initial,
        maintenanceFactor: factors.maintenance),
      charges: charges, omits: try file.list("omits").compactMap(\.plain))
  }

  /// Reads a preset by its name, or a file.
  ///
  /// - Throws: ``InputFileError`` where neither is there.
  public static func rule(_ nameOrPath: String) throws(InputFileError) -> ScenarioMarginRule {
    if let preset = ScenarioMarginRule.preset(nameOrPath) { return preset }
    guard nameOrPath.contains("/") || nameOrPath.hasSuffix(".json") else {
      throw InputFileError(
        nameOrPath, code: "unknown-scenarios",
        "is none of \(ScenarioMarginRule.presetNames), nor a path; write one of them or a file that ends in .json"
      )
    }
    return try ScenarioFile(contentsOf: nameOrPath).rule
  }
}

/// The kinds of charges by their names in a file.
enum ChargeName: String, CaseIterable {
  case roll
  case shortOptions = "short-options"
  case forward, contingency
  case leastDelta = "least-delta"
  case leastShortOptions = "least-short-options"
}

extension AccountFields {
  private static let share = 0.0 ... 1.0

  fileprivate func scenario() throws(InputFileError) -> Scenario {
    try refuseOthers(than: ["move", "volatility", "weight"])
    let volatility =
      value["volatility"] == nil ? .same : try choice("volatility", Scenario.VolatilityMove.self)
    return Scenario(
      try required("move", in: -0.9999 ... 1000), volatility,
      weight: try number("weight", in: Self.share) ?? 1)
  }

  fileprivate func shock() throws(InputFileError) -> VolatilityShock {
    try refuseOthers(than: [
      "unit", "up", "down", "shortPower", "longPower", "leastDays", "floor",
    ])
    return VolatilityShock(
      value["unit"] == nil ? .relative : try choice("unit", VolatilityShock.Unit.self),
      up: try number("up", in: 0 ... 100) ?? 0, down: try number("down", in: 0 ... 100) ?? 0,
      shortPower: try number("shortPower", in: 0 ... 10) ?? 0.3,
      longPower: try number("longPower", in: 0 ... 10) ?? 0.13,
      leastDays: try number("leastDays", in: 1e-6 ... 1e4) ?? 1,
      floor: try number("floor", in: 0 ... 100) ?? 0)
  }

  fileprivate func charge() throws(InputFileError) -> ScenarioMarginRule.Charge {
    let kind = try choice("kind", ChargeName.self)
    func fields(_ names: Set<String>) throws(InputFileError) {
      try refuseOthers(than: names.union(["kind"]))
    }
    switch kind {
    case .roll:
      try fields(["annual", "least"])
      return .roll(
        annual: try required("annual", in: Self.share), least: try required("least", in: Self.share)
      )
    case .shortOptions:
      try fields(["rate"])
      return .shortOptions(rate: try required("rate", in: Self.share))
    case .leastShortOptions:
      try fields(["rate"])
      return .leastShortOptions(rate: try required("rate", in: Self.share))
    case .forward:
      try fields(["constant", "slope", "move"])
      return .forward(
        constant: try required("constant", in: 0 ... 100),
        slope: try required("slope", in: 0 ... 100),
        move: try required("move", in: 0 ... 0.99))
    case .contingency:
      try fields(["initial", "maintenance"])
      let (initial, maintenance) = (
        try required("initial", in: Self.share), try required("maintenance", in: Self.share)
      )
      guard initial >= maintenance else {
        throw error("im-below-mm", "has an initial below its maintenance rate; write them in order")
      }
      return .contingency(initial: initial, maintenance: maintenance)
    case .leastDelta:
      try fields(["net", "hedged"])
      return .leastDelta(
        net: try required("net", in: Self.share), hedged: try required("hedged", in: Self.share))
    }
  }
}
